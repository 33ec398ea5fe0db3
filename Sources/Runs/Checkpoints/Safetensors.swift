/// The safetensors file format of Hugging Face (github.com/huggingface/safetensors): eight bytes for the
/// length of a JSON header, the header, and the elements of the tensors in little-endian order.
///
/// The metadata of files that this program writes begin with `checksum`: eight hexadecimal digits, the
/// CRC-32 of the whole file, computed with zeros in their place. Other readers ignore it.
public enum Safetensors {
  /// The type of a tensor's elements.
  public enum ElementType: String, Hashable, Sendable, CaseIterable {
    /// Numbers in single precision, 4 bytes each.
    case float32 = "F32"
    /// Numbers in double precision, 8 bytes each.
    case float64 = "F64"
    /// Numbers in half precision, 2 bytes each.
    case float16 = "F16"
    /// The upper halves of numbers in single precision, 2 bytes each.
    case bfloat16 = "BF16"
    /// Numbers of 8 bits, with 4 bits for the exponent, and with 5.
    case float8E4M3 = "F8_E4M3"
    case float8E5M2 = "F8_E5M2"
    /// Signed integers of 8, 4, 2 and 1 bytes.
    case int64 = "I64"
    case int32 = "I32"
    case int16 = "I16"
    case int8 = "I8"
    /// Integers without a sign, of 8, 4, 2 and 1 bytes.
    case uint64 = "U64"
    case uint32 = "U32"
    case uint16 = "U16"
    case uint8 = "U8"
    /// True or false, 1 byte each.
    case boolean = "BOOL"

    var bytes: Int {
      switch self {
      case .float64, .int64, .uint64: 8
      case .float32, .int32, .uint32: 4
      case .float16, .bfloat16, .int16, .uint16: 2
      case .float8E4M3, .float8E5M2, .int8, .uint8, .boolean: 1
      }
    }
  }

  /// The name, element type and shape of a tensor. Its elements are in row-major order.
  public struct Tensor: Hashable, Sendable {
    /// The name in the file.
    public var name: String
    /// The type of the elements.
    public var element: ElementType
    /// The extent of each dimension, the outermost first.
    public var shape: [Int]

    /// Creates the description of a tensor.
    public init(_ name: String, _ element: ElementType = .float32, shape: [Int]) {
      self.name = name
      self.element = element
      self.shape = shape
    }

    /// The number of bytes; `nil` if it does not fit in an `Int`.
    var byteCount: Int? {
      var count = element.bytes
      for extent in shape {
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: extent)
        if isTooLarge || extent < 0 { return nil }
        count = product
      }
      return count
    }
  }

  /// The longest header that readers of the format must accept, in bytes.
  static let maximumHeaderLength = 100_000_000
  static let checksumKey = "checksum"
  /// The beginning of the headers that this program writes, before the checksum.
  static let beginning = #"{"__metadata__":{"\#(checksumKey)":""#
  static let noChecksum = "00000000"
  /// The offset of the checksum in the file, in bytes.
  public static let checksumOffset = 8 + beginning.utf8.count
}

extension Safetensors {
  /// The end of a file's name while it is being written.
  static let partSuffix = ".part"

  /// Returns the beginning of a file, up to the elements of the first tensor. Its checksum consists of zeros
  /// and is at ``checksumOffset``.
  /// - Parameters:
  ///   - tensors: The tensors in the order of their elements.
  ///   - metadata: Texts with their keys, after the checksum.
  public static func header(
    _ tensors: [Tensor], _ metadata: [(key: String, value: String)]
  ) -> [UInt8] {
    var text = beginning + noChecksum + "\""
    for (key, value) in metadata { text += ",\(FlatJSON.quoted(key)):\(FlatJSON.quoted(value))" }
    text += "}"
    var offset = 0
    for tensor in tensors {
      guard let bytes = tensor.byteCount else { preconditionFailure("a tensor fits in memory") }
      text += """
        ,\(FlatJSON.quoted(tensor.name)):{"dtype":"\(tensor.element.rawValue)",\
        "shape":[\(tensor.shape.map(String.init).joined(separator: ","))],\
        "data_offsets":[\(offset),\(offset + bytes)]}
        """
      offset += bytes
    }
    text += "}"
    // Blanks at the end of the header align the data to eight bytes.
    text += String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
    return withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian, Array.init) + Array(text.utf8)
  }
}
