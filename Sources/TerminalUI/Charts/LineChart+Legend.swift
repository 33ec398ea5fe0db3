extension LineChart {
  /// Draws the names and the latest values of the series in a corner of the plot that the curves
  /// leave free.
  /// - Returns: The cells of the legend.
  func drawLegend(in plot: Rect, on frame: inout Frame, appearance: Appearance) -> Rect {
    let entries = series.enumerated().map { index, series in
      LegendEntry(
        stroke: series.stroke?.sample(appearance)
          ?? (appearance.depth == .mono && self.series.count > 1
            ? String(Character(marker(index, appearance))) : appearance.glyphs.legendStroke),
        name: series.name, value: shownValue(series).map(valueText) ?? "—", style: series.style)
    }
    guard showsLegend, !entries.isEmpty, plot.height >= Self.legendRows else {
      return emptyLegend(plot)
    }
    let across = (entries.count + plot.height / 2 - 1) / (plot.height / 2)
    let rows = (entries.count + across - 1) / across
    var columns = stride(from: 0, to: entries.count, by: rows).map {
      Array(entries[$0..<min($0 + rows, entries.count)])
    }
    func width(_ column: [LegendEntry]) -> Int { column.map(\.columns).max() ?? 0 }
    func total() -> Int { columns.reduce(-2) { $0 + width($1) + 2 } }
    while total() > plot.width, columns.count > 1 { columns.removeLast() }
    guard total() <= plot.width else { return emptyLegend(plot) }
    let area = freeCorner(width: total(), height: rows, in: plot, of: frame)
    var x = area.x
    for column in columns {
      let names = column.map(\.name.columns).max() ?? 0
      for (row, entry) in column.enumerated() {
        frame.fill(
          Rect(x: x - 1, y: area.y + row, width: width(column) + 2, height: 1).clipped(to: plot),
          with: Cell(background: appearance.theme.background))
        var textColumn = frame.text(entry.stroke, x: x, y: area.y + row, style: entry.style) + 1
        frame.text(entry.name, x: textColumn, y: area.y + row, style: appearance.theme.muted)
        textColumn += names + 1
        frame.textRight(
          entry.value, right: x + width(column), y: area.y + row, style: appearance.theme.strong)
      }
      x += width(column) + 2
    }
    return area
  }

  private func shownValue(_ series: Series) -> Double? {
    cursor.map { series.value(at: $0) } ?? series.y.last
  }

  /// The least number of rows of a plot with a legend.
  public static let legendRows = 6

  /// One row of the legend.
  private struct LegendEntry {
    var stroke: String
    var name: String
    var value: String
    var style: Style
    var columns: Int { stroke.columns + 1 + name.columns + 1 + value.columns }
  }

  private func emptyLegend(_ plot: Rect) -> Rect { Rect(x: plot.x, y: plot.y, width: 0, height: 0) }

  /// Returns the corner of the plot for the legend: the upper right, which falling curves leave
  /// free, or another one if it is clearly less crowded.
  private func freeCorner(width: Int, height: Int, in plot: Rect, of frame: Frame) -> Rect {
    let right = plot.right - width
    let corners = [
      (x: right, y: plot.y), (x: plot.x + 1, y: plot.bottom - height),
      (x: right, y: plot.bottom - height), (x: plot.x + 1, y: plot.y),
    ].map { Rect(x: $0.x, y: $0.y, width: width, height: height).clipped(to: plot) }
    func crowd(_ rect: Rect) -> Int {
      var count = 0
      for y in rect.y..<rect.bottom {
        for x in rect.x..<rect.right where !Self.isBlankOrGrid(frame[x, y].glyph) { count += 1 }
      }
      return count
    }
    // Without this margin the legend would move often.
    let first = crowd(corners[0])
    guard first * 5 > width * height, let best = corners.min(by: { crowd($0) < crowd($1) }),
      crowd(best) * 2 < first
    else { return corners[0] }
    return best
  }

  /// Returns true for blanks and lines of the grid, in either glyph set.
  static func isBlankOrGrid(_ glyph: UInt32) -> Bool {
    switch Unicode.Scalar(glyph) {
    case " ", "┈", "┊", "╌", ".", "|": true
    default: false
    }
  }
}
