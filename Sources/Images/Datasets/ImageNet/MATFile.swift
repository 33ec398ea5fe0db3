import Archives

/// A MATLAB file of level 5, as far as it takes to read an array of structures (MathWorks, "MAT-File
/// Format"): numbers, text and structures of them. Little-endian, as all that is in use.
struct MATFile {
  /// An array. Of anything that is not needed, nothing is kept.
  indirect enum Value: Equatable {
    case numbers([Double])
    case text(String)
    /// Fields by name, one value a structure.
    case structures([String: [Value]])
    case other
  }

  struct Damage: Error, Equatable {
    var reason: String
  }

  private(set) var variables: [String: Value] = [:]

  init(_ bytes: [UInt8]) throws(Damage) {
    guard bytes.count >= 128, bytes[126] == UInt8(ascii: "I"), bytes[127] == UInt8(ascii: "M")
    else {
      throw Damage(reason: "it is no MATLAB file of level 5")
    }
    var elements = Elements(bytes[128...])
    while let element = try elements.next() {
      switch element.type {
      case .compressed: try addCompressed(element.bytes)
      case .matrix: try add(element.bytes)
      default: break
      }
    }
  }

  /// Text that a file of some kilobytes unpacks to; more is no description of classes.
  private static let most = 64 << 20

  private mutating func addCompressed(_ bytes: ArraySlice<UInt8>) throws(Damage) {
    guard let whole = Inflation.inflate(bytes, most: Self.most) else {
      throw Damage(reason: "a compressed part of it is damaged")
    }
    var elements = Elements(whole[...])
    while let element = try elements.next() {
      if element.type == .matrix { try add(element.bytes) }
    }
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>) throws(Damage) {
    let (name, value) = try Self.array(bytes, depth: 0)
    variables[name] = value
  }

  /// Structures within structures are not needed to any depth, and must not use up the stack.
  private static let deepest = 8

  private static func array(
    _ bytes: ArraySlice<UInt8>, depth: Int
  ) throws(Damage) -> (name: String, Value) {
    guard depth < deepest else { throw Damage(reason: "it is nested too deeply") }
    var parts = Elements(bytes)
    // An empty array may be left out altogether.
    guard let flags = try parts.next() else { return ("", .other) }
    let dimensions = try parts.next()?.numbers ?? []
    let name = try parts.next()?.text ?? ""
    let count = dimensions.reduce(1) { $0 * max($1, 0) }
    switch flags.bytes.first {
    case 2:
      return (name, .structures(try structures(&parts, count: count, depth: depth)))
    case 4:
      return (name, .text(try parts.next()?.text ?? ""))
    case .some(6...15):
      return (name, .numbers(try parts.next()?.numbers ?? []))
    default:
      return (name, .other)
    }
  }

  private static func structures(
    _ parts: inout Elements, count: Double, depth: Int
  ) throws(Damage) -> [String: [Value]] {
    guard let length = try parts.next()?.numbers.first, (1...1_024).contains(length),
      let list = try parts.next()?.bytes
    else { throw Damage(reason: "a structure has no fields") }
    var fields: [String] = []
    var rest = list
    while rest.count >= Int(length) {
      let name = rest.prefix(Int(length)).prefix { $0 != 0 }
      fields.append(String(decoding: name, as: UTF8.self))
      rest = rest.dropFirst(Int(length))
    }
    // Every structure takes some bytes, so a count that is a lie ends with them.
    guard count >= 0, count <= 10_000_000, !fields.isEmpty else {
      throw Damage(reason: "a structure is not understood")
    }
    var values: [String: [Value]] = [:]
    for _ in 0..<Int(count) {
      for field in fields {
        guard let element = try parts.next(), element.type == .matrix else {
          throw Damage(reason: "it ends too early")
        }
        values[field, default: []].append(try array(element.bytes, depth: depth + 1).1)
      }
    }
    return values
  }
}

extension MATFile {
  /// Tagged pieces of bytes, one after another.
  struct Elements {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next one; nil at the end.
    mutating func next() throws(Damage) -> Element? {
      guard rest.count >= 8 else { return nil }
      let first = UInt32(littleEndian: rest)
      let small = Int(first >> 16)
      if small > 0 {
        // Up to four bytes stand in the tag itself.
        guard small <= 4 else { throw Damage(reason: "a part of it has a length that cannot be") }
        defer { rest = rest.dropFirst(8) }
        return Element(
          type: Element.Kind(rawValue: first & 0xFFFF), bytes: rest.dropFirst(4).prefix(small))
      }
      let type = Element.Kind(rawValue: first)
      let count = Int(UInt32(littleEndian: rest.dropFirst(4)))
      rest = rest.dropFirst(8)
      guard count <= rest.count else { throw Damage(reason: "it ends too early") }
      defer {
        let padded = type == .compressed ? count : (count + 7) / 8 * 8
        rest = rest.dropFirst(padded)
      }
      return Element(type: type, bytes: rest.prefix(count))
    }
  }

  struct Element {
    struct Kind: RawRepresentable, Equatable {
      var rawValue: UInt32
      static let matrix = Kind(rawValue: 14)
      static let compressed = Kind(rawValue: 15)
    }
    var type: Kind
    var bytes: ArraySlice<UInt8>

    var numbers: [Double] {
      switch type.rawValue {
      case 1: all(Int8.self).map(Double.init)
      case 2: all(UInt8.self).map(Double.init)
      case 3: all(Int16.self).map(Double.init)
      case 4: all(UInt16.self).map(Double.init)
      case 5: all(Int32.self).map(Double.init)
      case 6: all(UInt32.self).map(Double.init)
      case 7: all(UInt32.self).map { Double(Float(bitPattern: $0)) }
      case 9: all(UInt64.self).map { Double(bitPattern: $0) }
      case 12: all(Int64.self).map(Double.init)
      case 13: all(UInt64.self).map(Double.init)
      default: []
      }
    }

    /// Bytes, or characters of 16 bits.
    var text: String {
      switch type.rawValue {
      case 4, 17: String(decoding: all(UInt16.self), as: UTF16.self)
      default: String(decoding: bytes, as: UTF8.self)
      }
    }

    private func all<Number: FixedWidthInteger>(_ type: Number.Type) -> [Number] {
      let size = MemoryLayout<Number>.size
      return bytes.withUnsafeBytes { bytes in
        (0..<bytes.count / size).map {
          Number(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: Number.self))
        }
      }
    }
  }
}

extension UInt32 {
  /// The first four bytes.
  fileprivate init(littleEndian bytes: ArraySlice<UInt8>) {
    self = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
