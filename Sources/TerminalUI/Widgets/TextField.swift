import DisplayText

/// One line that a person edits, with the place where the next character goes. It knows the keys that
/// shells have taught: arrows, Home, End, ^A, ^E, ^U, ^K, ^W.
public struct TextField: Hashable, Sendable {
  /// Before and after the cursor.
  private var head: String
  private var tail: String

  /// The cursor stands at the end.
  public init(_ text: String = "") {
    head = Self.plain(text)
    tail = ""
  }

  public var text: String { head + tail }
  public var isEmpty: Bool { head.isEmpty && tail.isEmpty }

  /// Characters before the cursor.
  public var cursor: Int { head.count }

  /// Obeys a key; false when it is none of its keys, and then nothing has changed.
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

  /// Takes text from elsewhere as one line.
  public mutating func paste(_ text: String) { head += Self.plain(text) }

  /// Back to the beginning of a word, and the blanks behind it with it.
  private mutating func deleteWord() {
    while head.last == " " { head.removeLast() }
    while let last = head.last, last != " " { head.removeLast() }
  }

  /// Ends of lines and tabs are blanks; at the ends of what was pasted they are nothing.
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

  /// Draws it on one row, moved so far that the cursor is seen. `hint` stands there while it is empty.
  public func draw(
    x: Int, y: Int, width: Int, hint: String = "", on frame: inout Frame, look: Look
  ) {
    guard width > 0 else { return }
    if isEmpty { frame.text(hint, x: x + 1, y: y, style: look.theme.muted, width: width - 1) }
    let glyphs = text.glyphs
    let place = head.columns
    let under = glyphs.glyph(atColumn: place)
    // The character under the cursor is shown whole; behind the last one the cursor is one cell.
    let end = place + (under?.columns ?? 1)
    let start = min(place, max(0, end - width))
    var column = -start
    for glyph in glyphs {
      defer { column += glyph.columns }
      guard column >= 0, column + glyph.columns <= width else { continue }
      frame.text(String(glyph.scalar), x: x + column, y: y, style: look.theme.strong)
    }
    frame.text(
      under.map { String($0.scalar) } ?? " ", x: x + place - start, y: y,
      style: look.theme.strong.with(.reverse), width: width - place + start)
  }
}

extension [Glyph] {
  /// The glyph that begins at a column of the text; `nil` behind the last one.
  fileprivate func glyph(atColumn wanted: Int) -> Glyph? {
    var column = 0
    for glyph in self {
      if column >= wanted { return glyph }
      column += glyph.columns
    }
    return nil
  }
}
