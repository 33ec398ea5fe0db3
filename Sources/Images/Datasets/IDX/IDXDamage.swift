/// What is wrong with an IDX file.
public enum IDXDamage: Error, Hashable, Sendable {
  case cutHeader(bytes: Int)
  /// The first four bytes; they tell images from labels.
  case wrongMagic(found: UInt32, expected: UInt32)
  case wrongCount(Int, most: Int)
  case wrongSides(rows: Int, columns: Int)
  /// `bytes` are counted after decompression.
  case wrongLength(bytes: Int, expected: Int)
  /// It decompresses to more bytes than its header announces.
  case tooLong(expected: Int)
  case cutGzip
  case damagedGzip
  case outOfMemory

  /// In words, to follow the file's name and a colon.
  public var reason: String {
    switch self {
    case .cutHeader(let bytes): "it has \(bytes) bytes, fewer than its header needs"
    case .wrongMagic(let found, let expected):
      "it begins with \(found)\(Self.meaning(found)), and \(expected)\(Self.meaning(expected)) is "
        + "expected"
    case .wrongCount(let count, let most):
      "its header announces \(count) items, and 1 to \(most) are possible"
    case .wrongSides(let rows, let columns):
      "its images are \(columns)×\(rows), and 28×28 is expected"
    case .wrongLength(let bytes, let expected):
      "it has \(bytes) bytes, and its header announces \(expected)"
    case .tooLong(let expected):
      "it decompresses to more than the \(expected) bytes that its header announces"
    case .cutGzip: "its compressed data end too early"
    case .damagedGzip: "its compressed data are damaged"
    case .outOfMemory: "there is not enough memory to decompress it"
    }
  }

  private static func meaning(_ magic: UInt32) -> String {
    switch magic {
    case 0x0801: " (labels)"
    case 0x0803: " (images)"
    default: ""
    }
  }
}
