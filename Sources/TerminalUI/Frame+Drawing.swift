/// Drawing on a frame. A style whose background is `.standard` keeps the background that is there,
/// so that text takes on the panel beneath it.
extension Frame {
  public var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  public mutating func put(_ glyph: Unicode.Scalar, x: Int, y: Int, style: Style) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let background = style.background == .standard ? self[x, y].background : style.background
    self[x, y] = Cell(
      glyph, foreground: style.foreground, background: background, attributes: style.attributes)
  }

  /// Writes one line and returns the column after it. Longer text than `width` ends in "…".
  @discardableResult
  public mutating func text(
    _ text: String, x: Int, y: Int, style: Style, width limit: Int = .max
  ) -> Int {
    guard limit > 0 else { return x }
    let glyphs = text.unicodeScalars.compactMap(narrow)
    let shown = min(glyphs.count, limit)
    for (offset, glyph) in glyphs.prefix(shown).enumerated() {
      let cut = offset == shown - 1 && glyphs.count > limit
      put(cut ? "…" : glyph, x: x + offset, y: y, style: style)
    }
    return x + shown
  }

  /// Writes text that ends just before the column `right`.
  public mutating func textRight(
    _ text: String, right: Int, y: Int, style: Style, width limit: Int = .max
  ) {
    let width = min(text.columns, limit)
    self.text(text, x: right - width, y: y, style: style, width: width)
  }

  /// Writes text in the middle of a row of a rectangle.
  public mutating func textCentered(_ text: String, in rect: Rect, y: Int, style: Style) {
    let width = min(text.columns, rect.width)
    self.text(text, x: rect.x + (rect.width - width) / 2, y: y, style: style, width: width)
  }

  public mutating func fill(_ rect: Rect, with cell: Cell) {
    for y in max(0, rect.y)..<max(0, rect.y, min(height, rect.bottom)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(width, rect.right)) {
        self[x, y] = cell
      }
    }
  }

  /// The glyphs alone, a line a row, blanks at the end of a line left out.
  public var plainText: String {
    (0..<height).map { y in
      var line = String.UnicodeScalarView()
      for x in 0..<width { line.append(Unicode.Scalar(self[x, y].glyph) ?? "?") }
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }
}

extension String {
  /// How many cells it takes on a screen.
  public var columns: Int { unicodeScalars.count { narrow($0) != nil } }
}

/// What a scalar becomes in one cell: itself; "·" for a control character and "?" for one that is
/// two cells wide, so that no foreign name shifts a row; nil for one that has no width of its own.
private func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
  switch scalar.value {
  case 0x20..<0x7f, 0xa0..<0x300: scalar
  case 0..<0x20, 0x7f..<0xa0: "·"
  case 0x300..<0x370, 0x200b..<0x2010, 0xfe00..<0xfe10: nil
  case 0x1100..<0x1160, 0x2e80..<0xa4d0, 0xac00..<0xd7a4, 0xf900..<0xfb00, 0xff00..<0xff61,
    0x1f000...:
    "?"
  default: scalar
  }
}
