/// Writes a value's parts one after the other, in the order in which its `encode(to:)` tells them: no
/// names and no tags but the case of an enumeration. Both ends have to know the layout.
struct BinaryWriter: Encoder {
  let sink: Sink

  static func bytes(of value: some Encodable) throws -> [UInt8] {
    let sink = Sink()
    try sink.write(value)
    return sink.bytes
  }

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedWriter(sink: sink))
  }
  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    UnkeyedWriter(sink: sink, countPlace: sink.reserveCount())
  }
  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension BinaryWriter: SingleValueEncodingContainer {
  func encodeNil() throws { false.write(to: sink) }
  func encode(_ value: some Encodable) throws { try sink.write(value) }
}

private struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let sink: Sink
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) throws { false.write(to: sink) }
  func encode(_ value: some Encodable, forKey key: Key) throws { try sink.write(value) }

  // Each has a standard way of its own, which says nothing where there is nothing.
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

  /// The case of an enumeration, whose parts follow.
  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    // A name is no longer than an array may be.
    try? key.stringValue.write(to: sink)
    return KeyedEncodingContainer(KeyedWriter<Nested>(sink: sink))
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    UnkeyedWriter(sink: sink, countPlace: sink.reserveCount())
  }
  func superEncoder() -> any Encoder { BinaryWriter(sink: sink) }
  func superEncoder(forKey key: Key) -> any Encoder { BinaryWriter(sink: sink) }
}

private struct UnkeyedWriter: UnkeyedEncodingContainer {
  let sink: Sink
  let countPlace: Int
  private(set) var count = 0 {
    didSet { sink.setCount(count, at: countPlace) }
  }
  var codingPath: [any CodingKey] { [] }

  init(sink: Sink, countPlace: Int) {
    self.sink = sink
    self.countPlace = countPlace
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
    return UnkeyedWriter(sink: sink, countPlace: sink.reserveCount())
  }
  mutating func superEncoder() -> any Encoder {
    count += 1
    return BinaryWriter(sink: sink)
  }
}
