extension String {
  /// Returns the text in at most `columns` columns. A longer text has "…" in its middle: names of runs
  /// often begin with the same words, and the difference stands at the end.
  public func elidedInMiddle(to columns: Int) -> String {
    let glyphs = glyphs
    guard glyphs.reduce(0, { $0 + $1.columns }) > columns else { return self }
    guard columns > 0 else { return "" }
    let end = Self.beginning(of: glyphs.reversed(), columns: (columns - 1) / 2)
    let used = end.reduce(0) { $0 + $1.columns }
    let start = Self.beginning(of: glyphs, columns: columns - 1 - used)
    var text = String.UnicodeScalarView()
    text.append(contentsOf: start.map(\.scalar))
    text.append("…")
    text.append(contentsOf: end.reversed().map(\.scalar))
    return String(text)
  }

  /// Returns the first glyphs that are together at most `columns` wide.
  private static func beginning(of glyphs: [Glyph], columns: Int) -> ArraySlice<Glyph> {
    var used = 0
    let end = glyphs.firstIndex { glyph in
      used += glyph.columns
      return used > columns
    }
    return glyphs[..<(end ?? glyphs.endIndex)]
  }
}
