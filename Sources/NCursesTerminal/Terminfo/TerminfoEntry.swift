/// A compiled terminfo entry as described in term(5), with both number formats and the extended
/// part. Lengths are checked when an entry is read; 32-bit numbers are used when it is written.
struct TerminfoEntry: Equatable {
  /// The names, such as `xterm-256color|xterm with 256 colors`, without the final zero.
  var names: [UInt8]
  /// The Boolean capabilities by their numbers in `<term.h>`.
  var booleans: [UInt8]
  /// The numeric capabilities by their numbers in `<term.h>`.
  var numbers: [Int32]
  /// The string capabilities by their numbers in `<term.h>`; `nil` for an absent or cancelled one.
  var strings: [[UInt8]?]
  var extensions = Extensions()

  /// The extended capabilities, which have names but no numbers.
  struct Extensions: Equatable {
    /// An extended capability.
    struct NamedCapability<Value: Equatable>: Equatable {
      var name: [UInt8]
      var value: Value
    }
    var booleans: [NamedCapability<UInt8>] = []
    var numbers: [NamedCapability<Int32>] = []
    var strings: [NamedCapability<[UInt8]?>] = []
    var isEmpty: Bool { booleans.isEmpty && numbers.isEmpty && strings.isEmpty }
  }

  fileprivate static let magic16 = 0o432
  fileprivate static let magic32 = 0o1036
}

// MARK: - Reading

extension TerminfoEntry {
  /// Decodes an entry; `nil` if the bytes are not a complete entry.
  init?(_ bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard let magic = reader.short(), magic == Self.magic16 || magic == Self.magic32,
      let header = reader.shorts(5), header.allSatisfy({ $0 >= 0 })
    else { return nil }
    reader.hasWideNumbers = magic == Self.magic32
    guard let names = reader.read(header[0]), let booleans = reader.read(header[1]) else {
      return nil
    }
    reader.align()
    guard let numbers = reader.numbers(header[2]), let offsets = reader.shorts(header[3]),
      let table = reader.read(header[4])
    else { return nil }
    self.names = Array(names.prefix { $0 != 0 })
    self.booleans = Array(booleans)
    self.numbers = numbers
    strings = offsets.map { Self.text(in: table, at: $0) }
    reader.align()
    if !reader.isAtEnd {
      guard let extensions = Extensions(&reader) else { return nil }
      self.extensions = extensions
    }
  }

  /// Returns the zero-terminated text at an offset of a table; `nil` for an offset outside it.
  fileprivate static func text(in table: ArraySlice<UInt8>, at offset: Int) -> [UInt8]? {
    guard offset >= 0, offset < table.count else { return nil }
    return Array(table.dropFirst(offset).prefix { $0 != 0 })
  }
}

extension TerminfoEntry.Extensions {
  fileprivate init?(_ reader: inout TerminfoEntry.Reader) {
    guard let header = reader.shorts(5), header.allSatisfy({ $0 >= 0 }),
      let booleans = reader.read(header[0])
    else { return nil }
    reader.align()
    let names = header[0] + header[1] + header[2]
    guard let numbers = reader.numbers(header[1]), let values = reader.shorts(header[2]),
      let nameOffsets = reader.shorts(names), let table = reader.read(header[4])
    else { return nil }
    let texts = values.map { TerminfoEntry.text(in: table, at: $0) }
    // The names are in a table of their own after the last value.
    let used = texts.reduce(0) { $0 + ($1.map { $0.count + 1 } ?? 0) }
    let nameTable = table.dropFirst(used)
    let found = nameOffsets.compactMap { TerminfoEntry.text(in: nameTable, at: $0) }
    guard found.count == names else { return nil }
    self.booleans = zip(found, booleans).map { NamedCapability(name: $0, value: $1) }
    self.numbers = zip(found.dropFirst(header[0]), numbers).map {
      NamedCapability(name: $0, value: $1)
    }
    strings = zip(found.dropFirst(header[0] + header[1]), texts).map {
      NamedCapability(name: $0, value: $1)
    }
  }
}

extension TerminfoEntry {
  /// Reads little-endian numbers from bytes that can end anywhere. Each function returns `nil` at
  /// the end.
  fileprivate struct Reader {
    let bytes: [UInt8]
    var hasWideNumbers = false
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    mutating func read(_ count: Int) -> ArraySlice<UInt8>? {
      guard count >= 0, bytes.count - position >= count else { return nil }
      defer { position += count }
      return bytes[position..<position + count]
    }

    mutating func align() { position += position & 1 }

    mutating func short() -> Int? {
      read(2).map { Int(Int16(truncatingIfNeeded: Self.value($0))) }
    }

    mutating func shorts(_ count: Int) -> [Int]? {
      read(2 * count).map { slice in
        (0..<count).map {
          let pair = slice.dropFirst(2 * $0).prefix(2)
          return Int(Int16(truncatingIfNeeded: Self.value(pair)))
        }
      }
    }

    mutating func numbers(_ count: Int) -> [Int32]? {
      guard hasWideNumbers else { return shorts(count)?.map(Int32.init) }
      return read(4 * count).map { slice in
        (0..<count).map {
          Int32(truncatingIfNeeded: Self.value(slice.dropFirst(4 * $0).prefix(4)))
        }
      }
    }

    private static func value(_ bytes: ArraySlice<UInt8>) -> Int {
      bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }
}

// MARK: - Writing

extension TerminfoEntry {
  /// Returns the bytes of the entry as ncurses reads them.
  func encoded() -> [UInt8] {
    var writer = Writer()
    let table = StringTable(strings)
    writer.shorts([
      Self.magic32, names.count + 1, booleans.count, numbers.count, strings.count,
      table.bytes.count,
    ])
    writer.bytes += names + [0] + booleans
    writer.align()
    writer.numbers(numbers)
    writer.shorts(table.offsets)
    writer.bytes += table.bytes
    if !extensions.isEmpty {
      writer.align()
      extensions.encode(into: &writer)
    }
    return writer.bytes
  }

  /// Texts one after the other, each with a final zero.
  fileprivate struct StringTable {
    var bytes: [UInt8] = []
    var offsets: [Int] = []

    init(_ texts: [[UInt8]?]) {
      for text in texts {
        offsets.append(text == nil ? -1 : bytes.count)
        if let text { bytes += text + [0] }
      }
    }
  }

  fileprivate struct Writer {
    var bytes: [UInt8] = []

    mutating func align() { if bytes.count & 1 == 1 { bytes.append(0) } }

    mutating func shorts(_ values: [Int]) {
      for value in values { append(value, bytes: 2) }
    }

    mutating func numbers(_ values: [Int32]) {
      for value in values { append(Int(value), bytes: 4) }
    }

    private mutating func append(_ value: Int, bytes count: Int) {
      for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }
  }
}

extension TerminfoEntry.Extensions {
  fileprivate func encode(into writer: inout TerminfoEntry.Writer) {
    let values = TerminfoEntry.StringTable(strings.map(\.value))
    let names = TerminfoEntry.StringTable(
      booleans.map(\.name) + numbers.map(\.name) + strings.map(\.name))
    let texts = strings.count { $0.value != nil } + names.offsets.count
    writer.shorts([
      booleans.count, numbers.count, strings.count, texts, values.bytes.count + names.bytes.count,
    ])
    writer.bytes += booleans.map(\.value)
    writer.align()
    writer.numbers(numbers.map(\.value))
    writer.shorts(values.offsets + names.offsets)
    writer.bytes += values.bytes + names.bytes
  }
}
