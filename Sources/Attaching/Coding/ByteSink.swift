/// The bytes of values that are being written.
final class ByteSink {
  private(set) var bytes: [UInt8] = []

  func append<Number: FixedSizeNumber>(_ number: Number) {
    withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
  }

  /// Appends the count of the numbers and the numbers.
  /// - Throws: `CodingFailure.tooMany` when the count does not fit in 32 bits.
  func append<Number: FixedSizeNumber>(_ numbers: [Number]) throws {
    guard let count = UInt32(exactly: numbers.count) else { throw CodingFailure.tooMany }
    append(count)
    numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Appends a count of 0 that is set later.
  /// - Returns: The offset of the count.
  func reserveCount() -> Int {
    append(UInt32(0))
    return bytes.count - MemoryLayout<UInt32>.size
  }

  func setCount(_ count: Int, at offset: Int) {
    withUnsafeBytes(of: UInt32(count)) { bytes.replaceSubrange(offset..<offset + 4, with: $0) }
  }

  func write<Value: Encodable>(_ value: Value) throws {
    if let value = value as? any DirectlyCoded {
      try value.write(to: self)
    } else if value is any Unordered {
      throw CodingFailure.unordered
    } else {
      try value.encode(to: BinaryWriter(sink: self))
    }
  }
}
