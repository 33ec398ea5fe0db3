/// A type that writes and reads its own bytes. Its methods replace those of `Codable`, which would
/// be called for each element of an array.
protocol DirectlyCoded {
  func write(to sink: ByteSink) throws
  static func read(from source: ByteSource) throws -> Self
}

/// A number that is written as it is in memory. Its size is fixed, and every pattern of its bits is
/// a value, so it can be read from any bytes.
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

/// The coding of arrays of numbers, which can be large, such as pixels and weights: the number of
/// elements in 32 bits, then the elements.
extension Array: DirectlyCoded where Element: FixedSizeNumber {
  func write(to sink: ByteSink) throws { try sink.append(self) }
  static func read(from source: ByteSource) throws -> [Element] {
    try source.readArray(of: Element.self)
  }
}

/// The coding of optional values: a Boolean value, and after true the wrapped value.
extension Optional: DirectlyCoded where Wrapped: Codable {
  func write(to sink: ByteSink) throws {
    (self != nil).write(to: sink)
    if let value = self { try sink.write(value) }
  }
  static func read(from source: ByteSource) throws -> Wrapped? {
    try Bool.read(from: source) ? source.read(Wrapped.self) : nil
  }
}

/// A collection whose elements have no order. Its bytes would differ between processes, so it is
/// not written.
protocol Unordered {}
extension Dictionary: Unordered {}

/// An error of reading or writing a value. When reading, there are too few or too many bytes. When
/// writing, an array has too many elements for a 32-bit count, or a collection is ``Unordered``.
enum CodingFailure: Error {
  case tooShort, tooLong, tooMany, unordered
  /// The bytes contain a different case of an enumeration than the one that is read.
  case otherCase
}
