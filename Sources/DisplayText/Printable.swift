/// The conversion of text from outside the program to text that is safe for a terminal.
///
/// File names, class names, notes, texts of JSON files, messages of libraries and environment variables can
/// contain characters that a terminal executes, or that reorder the text around them. Every such text is
/// converted with `printable` before it is written or drawn.
extension String {
  /// The text with each unsafe character written as an escape: `\n`, `\t`, `\r`, `\x1b` (controls
  /// below U+0080), `\u{9b}` (controls of Latin-1, line separators, direction overrides).
  ///
  /// A backslash stays as it is: the result is for reading, not for parsing.
  public var printable: String {
    guard unicodeScalars.contains(where: \.isUnsafe) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      if scalar.isUnsafe {
        result += scalar.escaped
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text with each of its lines made printable. It is meant for the program's own messages of several
  /// lines.
  public var printableLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
      .joined(separator: "\n")
  }

  /// Decodes the bytes of a file's name. A byte that is not part of valid UTF-8 becomes `\x` and
  /// two hexadecimal digits. All other characters stay the same, so the text can contain unsafe
  /// characters: use `printable` before it is written or drawn.
  public init(name bytes: some Collection<UInt8>) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self = text
      return
    }
    var text = ""
    var rest = Array(bytes)[...]
    while let byte = rest.first {
      let encoding = (1...4).lazy.compactMap { String(validating: rest.prefix($0), as: UTF8.self) }
      let next = encoding.first ?? "\\x\(Unicode.Scalar.digits(UInt32(byte)))"
      rest = rest.dropFirst(encoding.first?.utf8.count ?? 1)
      text += next
    }
    self = text
  }
}

extension Unicode.Scalar {
  /// True for a character that a terminal executes, that begins a new line, or that changes the
  /// order of the text around it (Unicode Standard Annex 9: embeddings, overrides and isolates).
  public var isUnsafe: Bool {
    switch value {
    case 0x20..<0x7f, 0xa0..<0x2028: false
    case 0..<0x20, 0x7f..<0xa0: true
    case 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
    default: false
    }
  }

  /// The escape of the character, in ASCII.
  var escaped: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where value < 0x80: "\\x\(Self.digits(value))"
    default: "\\u{\(String(value, radix: 16))}"
    }
  }

  fileprivate static func digits(_ value: UInt32) -> String {
    (value < 0x10 ? "0" : "") + String(value, radix: 16)
  }
}

extension String {
  /// This JSON text with `\u` escapes for the unsafe characters that JSON allows unescaped: DEL,
  /// the controls of Latin-1, line separators and direction overrides.
  ///
  /// A parser reads the same values from it. Line breaks between values stay.
  public var safeJSON: String {
    func isToEscape(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x7f && scalar.isUnsafe }
    guard unicodeScalars.contains(where: isToEscape) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      if isToEscape(scalar) {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
