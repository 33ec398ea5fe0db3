import Archives

/// A MATLAB file of level 5 (MathWorks, "MAT-File Format"), with arrays of numbers, text and structures.
/// Only little-endian files are read; all files in use are.
struct MATFile {
  /// An array.
  indirect enum Value: Equatable {
    case numbers([Double])
    case text(String)
    /// The values of each field, one for each structure, by the name of the field.
    case structures([String: [Value]])
    /// An array of another type, without its contents.
    case other
  }

  /// The reason why a file cannot be read.
  struct Damage: Error, Equatable {
    var reason: String
  }

  private(set) var variables: [String: Value] = [:]

  /// Decodes the bytes of a file.
  init(_ bytes: [UInt8]) throws(Damage) {
    guard bytes.count >= 128, bytes[126] == UInt8(ascii: "I"), bytes[127] == UInt8(ascii: "M")
    else {
      throw Damage(reason: "it is not a MATLAB file of level 5")
    }
    var elements = ElementSequence(bytes[128...])
    while let element = try elements.next() {
      if element.type == .compressed { try addCompressed(element.bytes) }
      if element.type == .matrix { try add(element.bytes) }
    }
  }

  /// The largest length of decompressed data in bytes; a description of classes is much shorter.
  private static let maximumBytes = 64 << 20

  private mutating func addCompressed(_ bytes: ArraySlice<UInt8>) throws(Damage) {
    guard let whole = ZlibStream.inflate(bytes, limit: Self.maximumBytes) else {
      throw Damage(reason: "its compressed data are damaged")
    }
    var elements = ElementSequence(whole[...])
    while let element = try elements.next() {
      if element.type == .matrix { try add(element.bytes) }
    }
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>) throws(Damage) {
    let (name, value) = try Self.array(bytes, depth: 0)
    variables[name] = value
  }

  /// The largest number of nested structures, so that a damaged file cannot exhaust the stack.
  private static let deepest = 8

  private static func array(
    _ bytes: ArraySlice<UInt8>, depth: Int
  ) throws(Damage) -> (name: String, Value) {
    guard depth < deepest else { throw Damage(reason: "it is nested too deeply") }
    var elements = ElementSequence(bytes)
    // An empty array can be written without any element.
    guard let flags = try elements.next() else { return ("", .other) }
    let dimensions = try elements.next()?.numbers ?? []
    let name = try elements.next()?.text ?? ""
    let count = dimensions.reduce(1) { $0 * max($1, 0) }
    // The class of the array: structures, characters, or one of the numeric types.
    switch flags.bytes.first {
    case 2:
      return (name, .structures(try structures(&elements, count: count, depth: depth)))
    case 4:
      return (name, .text(try elements.next()?.text ?? ""))
    case .some(6...15):
      return (name, .numbers(try elements.next()?.numbers ?? []))
    default:
      return (name, .other)
    }
  }

  private static func structures(
    _ elements: inout ElementSequence, count: Double, depth: Int
  ) throws(Damage) -> [String: [Value]] {
    guard let length = try elements.next()?.numbers.first, (1...1_024).contains(length),
      let list = try elements.next()?.bytes
    else { throw Damage(reason: "a structure has no fields") }
    var fields: [String] = []
    var rest = list
    while rest.count >= Int(length) {
      let name = rest.prefix(Int(length)).prefix { $0 != 0 }
      fields.append(String(decoding: name, as: UTF8.self))
      rest = rest.dropFirst(Int(length))
    }
    // Every structure has some bytes, so the loop below ends with the bytes if the count is wrong.
    guard count >= 0, count <= 10_000_000, !fields.isEmpty else {
      throw Damage(reason: "a structure cannot be decoded")
    }
    var values: [String: [Value]] = [:]
    for _ in 0..<Int(count) {
      for field in fields {
        guard let element = try elements.next(), element.type == .matrix else {
          throw Damage(reason: "it ends too early")
        }
        values[field, default: []].append(try array(element.bytes, depth: depth + 1).1)
      }
    }
    return values
  }
}

extension MATFile {
  /// A sequence of tagged data elements.
  struct ElementSequence {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// Returns the next element; `nil` at the end.
    mutating func next() throws(Damage) -> Element? {
      guard rest.count >= 8 else { return nil }
      let first = UInt32(littleEndian: rest)
      let small = Int(first >> 16)
      if small > 0 {
        // An element of up to four bytes is in the tag itself.
        guard small <= 4 else { throw Damage(reason: "an element has an impossible length") }
        defer { rest = rest.dropFirst(8) }
        return Element(
          type: Element.DataType(rawValue: first & 0xFFFF), bytes: rest.dropFirst(4).prefix(small))
      }
      let type = Element.DataType(rawValue: first)
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

  /// A data element: its type and its bytes.
  struct Element {
    /// The number of a data type in the format; only the types of nested elements have names here.
    struct DataType: RawRepresentable, Equatable {
      var rawValue: UInt32
      static let matrix = DataType(rawValue: 14)
      static let compressed = DataType(rawValue: 15)
    }
    var type: DataType
    var bytes: ArraySlice<UInt8>

    /// The bytes as numbers; empty if the type is not numeric.
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

    /// The bytes as text in UTF-16 or UTF-8, by the type.
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
  /// Decodes the first four bytes.
  fileprivate init(littleEndian bytes: ArraySlice<UInt8>) {
    self = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
