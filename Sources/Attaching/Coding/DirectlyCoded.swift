/// A type whose values are written as they are in memory, without `Codable`.
protocol DirectlyCoded {
  func write(to sink: ByteSink) throws
  static func read(from source: ByteSource) throws -> Self
}

/// A number of a fixed size of which every pattern of bits is a value.
protocol FixedSizeNumber: DirectlyCoded, BitwiseCopyable {}

extension FixedSizeNumber {
  func write(to sink: ByteSink) { sink.append(self) }
  static func read(from source: ByteSource) throws -> Self { try source.readNumber(Self.self) }
}

extension Int: FixedSizeNumber {}
extension Int8: FixedSizeNumber {}
extension Int16: FixedSizeNumber {}
extension Int32: FixedSizeNumber {}
extension Int64: FixedSizeNumber {}
extension UInt: FixedSizeNumber {}
extension UInt8: FixedSizeNumber {}
extension UInt16: FixedSizeNumber {}
extension UInt32: FixedSizeNumber {}
extension UInt64: FixedSizeNumber {}
extension Float: FixedSizeNumber {}
extension Double: FixedSizeNumber {}

extension Bool: DirectlyCoded {
  func write(to sink: ByteSink) { sink.append(UInt8(self ? 1 : 0)) }
  static func read(from source: ByteSource) throws -> Bool {
    try source.readNumber(UInt8.self) != 0
  }
}

extension String: DirectlyCoded {
  func write(to sink: ByteSink) throws { try sink.append(Array(utf8)) }
  static func read(from source: ByteSource) throws -> String {
    String(decoding: try source.readArray(of: UInt8.self), as: UTF8.self)
  }
}

/// The coding of large arrays: pixels, weights and counts.
extension Array: DirectlyCoded where Element: FixedSizeNumber {
  func write(to sink: ByteSink) throws { try sink.append(self) }
  static func read(from source: ByteSource) throws -> [Element] {
    try source.readArray(of: Element.self)
  }
}

/// The coding of optional values: a Boolean value that is true if there is a value, and the value.
extension Optional: DirectlyCoded where Wrapped: Codable {
  func write(to sink: ByteSink) throws {
    (self != nil).write(to: sink)
    if let value = self { try sink.write(value) }
  }
  static func read(from source: ByteSource) throws -> Wrapped? {
    try Bool.read(from: source) ? source.read(Wrapped.self) : nil
  }
}

/// A collection whose elements have no order, so that its bytes would differ between processes.
protocol Unordered {}
extension Dictionary: Unordered {}

/// A reason why bytes are not a value, or a value cannot be written as bytes.
enum CodingFailure: Error {
  case tooShort, tooLong, tooMany, unordered
  /// The bytes hold another case of an enumeration.
  case otherCase
}
