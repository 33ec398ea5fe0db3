/// The bytes of values that are being read. The bytes can be anything: reading past their end throws an
/// error.
final class ByteSource {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The number of bytes that have not been read.
  var remaining: Int { bytes.count - offset }

  func readNumber<Number: FixedSizeNumber>(_ type: Number.Type) throws -> Number {
    let size = MemoryLayout<Number>.size
    guard size <= remaining else { throw CodingFailure.tooShort }
    defer { offset += size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
  }

  /// Reads a count of elements.
  /// - Parameter size: The smallest size of one element in bytes.
  /// - Throws: `CodingFailure.tooShort` when the remaining bytes cannot hold the elements.
  func readCount(ofSize size: Int = 1) throws -> Int {
    let count = Int(try readNumber(UInt32.self))
    guard count <= remaining / size else { throw CodingFailure.tooShort }
    return count
  }

  func readArray<Number: FixedSizeNumber>(of type: Number.Type) throws -> [Number] {
    let count = try readCount(ofSize: MemoryLayout<Number>.size)
    let size = count * MemoryLayout<Number>.size
    defer { offset += size }
    return [Number](unsafeUninitializedCapacity: count) { numbers, filled in
      bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(numbers)
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + size]))
      }
      filled = count
    }
  }

  func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let direct = type as? any DirectlyCoded.Type else {
      return try Value(from: BinaryReader(source: self))
    }
    guard let value = try direct.read(from: self) as? Value else { throw CodingFailure.tooShort }
    return value
  }

  /// Returns the next string without reading past it, or `nil` if the bytes do not hold one.
  func peekString() -> String? {
    let before = offset
    defer { offset = before }
    return try? String.read(from: self)
  }
}
