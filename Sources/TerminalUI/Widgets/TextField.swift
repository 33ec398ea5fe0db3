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
    let glyphs = Array(text.unicodeScalars.filter { String($0).columns == 1 })
    let place = head.columns
    // A cell for the cursor behind the last character.
    let first = max(0, min(place - width + 1, glyphs.count + 1 - width))
    let start = place < first ? place : first
    for (column, glyph) in glyphs.dropFirst(start).prefix(width).enumerated() {
      frame.text(String(glyph), x: x + column, y: y, style: look.theme.strong)
    }
    let column = x + place - start
    let under = place < glyphs.count ? String(glyphs[place]) : " "
    frame.text(under, x: column, y: y, style: look.theme.strong.with(.reverse))
  }
}
