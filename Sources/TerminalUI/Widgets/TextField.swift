import DisplayText

/// One line of editable text with a cursor. It handles the editing keys of shells: arrows, Home,
/// End, ^A, ^E, ^U, ^K, ^W.
public struct TextField: Hashable, Sendable {
  /// The text before the cursor.
  private var head: String
  /// The text after the cursor.
  private var tail: String

  /// Creates a field with the cursor at the end of the text.
  public init(_ text: String = "") {
    head = Self.plain(text)
    tail = ""
  }

  /// The whole text.
  public var text: String { head + tail }
  /// True if the field has no text.
  public var isEmpty: Bool { head.isEmpty && tail.isEmpty }

  /// The number of characters before the cursor.
  public var cursor: Int { head.count }

  /// Edits the text according to a key.
  /// - Returns: False if the key is not an editing key; the field is then unchanged.
  public mutating func press(_ key: Key) -> Bool {
    switch key {
    case .character(let scalar): head.unicodeScalars.append(scalar)
    case .backspace, .control("h"): if !head.isEmpty { head.removeLast() }
    case .delete, .control("d"): if !tail.isEmpty { tail.removeFirst() }
    case .left, .control("b"):
      if let last = head.popLast() { tail.insert(last, at: tail.startIndex) }
    case .right, .control("f"): if !tail.isEmpty { head.append(tail.removeFirst()) }
    case .home, .control("a"): (head, tail) = ("", text)
    case .end, .control("e"): (head, tail) = (text, "")
    case .control("u"): head = ""
    case .control("k"): tail = ""
    case .control("w"): deleteWord()
    default: return false
    }
    return true
  }

  /// Inserts text at the cursor, as one line without control characters.
  public mutating func paste(_ text: String) { head += Self.plain(text) }

  /// Deletes the word before the cursor, and the blanks between it and the cursor.
  private mutating func deleteWord() {
    while head.last == " " { head.removeLast() }
    while let last = head.last, last != " " { head.removeLast() }
  }

  /// Returns the text as one line: line ends and tabs become blanks, except at the two ends, where
  /// they are removed. Other control characters are removed.
  private static func plain(_ text: String) -> String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { "\n\r\t".unicodeScalars.contains(scalar) }
    var scalars = text.unicodeScalars[...]
    while let last = scalars.last, isBlank(last) { scalars.removeLast() }
    while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
    var line = String.UnicodeScalarView()
    for scalar in scalars {
      if isBlank(scalar) {
        line.append(" ")
      } else if scalar.value >= 0x20, scalar.value != 0x7f {
        line.append(scalar)
      }
    }
    return String(line)
  }

  /// Draws the field in one row, scrolled so that the cursor is visible.
  /// - Parameter hint: Text that is shown while the field is empty.
  public func draw(
    x: Int, y: Int, width: Int, hint: String = "", on frame: inout Frame, appearance: Appearance
  ) {
    guard width > 0 else { return }
    if isEmpty { frame.text(hint, x: x + 1, y: y, style: appearance.theme.muted, width: width - 1) }
    let glyphs = text.glyphs
    let cursorColumn = head.columns
    let under = glyphs.glyph(atColumn: cursorColumn)
    // The character under the cursor is shown whole; after the last one the cursor is one cell.
    let end = cursorColumn + (under?.columns ?? 1)
    let start = min(cursorColumn, max(0, end - width))
    var column = -start
    for glyph in glyphs {
      defer { column += glyph.columns }
      guard column >= 0, column + glyph.columns <= width else { continue }
      frame.text(String(glyph.scalar), x: x + column, y: y, style: appearance.theme.strong)
    }
    frame.text(
      under.map { String($0.scalar) } ?? " ", x: x + cursorColumn - start, y: y,
      style: appearance.theme.strong.with(.reverse), width: width - cursorColumn + start)
  }
}

extension [Glyph] {
  /// Returns the glyph that begins at a column of the text; `nil` after the last glyph.
  fileprivate func glyph(atColumn wanted: Int) -> Glyph? {
    var column = 0
    for glyph in self {
      if column >= wanted { return glyph }
      column += glyph.columns
    }
    return nil
  }
}
