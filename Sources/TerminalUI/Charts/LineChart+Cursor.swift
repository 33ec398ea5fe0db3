extension LineChart {
  /// Draws a vertical line at the cursor, a dot on each curve at the point that is read, and the position
  /// below. The last point of a curve with few points can be at the left of the cursor.
  /// - Parameter hasSteps: True if there is a row for the position below the plot.
  func drawCursor(
    _ scale: ValueScale, in plot: Rect, hasSteps: Bool, on frame: inout Frame,
    appearance: Appearance
  ) {
    guard let cursor, isShown(cursor) else { return }
    let x = column(of: cursor, in: plot, appearance)
    for y in plot.y..<plot.bottom where Self.isBackground(frame[x, y], appearance) {
      frame.put("│", x: x, y: y, style: appearance.theme.caution)
    }
    for (index, series) in series.enumerated() {
      guard let point = series.index(at: cursor) else { continue }
      let (value, position) = (series.y.values[point], series.isStepped ? cursor : series.x[point])
      guard value.isFinite, isShown(position), let y = row(of: value, scale, in: plot) else {
        continue
      }
      let glyph =
        appearance.depth == .mono ? marker(index, appearance) : appearance.glyphs.markers[0]
      frame.put(
        glyph, x: column(of: position, in: plot, appearance), y: y,
        style: series.style.with(.bold))
    }
    guard hasSteps, let (label, area) = cursorLabel(in: plot, appearance) else { return }
    frame.text(label, x: area.x, y: area.y, style: appearance.theme.caution.with(.bold))
  }

  /// Returns the label of the position of the cursor and its cells below the plot; `nil` if the
  /// cursor is not visible.
  func cursorLabel(
    in plot: Rect, _ appearance: Appearance
  ) -> (text: String, area: Rect)? {
    guard let cursor, isShown(cursor) else { return nil }
    let text = axis.label(cursor)
    let x = column(of: cursor, in: plot, appearance) - text.columns / 2
    let start = max(plot.x, min(x, plot.right - text.columns))
    return (text, Rect(x: start, y: plot.bottom, width: text.columns, height: 1))
  }
}
