import DisplayText

/// Drawing on a frame. A style whose background is `.standard` keeps the background of the cell, so
/// that text has the background of the panel under it.
extension Frame {
  /// The rectangle of all cells.
  public var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// Writes one glyph. It must not be wide: `text` writes wide characters.
  public mutating func put(_ glyph: Unicode.Scalar, x: Int, y: Int, style: Style) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let background = style.background == .standard ? self[x, y].background : style.background
    self[x, y] = Cell(
      glyph, foreground: style.foreground, background: background, attributes: style.attributes)
  }

  /// Writes text in one row. Text that is wider than `limit` is cut and ends in "…". A wide
  /// character is written whole or not at all; unsafe characters are written as escapes.
  /// - Returns: The column after the text.
  @discardableResult
  public mutating func text(
    _ text: String, x: Int, y: Int, style: Style, width limit: Int = .max
  ) -> Int {
    guard limit > 0 else { return x }
    let glyphs = text.glyphs
    let isCut = limit < .max && glyphs.reduce(0) { $0 + $1.columns } > limit
    let room = isCut ? limit - 1 : limit
    var used = 0
    for glyph in glyphs {
      guard used + glyph.columns <= room else { break }
      put(glyph, x: x + used, y: y, style: style)
      used += glyph.columns
    }
    if isCut {
      put("…", x: x + used, y: y, style: style)
      used += 1
    }
    return x + used
  }

  /// Writes a glyph of one or two columns. If a wide character crosses an edge of the frame, a blank is
  /// written in its half inside the frame.
  private mutating func put(_ glyph: Glyph, x: Int, y: Int, style: Style) {
    guard glyph.columns == 2 else { return put(glyph.scalar, x: x, y: y, style: style) }
    guard x >= 0, x + 1 < width, y >= 0, y < height else {
      put(" ", x: x, y: y, style: style)
      put(" ", x: x + 1, y: y, style: style)
      return
    }
    let background = style.background == .standard ? self[x, y].background : style.background
    setWide(
      Cell(
        glyph.scalar, foreground: style.foreground, background: background,
        attributes: style.attributes), x: x, y: y)
  }

  /// Writes text that ends just before the column `right`.
  public mutating func textRight(
    _ text: String, right: Int, y: Int, style: Style, width limit: Int = .max
  ) {
    let width = min(text.columns, limit)
    self.text(text, x: right - width, y: y, style: style, width: width)
  }

  /// Writes text in the middle of a row of a rectangle.
  /// - Parameter y: The row, counted from the top of the frame.
  public mutating func textCentered(_ text: String, in rect: Rect, y: Int, style: Style) {
    let width = min(text.columns, rect.width)
    self.text(text, x: rect.x + (rect.width - width) / 2, y: y, style: style, width: width)
  }

  /// Writes the same cell everywhere in a rectangle, as far as it is inside the frame.
  public mutating func fill(_ rect: Rect, with cell: Cell) {
    for y in max(0, rect.y)..<max(0, rect.y, min(height, rect.bottom)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(width, rect.right)) {
        self[x, y] = cell
      }
    }
  }

  /// The glyphs without colours: one line for each row, without the blanks at its end.
  public var plainText: String {
    (0..<height).map { y in
      var line = String.UnicodeScalarView()
      for x in 0..<width where !self[x, y].isContinuation {
        line.append(Unicode.Scalar(self[x, y].glyph) ?? "?")
      }
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }
}
