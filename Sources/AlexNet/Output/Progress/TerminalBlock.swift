/// Lines at the end of a terminal's text that are drawn again in their place. The values of this type are
/// texts for the terminal; it writes nothing itself.
struct TerminalBlock {
  /// The number of lines that are on the terminal. The cursor is in the last one.
  private var lineCount = 0
  /// The columns of the terminal when the lines were drawn.
  private var width = 0

  /// Returns the text that draws lines over those before. After a change of the terminal's width the old
  /// lines can be wrapped, so the new ones are drawn below them.
  /// - Parameters:
  ///   - lines: At least one line, none of them wider than the terminal.
  ///   - width: The columns of the terminal.
  mutating func drawing(_ lines: [String], width: Int) -> String {
    var text = ""
    if lineCount > 0 { text = width == self.width ? toFirstLine : "\n" }
    // Each line is cleared before it is written. After a full line the cursor can be in its last column.
    text += lines.map { "\u{1b}[K\($0)" }.joined(separator: "\n")
    if width == self.width, lines.count < lineCount { text += "\n\u{1b}[J\u{1b}[A" }
    lineCount = lines.count
    self.width = width
    return text
  }

  /// Returns the text that removes the lines.
  mutating func removing() -> String {
    guard lineCount > 0 else { return "" }
    let text = toFirstLine + "\u{1b}[J"
    lineCount = 0
    return text
  }

  /// Returns the text that moves the cursor behind the lines, which stay on the terminal.
  mutating func leaving() -> String {
    guard lineCount > 0 else { return "" }
    lineCount = 0
    return "\n"
  }

  private var toFirstLine: String { "\r" + (lineCount > 1 ? "\u{1b}[\(lineCount - 1)A" : "") }
}
