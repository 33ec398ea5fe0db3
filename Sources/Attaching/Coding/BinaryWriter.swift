/// Writes the parts of a value one after the other, in the order of its `encode(to:)`. The bytes hold no names
/// except the cases of enumerations, so both ends must have the same types.
struct BinaryWriter: Encoder {
  let sink: ByteSink

  static func bytes(of value: some Encodable) throws -> [UInt8] {
    let sink = ByteSink()
    try sink.write(value)
    return sink.bytes
  }

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedWriter(sink: sink))
  }
  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    UnkeyedWriter(sink: sink, countOffset: sink.reserveCount())
  }
  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension BinaryWriter: SingleValueEncodingContainer {
  func encodeNil() throws { false.write(to: sink) }
  func encode(_ value: some Encodable) throws { try sink.write(value) }
}

private struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let sink: ByteSink
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) throws { false.write(to: sink) }
  func encode(_ value: some Encodable, forKey key: Key) throws { try sink.write(value) }

  // The default methods write nothing for `nil`; these write a Boolean value first.
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try value.write(to: sink) }
  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
    (value != nil).write(to: sink)
    if let value { try sink.write(value) }
  }

  /// Writes the case of an enumeration; its associated values follow.
  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    // The name of a case is always shorter than the longest array.
    try? key.stringValue.write(to: sink)
    return KeyedEncodingContainer(KeyedWriter<Nested>(sink: sink))
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    UnkeyedWriter(sink: sink, countOffset: sink.reserveCount())
  }
  func superEncoder() -> any Encoder { BinaryWriter(sink: sink) }
  func superEncoder(forKey key: Key) -> any Encoder { BinaryWriter(sink: sink) }
}

private struct UnkeyedWriter: UnkeyedEncodingContainer {
  let sink: ByteSink
  let countOffset: Int
  private(set) var count = 0 {
    didSet { sink.setCount(count, at: countOffset) }
  }
  var codingPath: [any CodingKey] { [] }

  init(sink: ByteSink, countOffset: Int) {
    self.sink = sink
    self.countOffset = countOffset
  }

  mutating func encodeNil() throws {
    count += 1
    false.write(to: sink)
  }
  mutating func encode(_ value: some Encodable) throws {
    count += 1
    try sink.write(value)
  }
  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    count += 1
    return KeyedEncodingContainer(KeyedWriter<Nested>(sink: sink))
  }
  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    count += 1
    return UnkeyedWriter(sink: sink, countOffset: sink.reserveCount())
  }
  mutating func superEncoder() -> any Encoder {
    count += 1
    return BinaryWriter(sink: sink)
  }
}
