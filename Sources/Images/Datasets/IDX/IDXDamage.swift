/// The faults of an IDX file.
public enum IDXDamage: Error, Hashable, Sendable {
  /// A file that is shorter than its header.
  case cutHeader(bytes: Int)
  /// A wrong number in the first four bytes, which distinguish images and labels.
  case wrongMagic(found: UInt32, expected: UInt32)
  /// A number of items that is 0 or too large.
  case wrongCount(Int, maximum: Int)
  /// Images that are not 28×28.
  case wrongSides(rows: Int, columns: Int)
  /// A length that differs from that in the header. `bytes` are counted after decompression.
  case wrongLength(bytes: Int, expected: Int)
  /// Compressed data with more bytes than the header announces.
  case tooLong(expected: Int)
  /// Compressed data without their end.
  case cutGzip
  /// Compressed data that cannot be decompressed.
  case damagedGzip
  /// Too little memory for decompression.
  case outOfMemory

  /// The fault as a clause that follows the file's name and a colon.
  public var reason: String {
    switch self {
    case .cutHeader(let bytes): "it has \(bytes) bytes, fewer than its header needs"
    case .wrongMagic(let found, let expected):
      "it begins with \(found)\(Self.meaning(found)), but must begin with "
        + "\(expected)\(Self.meaning(expected))"
    case .wrongCount(let count, let maximum):
      "its header announces \(count) items, but must announce 1 to \(maximum)"
    case .wrongSides(let rows, let columns):
      "its images are \(columns)×\(rows), but must be 28×28"
    case .wrongLength(let bytes, let expected):
      "it has \(bytes) bytes, but its header announces \(expected)"
    case .tooLong(let expected):
      "it decompresses to more than the \(expected) bytes that its header announces"
    case .cutGzip: "its compressed data end too early"
    case .damagedGzip: "its compressed data are damaged"
    case .outOfMemory: "there is too little memory to decompress it"
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
