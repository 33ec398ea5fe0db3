import Glibc

/// The file format of named tensors that is Hugging Face's (github.com/huggingface/safetensors): eight
/// bytes for the length of a JSON header, the header, and the numbers in little-endian order.
///
/// Ours begin their metadata with `checksum`: eight hexadecimal digits, the CRC-32 of the whole file
/// as it would be with zeros in their place. Readers that do not know of it read the file all the same.
public enum Safetensors {
  public enum Element: String, Hashable, Sendable {
    case float32 = "F32"
    case int64 = "I64"
    case uint8 = "U8"

    var bytes: Int {
      switch self {
      case .float32: 4
      case .int64: 8
      case .uint8: 1
      }
    }
  }

  /// A tensor's name, and the shape of its numbers, which lie row by row.
  public struct Tensor: Hashable, Sendable {
    public var name: String
    public var element: Element
    public var shape: [Int]

    public init(_ name: String, _ element: Element = .float32, shape: [Int]) {
      self.name = name
      self.element = element
      self.shape = shape
    }

    /// Nil when no machine could hold so many.
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

  /// What every reader of the format accepts at most.
  static let longestHeader = 100_000_000
  /// How a header of ours begins; the checksum follows.
  static let beginning = #"{"__metadata__":{"checksum":""#
  static let noChecksum = "00000000"
  /// Where the checksum lies in the file.
  static let checksumPlace = 8 + beginning.utf8.count
}

extension Safetensors {
  /// Writes a new file beside `path` and, when all of it is on the disk, gives it that name: there is
  /// never half a file of that name.
  /// - Parameters:
  ///   - data: the numbers of all tensors, one after the other.
  ///   - beforeRename: called when the new file is on the disk.
  static func write(
    _ tensors: [Tensor], metadata: [(key: String, value: String)], data: UnsafeRawBufferPointer,
    to path: String, beforeRename: () -> Void = {}
  ) throws(RunsError) {
    let part = path + partSuffix
    let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .fileFailed(action: "create", path: part, code: errno) }
    var code = write(header(tensors, metadata), data, to: descriptor)
    if close(descriptor) != 0 { code = code ?? errno }
    if code == nil {
      beforeRename()
      if rename(part, path) != 0 { code = errno }
    }
    if let code {
      unlink(part)
      throw .fileFailed(action: "write", path: path, code: code)
    }
    if let code = FileBytes.synchronizeFolder(of: path) {
      throw .fileFailed(action: "write", path: path, code: code)
    }
  }

  /// What a file is called while it is being written.
  static let partSuffix = ".part"

  /// The `errno` when it could not.
  private static func write(
    _ header: [UInt8], _ data: UnsafeRawBufferPointer, to descriptor: Int32
  ) -> Int32? {
    var checksum = CRC32()
    if let code = FileBytes.write(header, to: descriptor) { return code }
    header.withUnsafeBytes { checksum.add($0) }
    // In pieces that are still in the processor's cache when they are written.
    let piece = 1 << 20
    for start in stride(from: 0, to: data.count, by: piece) {
      let bytes = UnsafeRawBufferPointer(rebasing: data[start..<min(start + piece, data.count)])
      checksum.add(bytes)
      if let code = FileBytes.write(bytes, to: descriptor) { return code }
    }
    guard lseek(descriptor, off_t(checksumPlace), SEEK_SET) >= 0 else { return errno }
    return FileBytes.write(Array(checksum.digits.utf8), to: descriptor)
      ?? (fsync(descriptor) == 0 ? nil : errno)
  }

  private static func header(
    _ tensors: [Tensor], _ metadata: [(key: String, value: String)]
  ) -> [UInt8] {
    var text = beginning + noChecksum + "\""
    for (key, value) in metadata { text += ",\(FlatJSON.quoted(key)):\(FlatJSON.quoted(value))" }
    text += "}"
    var offset = 0
    for tensor in tensors {
      guard let bytes = tensor.byteCount else { preconditionFailure("a tensor has a size") }
      text += """
        ,\(FlatJSON.quoted(tensor.name)):{"dtype":"\(tensor.element.rawValue)",\
        "shape":[\(tensor.shape.map(String.init).joined(separator: ","))],\
        "data_offsets":[\(offset),\(offset + bytes)]}
        """
      offset += bytes
    }
    text += "}"
    // The numbers begin at a multiple of eight.
    text += String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
    return withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian, Array.init) + Array(text.utf8)
  }
}
