/// The faults of an image file. An `ImagesError` adds the path of the file.
public enum ImageDamage: Error, Hashable, Sendable {
  /// A file that cannot be opened or read, with the message of the operating system.
  case unreadable(String)
  /// A file without bytes.
  case empty
  /// A file of another format; `nil` if its first bytes do not identify it.
  case unknownKind(ForeignFormat?)
  /// A file without its end.
  case truncated
  /// An image with more pixels than `ImageHeader.maximumPixels`.
  case tooLarge(width: Int, height: Int)
  /// A variant of a format that cannot be decoded.
  case unsupported(String)
  /// A file with a wrong structure, with the reason as a clause.
  case malformed(String)
  /// Too little memory to decode the image.
  case outOfMemory

  /// The fault as a clause that follows the file's name and a colon.
  public var reason: String {
    switch self {
    case .unreadable(let message): "it cannot be read: \(message)"
    case .empty: "it is empty"
    case .unknownKind(nil): "it is neither JPEG, PNG nor WebP"
    case .unknownKind(let format?):
      "it is \(format.rawValue), but only JPEG, PNG and WebP can be decoded"
    case .truncated: "it ends too early"
    case .tooLarge(let width, let height):
      "its size is \(width)×\(height), more than the limit of "
        + "\(ImageHeader.maximumPixels / 1_000_000) million pixels"
    case .unsupported(let variant): "\(variant) is not supported"
    case .malformed(let reason): reason
    case .outOfMemory: "there is too little memory to decode it"
    }
  }

  /// The action that resolves the problem, as a clause without a full stop.
  public var remedy: String {
    switch self {
    case .unreadable: "check the file and its permissions"
    case .unknownKind(let format?): format.remedy
    case .outOfMemory: "close other programs, or remove the file"
    case .empty, .unknownKind(nil): "use a JPEG, PNG or WebP file"
    case .truncated, .tooLarge, .unsupported, .malformed: "replace or remove the file"
    }
  }
}
