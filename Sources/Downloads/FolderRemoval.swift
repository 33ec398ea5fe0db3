import Foundation

enum FolderRemoval {
  /// Removes a folder and what is in it; links in it are removed, not followed.
  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
