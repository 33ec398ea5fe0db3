extension Panel {
  /// Emphasises a panel that has been drawn already: its edges become heavy, and its title is reversed. What
  /// is inside of the edges, and the other text on the upper edge, stays as it is.
  /// - Parameters:
  ///   - rect: The rectangle of the panel. A single row gets the style, and a pointer in its first column.
  ///   - edges: The kind of its edges.
  ///   - style: The style of the edges.
  public static func emphasize(
    _ rect: Rect, edges: Edges, style: Style, on frame: inout Frame, appearance: Appearance
  ) {
    let panel = Panel("", tint: style, edges: edges, hasFocus: true)
    guard panel.hasRoom(rect) else {
      for x in rect.x..<rect.right {
        frame[x, rect.y].foreground = style.foreground
        frame[x, rect.y].attributes.formUnion(style.attributes)
      }
      frame.put("▶", x: rect.x, y: rect.y, style: style)
      return
    }
    let before = (rect.x..<rect.right).map { frame[$0, rect.y] }
    panel.drawEdges(in: rect, style: style, on: &frame, appearance: appearance)
    var isTitle = true
    for (column, cell) in before.enumerated() where !isLine(cell.glyph) {
      frame[rect.x + column, rect.y] = cell
      if isTitle { frame[rect.x + column, rect.y].attributes.insert(.reverse) }
      // The title ends where the line behind it begins.
      let next = column + 1
      if next < before.count, isLine(before[next].glyph) { isTitle = false }
    }
  }

  /// Returns true for a character of a line or a corner.
  private static func isLine(_ glyph: UInt32) -> Bool { (0x2500...0x257f).contains(glyph) }
}
