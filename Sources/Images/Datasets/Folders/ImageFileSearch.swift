import DisplayText

/// The image files in a folder and in all folders inside it, found as in the class folders of an image folder:
/// links are followed, a file counts once, and hidden files and other files are passed over.
public struct ImageFileSearch: Sendable {
  /// The paths of the files, sorted.
  public let paths: [String]
  /// The files and folders that are not images that can be decoded.
  public let passedOver: PassedOver

  /// Searches a folder. No file is opened.
  /// - Parameter folder: The path of the folder.
  /// - Throws: `.unreadable` if a folder cannot be listed.
  public init(in folder: String) throws(ImagesError) {
    let root = folder.hasSuffix("/") && folder != "/" ? String(folder.dropLast()) : folder
    let walk = try ImageWalk(Array(root.utf8))
    let prefix = root == "/" ? root : root + "/"
    paths = walk.names.map { prefix + String(name: $0) }
    passedOver = walk.passedOver
  }
}
