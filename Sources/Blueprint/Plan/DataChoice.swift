/// The choice of a source of images.
public enum DataChoice: Hashable, Codable, Sendable {
  /// The built-in scenes, drawn from the plan's seed.
  case scenes
  /// A folder of images or data files; its contents decide the format.
  case folder(path: String)
  /// No images: the run was imported, and its training images are not known.
  case imported
}

extension DataChoice: CustomStringConvertible {
  /// "scenes", the last component of the folder's path, or "none".
  public var description: String {
    switch self {
    case .scenes: "scenes"
    case .folder(let path): path.split(separator: "/").last.map(String.init) ?? path
    case .imported: "none"
    }
  }
}
