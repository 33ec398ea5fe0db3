import FoundationEssentials

/// The removal of temporary folders.
enum FolderRemoval {
  /// Removes a folder with its contents. Links in it are removed, not followed. Errors are ignored.
  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
