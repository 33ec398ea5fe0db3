import Blueprint
import Foundation

/// Makes a data source of what a plan asks for.
public enum DataSources {
  /// - Parameters:
  ///   - seed: the plan's; it decides the scenes, and which images an image folder without validation
  ///     images keeps for that.
  ///   - validationShare: how many those are, of each class.
  ///   - input: one image as the plan's network takes it; scenes are drawn large enough for it. Nil is
  ///     the small scenes.
  /// - Throws: that the folder is missing or unknown, or what is wrong with its files.
  public static func open(
    _ choice: DataChoice, seed: UInt64,
    validationShare: Double = ImageFolder.standardValidationShare, for input: Shape? = nil
  ) throws(ImagesError) -> any DataSource {
    switch choice {
    case .scenes:
      return Scenes(seed: seed, for: input)
    case .folder(let path):
      return try open(folder: path, seed: seed, validationShare: validationShare)
    }
  }

  private static func open(folder path: String, seed: UInt64, validationShare: Double)
    throws(ImagesError) -> any DataSource
  {
    let found = try names(in: path)
    // One of CIFAR-10's files is enough to know it by; it says itself which of the others is missing.
    if CIFAR10.files.contains(where: found.contains) { return try CIFAR10(folder: path) }
    if found.contains(PreparedFiles.manifest) { return try PreparedFolder(path) }
    if found.contains(PreparedFiles.plan) { throw .unfinishedPreparation(path: path) }
    if ImageFolderLayout.isLikely(path, holding: found) {
      return try ImageFolder(folder: path, seed: seed, validationShare: validationShare)
    }
    throw .unknownFolder(path: path, found: found)
  }

  private static func names(in path: String) throws(ImagesError) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .folderMissing(path: path)
    }
    guard isFolder.boolValue else { throw .notAFolder(path: path) }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw .unreadable(path: path, reason: "the folder cannot be listed")
    }
  }
}
