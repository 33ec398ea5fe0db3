/// What is written as it lies in memory, and read back without asking `Codable`.
protocol Direct {
  func write(to sink: Sink) throws
  static func read(from source: Source) throws -> Self
}

/// A number: every pattern of bits is one.
protocol Plain: Direct, BitwiseCopyable {}

extension Plain {
  func write(to sink: Sink) { sink.append(self) }
  static func read(from source: Source) throws -> Self { try source.take(Self.self) }
}

extension Int: Plain {}
extension Int8: Plain {}
extension Int16: Plain {}
extension Int32: Plain {}
extension Int64: Plain {}
extension UInt: Plain {}
extension UInt8: Plain {}
extension UInt16: Plain {}
extension UInt32: Plain {}
extension UInt64: Plain {}
extension Float: Plain {}
extension Double: Plain {}

extension Bool: Direct {
  func write(to sink: Sink) { sink.append(UInt8(self ? 1 : 0)) }
  static func read(from source: Source) throws -> Bool { try source.take(UInt8.self) != 0 }
}

extension String: Direct {
  func write(to sink: Sink) throws { try sink.append(Array(utf8)) }
  static func read(from source: Source) throws -> String {
    String(decoding: try source.takeArray(of: UInt8.self), as: UTF8.self)
  }
}

/// The way of the large ones: pixels, weights, counts.
extension Array: Direct where Element: Plain {
  func write(to sink: Sink) throws { try sink.append(self) }
  static func read(from source: Source) throws -> [Element] {
    try source.takeArray(of: Element.self)
  }
}

/// Whether it is there, and then what it is.
extension Optional: Direct where Wrapped: Codable {
  func write(to sink: Sink) throws {
    (self != nil).write(to: sink)
    if let value = self { try sink.write(value) }
  }
  static func read(from source: Source) throws -> Wrapped? {
    try Bool.read(from: source) ? source.read(Wrapped.self) : nil
  }
}

/// Has no order in which both sides could tell its entries.
protocol Unordered {}
extension Dictionary: Unordered {}

/// Bytes that are being written.
final class Sink {
  private(set) var bytes: [UInt8] = []

  func append<Number: Plain>(_ number: Number) {
    withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
  }

  func append<Number: Plain>(_ numbers: [Number]) throws {
    guard let count = UInt32(exactly: numbers.count) else { throw CodingFailure.tooMany }
    append(count)
    numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// A count that is still to come; gives its place.
  func reserveCount() -> Int {
    append(UInt32(0))
    return bytes.count - MemoryLayout<UInt32>.size
  }

  func setCount(_ count: Int, at place: Int) {
    withUnsafeBytes(of: UInt32(count)) { bytes.replaceSubrange(place..<place + 4, with: $0) }
  }

  func write<Value: Encodable>(_ value: Value) throws {
    if let direct = value as? any Direct {
      try direct.write(to: self)
    } else if value is any Unordered {
      throw CodingFailure.unordered
    } else {
      try value.encode(to: BinaryWriter(sink: self))
    }
  }
}

/// Bytes that are being read. They may be anything: what is not there is an error, never a trap.
final class Source {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var left: Int { bytes.count - place }

  func take<Number: Plain>(_ type: Number.Type) throws -> Number {
    let size = MemoryLayout<Number>.size
    guard size <= left else { throw CodingFailure.tooShort }
    defer { place += size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Number.self) }
  }

  /// A count of things, each of which takes at least so many bytes.
  func takeCount(ofSize size: Int = 1) throws -> Int {
    let count = Int(try take(UInt32.self))
    guard count <= left / size else { throw CodingFailure.tooShort }
    return count
  }

  func takeArray<Number: Plain>(of type: Number.Type) throws -> [Number] {
    let count = try takeCount(ofSize: MemoryLayout<Number>.size)
    let size = count * MemoryLayout<Number>.size
    defer { place += size }
    return [Number](unsafeUninitializedCapacity: count) { numbers, filled in
      bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(numbers)
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place..<place + size]))
      }
      filled = count
    }
  }

  func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let direct = type as? any Direct.Type else {
      return try Value(from: BinaryReader(source: self))
    }
    guard let value = try direct.read(from: self) as? Value else { throw CodingFailure.tooShort }
    return value
  }

  /// The next string, which stays.
  func peekString() -> String? {
    let before = place
    defer { place = before }
    return try? String.read(from: self)
  }
}

/// Why bytes are no value, or a value cannot be bytes.
enum CodingFailure: Error {
  case tooShort, tooLong, tooMany, unordered
  /// A case of an enumeration that is not the one asked for.
  case anotherCase
}
