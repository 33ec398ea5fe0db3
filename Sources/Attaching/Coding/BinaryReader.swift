/// Decodes a value from the bytes of `BinaryWriter`. It throws an error for bytes that cannot be a
/// value of the type.
struct BinaryReader: Decoder {
  let source: ByteSource

  static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    let source = ByteSource(bytes)
    let value = try source.read(type)
    guard source.remaining == 0 else { throw CodingFailure.tooLong }
    return value
  }

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(KeyedReader(source: source))
  }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try UnkeyedReader(source: source)
  }
  func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension BinaryReader: SingleValueDecodingContainer {
  /// Reads the Boolean value that precedes each optional value, which is true if there is a
  /// value to decode.
  func decodeNil() -> Bool { (try? Bool.read(from: source)) != true }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try source.read(type) }
}

private struct KeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let source: ByteSource
  var codingPath: [any CodingKey] { [] }

  /// The name of the enumeration case that follows. Only the decoding of enumerations uses this
  /// property.
  var allKeys: [Key] { [source.peekString().flatMap(Key.init(stringValue:))].compactMap(\.self) }
  // The bytes contain no names of properties: all properties of the type are present, in order.
  func contains(_ key: Key) -> Bool { true }

  func decodeNil(forKey key: Key) throws -> Bool { try !Bool.read(from: source) }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try source.read(type)
  }

  // The default `decodeIfPresent` methods call `decodeNil` first, which reads the Boolean value
  // that precedes an optional value.

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    guard try String.read(from: source) == key.stringValue else { throw CodingFailure.otherCase }
    return KeyedDecodingContainer(KeyedReader<Nested>(source: source))
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try UnkeyedReader(source: source)
  }
  func superDecoder() throws -> any Decoder { BinaryReader(source: source) }
  func superDecoder(forKey key: Key) throws -> any Decoder { BinaryReader(source: source) }
}

private struct UnkeyedReader: UnkeyedDecodingContainer {
  let source: ByteSource
  let count: Int?
  private(set) var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var isAtEnd: Bool { currentIndex >= count ?? 0 }

  init(source: ByteSource) throws {
    self.source = source
    count = try source.readCount()
  }

  private mutating func advance() throws {
    guard !isAtEnd else { throw CodingFailure.tooShort }
    currentIndex += 1
  }

  /// Advances only past a missing value, as the protocol requires.
  mutating func decodeNil() throws -> Bool {
    guard try Bool.read(from: source) else {
      try advance()
      return true
    }
    return false
  }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try advance()
    return try source.read(type)
  }
  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try advance()
    return KeyedDecodingContainer(KeyedReader<Nested>(source: source))
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try advance()
    return try UnkeyedReader(source: source)
  }
  mutating func superDecoder() throws -> any Decoder {
    try advance()
    return BinaryReader(source: source)
  }
}
