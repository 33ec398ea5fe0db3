/// A path that was typed, pasted, or dropped on the terminal. Terminals write dropped paths as
/// shells or file managers do: in quotation marks, with backslashes, or as a `file:` address (RFC
/// 8089).
struct TypedPath: Equatable {
  /// The plain path. A "~" at its beginning is not expanded here.
  let path: String

  init(_ text: String) {
    let trimmed = text.trimmed
    let unquoted = Self.unquoted(trimmed) ?? Self.withoutEscapes(trimmed)
    path = Self.pathOfAddress(unquoted) ?? unquoted
  }

  // MARK: - Shell words

  /// Returns the text of a shell word that begins with a quotation mark; `nil` if the marks do not
  /// match or more text follows, so that a name with an apostrophe is not changed.
  private static func unquoted(_ text: String) -> String? {
    guard text.first == "'" || text.first == "\"" else { return nil }
    var word = String.UnicodeScalarView()
    var mark: Unicode.Scalar?
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch (mark, scalar) {
      case (nil, "'"), (nil, "\""): mark = scalar
      case (nil, " "): return nil
      case ("'", "'"), ("\"", "\""): mark = nil
      case (nil, "\\"), ("\"", "\\"):
        guard let next = rest.popFirst() else { return nil }
        if mark != nil, !"\"\\$`".unicodeScalars.contains(next) { word.append("\\") }
        word.append(next)
      default: word.append(scalar)
      }
    }
    return mark == nil ? String(word) : nil
  }

  /// Returns the text without the backslashes that shells put before special characters. A
  /// backslash before a letter or a digit is part of the name.
  private static func withoutEscapes(_ text: String) -> String {
    var word = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\\", let next = rest.first, !next.properties.isAlphabetic,
        next.properties.numericType == nil
      {
        word.append(rest.removeFirst())
      } else {
        word.append(scalar)
      }
    }
    return String(word)
  }

  // MARK: - Addresses

  /// Returns the path of a `file:` address, the first of several; `nil` if the text is not one.
  private static func pathOfAddress(_ text: String) -> String? {
    let scheme = "file:"
    guard text.lowercased().hasPrefix(scheme) else { return nil }
    var rest = text.dropFirst(scheme.count).prefix { $0 != " " }
    if rest.hasPrefix("//") {
      // The host between "//" and the path is this machine.
      rest = rest.dropFirst(2)
      guard let slash = rest.firstIndex(of: "/") else { return nil }
      rest = rest[slash...]
    }
    return rest.hasPrefix("/") ? decoded(rest) : nil
  }

  /// Returns the text with "%20" and the like decoded; a "%" without two hexadecimal digits is
  /// kept.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
        value != 0
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    var letters = self[...]
    while letters.first?.isWhitespace == true { letters.removeFirst() }
    while letters.last?.isWhitespace == true { letters.removeLast() }
    // The blank of a last "\ " belongs to the name.
    if letters.last == "\\", letters.endIndex < endIndex, self[letters.endIndex] == " " {
      letters = self[letters.startIndex...letters.endIndex]
    }
    return String(letters)
  }
}
