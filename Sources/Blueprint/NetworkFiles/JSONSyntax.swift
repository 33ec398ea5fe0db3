/// The search for the first syntax error of a JSON text (RFC 8259). Decoders report that a text is not valid,
/// but not where.
struct JSONSyntax {
  /// The deepest nesting that is searched, which is also that of `JSONDecoder`.
  private static let deepestLevel = 512

  private let bytes: [UInt8]
  private var position = 0

  private struct SyntaxError: Error {}

  /// Returns the number of the line with the first syntax error, from 1; `nil` if there is none.
  static func errorLine(in bytes: some Sequence<UInt8>) -> Int? {
    var syntax = JSONSyntax(bytes: Array(bytes))
    do {
      try syntax.skipValue(level: 0)
      guard syntax.next != nil else { return nil }
    } catch {}
    return 1 + syntax.bytes.prefix(syntax.position).count { $0 == UInt8(ascii: "\n") }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The next byte that is not white space, which becomes the current one; `nil` at the end.
  private var next: UInt8? {
    mutating get {
      while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) {
        position += 1
      }
      return position < bytes.count ? bytes[position] : nil
    }
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(SyntaxError) {
    guard next == UInt8(ascii: character) else { throw SyntaxError() }
    position += 1
  }

  private mutating func skipValue(level: Int) throws(SyntaxError) {
    guard level < Self.deepestLevel else { throw SyntaxError() }
    switch next {
    case UInt8(ascii: "{"):
      try skipList(closedBy: "}") { (syntax) throws(SyntaxError) in
        _ = syntax.next
        try syntax.skipString()
        try syntax.expect(":")
        try syntax.skipValue(level: level + 1)
      }
    case UInt8(ascii: "["):
      try skipList(closedBy: "]") { (syntax) throws(SyntaxError) in
        try syntax.skipValue(level: level + 1)
      }
    case UInt8(ascii: "\""): try skipString()
    default: try skipWord()
    }
  }

  private mutating func skipList(
    closedBy end: Unicode.Scalar, _ skipElement: (inout Self) throws(SyntaxError) -> Void
  ) throws(SyntaxError) {
    position += 1
    if next != UInt8(ascii: end) {
      try skipElement(&self)
      while next == UInt8(ascii: ",") {
        position += 1
        try skipElement(&self)
      }
    }
    try expect(end)
  }

  private mutating func skipString() throws(SyntaxError) {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      throw SyntaxError()
    }
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      // A control character, such as the line break after a missing quotation mark.
      guard bytes[position] >= 0x20 else { throw SyntaxError() }
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.count else {
      position = bytes.count
      throw SyntaxError()
    }
    position += 1
  }

  /// Skips a number, `true`, `false` or `null`.
  private mutating func skipWord() throws(SyntaxError) {
    let word = bytes[position...].prefix { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
        || "+-.".utf8.contains(byte)
    }
    let text = String(decoding: word, as: UTF8.self)
    let isNumber = text.wholeMatch(of: /-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/) != nil
    guard isNumber || ["true", "false", "null"].contains(text) else { throw SyntaxError() }
    position += word.count
  }
}
