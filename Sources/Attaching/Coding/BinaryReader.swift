/// Reads what `BinaryWriter` has written, and throws for any other bytes.
struct BinaryReader: Decoder {
  let source: Source

  static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    let source = Source(bytes)
    let value = try source.read(type)
    guard source.left == 0 else { throw CodingFailure.tooLong }
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
  /// Of what is there, the value follows.
  func decodeNil() -> Bool { (try? Bool.read(from: source)) != true }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try source.read(type) }
}

private struct KeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let source: Source
  var codingPath: [any CodingKey] { [] }

  /// Only of an enumeration: its case.
  var allKeys: [Key] { [source.peekString().flatMap(Key.init(stringValue:))].compactMap(\.self) }
  func contains(_ key: Key) -> Bool { true }

  func decodeNil(forKey key: Key) throws -> Bool { try !Bool.read(from: source) }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try source.read(type)
  }

  // The standard ways ask `decodeNil` first, which reads whether it is there.

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    guard try String.read(from: source) == key.stringValue else { throw CodingFailure.anotherCase }
    return KeyedDecodingContainer(KeyedReader<Nested>(source: source))
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try UnkeyedReader(source: source)
  }
  func superDecoder() throws -> any Decoder { BinaryReader(source: source) }
  func superDecoder(forKey key: Key) throws -> any Decoder { BinaryReader(source: source) }
}

private struct UnkeyedReader: UnkeyedDecodingContainer {
  let source: Source
  let count: Int?
  private(set) var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var isAtEnd: Bool { currentIndex >= count ?? 0 }

  init(source: Source) throws {
    self.source = source
    count = try source.takeCount()
  }

  private mutating func advance() throws {
    guard !isAtEnd else { throw CodingFailure.tooShort }
    currentIndex += 1
  }

  /// Consumes only what is nil, as the protocol asks.
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
