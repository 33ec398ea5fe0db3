import Checksums
import FoundationEssentials
import Glibc

/// A safetensors file that is open for reading. Its header has been checked: the tensors fill the rest of
/// the file exactly, without gaps and overlaps.
public struct SafetensorsFile: Sendable {
  /// The path of the file.
  public let path: String
  /// The texts in the header's metadata, by their keys.
  public let metadata: [String: String]
  /// The tensors in the order of their data in the file.
  public let tensors: [Safetensors.Tensor]
  private let offsets: [String: Int]
  private let size: Int
  private let hasChecksum: Bool

  /// Reads and checks the header.
  /// - Throws: `RunsError.damagedTensorFile` or `.fileFailed`.
  public init(path: String) throws(RunsError) {
    let file = try File(path)
    guard file.size >= 8 else {
      throw .damagedTensorFile(path: path, reason: file.size == 0 ? "it is empty" : "it is cut off")
    }
    let length = try file.read(8, at: 0).withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard length <= Safetensors.maximumHeaderLength, Int(length) <= file.size - 8 else {
      throw .damagedTensorFile(path: path, reason: "it is not a safetensors file, or it is cut off")
    }
    let header = try file.read(Int(length), at: 8)
    let contents: Header
    do {
      contents = try JSONDecoder().decode(Header.self, from: Data(header))
    } catch {
      throw .damagedTensorFile(path: path, reason: "its header cannot be read")
    }
    self.path = path
    metadata = contents.metadata
    size = file.size
    hasChecksum = header.starts(with: Safetensors.beginning.utf8)
    let start = 8 + Int(length)
    var offset = 0
    var offsets: [String: Int] = [:]
    for (tensor, range) in contents.tensors {
      guard range.lowerBound == offset, tensor.byteCount == range.count else {
        throw .damagedTensorFile(path: path, reason: "'\(tensor.name)' is at the wrong offset")
      }
      offsets[tensor.name] = start + offset
      offset = range.upperBound
    }
    guard start + offset == file.size else {
      throw .damagedTensorFile(
        path: path, reason: start + offset > file.size ? "it is cut off" : "it is too long")
    }
    tensors = contents.tensors.map(\.0)
    self.offsets = offsets
  }

  /// Reads the whole file and compares its checksum.
  /// - Throws: `RunsError.damagedTensorFile` if the checksum is wrong or missing, and `.fileFailed`.
  public func verify() throws(RunsError) {
    guard hasChecksum else { throw .damagedTensorFile(path: path, reason: "it has no checksum") }
    let file = try File(path)
    let digits =
      Safetensors.checksumOffset..<Safetensors.checksumOffset + Safetensors.noChecksum.count
    var stored: [UInt8] = []
    var checksum = CRC32()
    let blockSize = 1 << 20
    for start in stride(from: 0, to: size, by: blockSize) {
      var bytes = try file.read(min(blockSize, size - start), at: start)
      if start == 0 {
        stored = Array(bytes[digits])
        bytes.replaceSubrange(digits, with: Array(Safetensors.noChecksum.utf8))
      }
      bytes.withUnsafeBytes { checksum.update($0) }
    }
    guard stored == Array(checksum.digits.utf8) else {
      throw .damagedTensorFile(path: path, reason: "its checksum is wrong")
    }
  }

  /// True if the program that wrote the file has added a checksum, as this program does.
  public var isVerifiable: Bool { hasChecksum }

  /// Reads a tensor of any of the floating-point types in row-major order, in single precision.
  /// - Returns: `nil` if there is no tensor of this name, or if it has another type.
  /// - Throws: `RunsError.damagedTensorFile` or `.fileFailed`.
  public func converted(_ name: String) throws(RunsError) -> [Float]? {
    guard let tensor = tensors.first(where: { $0.name == name }) else { return nil }
    switch tensor.element {
    case .float32: return try floats(name)
    case .float64: return try elements(tensor) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    case .float16:
      return try elements(tensor) { (bits: UInt16) in Float(Float16(bitPattern: bits)) }
    case .bfloat16:
      return try elements(tensor) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
    case .float8E4M3, .float8E5M2, .int64, .int32, .int16, .int8, .uint64, .uint32, .uint16, .uint8,
      .boolean:
      return nil
    }
  }

  /// Reads a tensor in blocks, and converts the bit patterns of its elements.
  private func elements<Bits: FixedWidthInteger>(
    _ tensor: Safetensors.Tensor, _ convert: (Bits) -> Float
  ) throws(RunsError) -> [Float]? {
    guard let bytes = tensor.byteCount, let offset = offsets[tensor.name] else { return nil }
    let file = try File(path)
    var numbers: [Float] = []
    numbers.reserveCapacity(bytes / MemoryLayout<Bits>.size)
    let blockSize = 1 << 20
    for start in stride(from: 0, to: bytes, by: blockSize) {
      let block = try file.read(min(blockSize, bytes - start), at: offset + start)
      block.withUnsafeBytes { block in
        for place in stride(from: 0, to: block.count, by: MemoryLayout<Bits>.size) {
          let bits = block.loadUnaligned(fromByteOffset: place, as: Bits.self)
          numbers.append(convert(Bits(littleEndian: bits)))
        }
      }
    }
    return numbers
  }

  /// Reads a tensor in row-major order; `nil` if there is no tensor of this name in single precision.
  /// - Throws: `RunsError.damagedTensorFile` or `.fileFailed`.
  public func floats(_ name: String) throws(RunsError) -> [Float]? {
    guard let tensor = tensors.first(where: { $0.name == name }), tensor.element == .float32,
      let bytes = tensor.byteCount, let offset = offsets[name]
    else { return nil }
    let file = try File(path)
    var failure: RunsError?
    let numbers = [Float](unsafeUninitializedCapacity: bytes / 4) { numbers, count in
      do throws(RunsError) {
        try file.read(into: UnsafeMutableRawBufferPointer(numbers), at: offset)
        count = bytes / 4
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return numbers
  }
}

/// The contents of a header.
private struct Header: Decodable {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct TensorFields: Decodable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  var metadata: [String: String] = [:]
  /// The tensors and the ranges of their data, in the order of the data.
  var tensors: [(Safetensors.Tensor, Range<Int>)] = []

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Name.self)
    for name in fields.allKeys {
      if name.stringValue == "__metadata__" {
        metadata = try fields.decode([String: String].self, forKey: name)
        continue
      }
      let tensor = try fields.decode(TensorFields.self, forKey: name)
      guard let element = Safetensors.ElementType(rawValue: tensor.dtype),
        tensor.offsets.count == 2, tensor.offsets[0] >= 0,
        tensor.offsets[0] <= tensor.offsets[1]
      else {
        throw DecodingError.dataCorruptedError(
          forKey: name, in: fields, debugDescription: "not a tensor")
      }
      tensors.append(
        (
          Safetensors.Tensor(name.stringValue, element, shape: tensor.shape),
          tensor.offsets[0]..<tensor.offsets[1]
        ))
    }
    // An empty tensor starts at the same offset as the tensor after it.
    tensors.sort { ($0.1.lowerBound, $0.1.upperBound) < ($1.1.lowerBound, $1.1.upperBound) }
  }
}

/// A file that is open for reading.
private final class File {
  private let path: String
  private let descriptor: Int32
  let size: Int

  init(_ path: String) throws(RunsError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .fileFailed(action: "read", path: path, code: errno) }
    self.path = path
    size = Int(lseek(descriptor, 0, SEEK_END))
  }

  deinit { close(descriptor) }

  func read(_ count: Int, at offset: Int) throws(RunsError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var failure: RunsError?
    bytes.withUnsafeMutableBytes { bytes in
      do throws(RunsError) { try read(into: bytes, at: offset) } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(RunsError) {
    var done = 0
    while done < bytes.count {
      let count = pread(
        descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
      if count == 0 { throw .damagedTensorFile(path: path, reason: "it is cut off") }
      if count > 0 {
        done += count
      } else if errno != EINTR {
        throw .fileFailed(action: "read", path: path, code: errno)
      }
    }
  }
}
