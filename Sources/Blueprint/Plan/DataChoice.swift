/// The choice of a source of images.
public enum DataChoice: Hashable, Codable, Sendable {
  /// The built-in scenes, drawn from the plan's seed.
  case scenes
  /// A folder of images or data files; its contents decide the format.
  case folder(path: String)
}

extension DataChoice: CustomStringConvertible {
  /// "scenes", or the last component of the folder's path.
  public var description: String {
    switch self {
    case .scenes: "scenes"
    case .folder(let path): path.split(separator: "/").last.map(String.init) ?? path
    }
  }
}
