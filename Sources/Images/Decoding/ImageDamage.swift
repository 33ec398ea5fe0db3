/// Why an image cannot be read. Who knows the file's name makes an `ImagesError` of it.
public enum ImageDamage: Error, Hashable, Sendable {
  /// The file cannot be opened or read: what the system says.
  case unreadable(String)
  case empty
  case unknownKind
  case truncated
  /// More pixels than `ImageHeader.mostPixels`.
  case tooLarge(width: Int, height: Int)
  /// A variant of the format that is not read here.
  case unsupported(String)
  /// What the file's structure, or the library that decodes it, complains of.
  case malformed(String)
  case outOfMemory

  /// In words, to follow the file's name and a colon.
  public var reason: String {
    switch self {
    case .unreadable(let why): "it cannot be read: \(why)"
    case .empty: "it is empty"
    case .unknownKind: "it is neither JPEG nor PNG"
    case .truncated: "it ends too early"
    case .tooLarge(let width, let height):
      "its header says \(width)×\(height), more than \(ImageHeader.mostPixels / 1_000_000) million "
        + "pixels"
    case .unsupported(let what): "\(what) is not supported"
    case .malformed(let complaint): complaint
    case .outOfMemory: "there is not enough memory to decode it"
    }
  }
}
