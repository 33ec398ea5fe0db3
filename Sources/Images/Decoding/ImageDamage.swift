/// Why an image cannot be read. Who knows the file's name makes an `ImagesError` of it.
public enum ImageDamage: Error, Hashable, Sendable {
  /// The file cannot be opened or read: what the system says.
  case unreadable(String)
  case empty
  /// Neither of the kinds that are read; what it is, where its first bytes tell.
  case unknownKind(ForeignFormat?)
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
    case .unknownKind(nil): "it is neither JPEG, PNG nor WebP"
    case .unknownKind(let format?): "it is \(format.rawValue); only JPEG, PNG and WebP are read"
    case .truncated: "it ends too early"
    case .tooLarge(let width, let height):
      "its header says \(width)×\(height), more than \(ImageHeader.mostPixels / 1_000_000) million "
        + "pixels"
    case .unsupported(let what): "\(what) is not supported"
    case .malformed(let complaint): complaint
    case .outOfMemory: "there is not enough memory to decode it"
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .unreadable: "check the file and its permissions"
    case .unknownKind(let format?): format.remedy
    case .outOfMemory: "close other programs, or remove the file"
    case .empty, .unknownKind(nil), .truncated, .tooLarge, .unsupported, .malformed:
      "replace or remove the file"
    }
  }
}
