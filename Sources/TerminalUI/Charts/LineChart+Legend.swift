extension LineChart {
  /// Names and latest values in the corner of the plot that the curves leave free; gives its cells.
  func drawLegend(in plot: Rect, on frame: inout Frame, look: Look) -> Rect {
    let entries = series.enumerated().map { index, series in
      Entry(
        stroke: series.stroke?.sample(look)
          ?? (look.depth == .mono && self.series.count > 1
            ? String(Character(marker(index, look))) : look.glyphs.legendStroke),
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
    func width(_ column: [Entry]) -> Int { column.map(\.columns).max() ?? 0 }
    func total() -> Int { columns.reduce(-2) { $0 + width($1) + 2 } }
    while total() > plot.width, columns.count > 1 { columns.removeLast() }
    guard total() <= plot.width else { return emptyLegend(plot) }
    let area = freest(width: total(), height: rows, in: plot, of: frame)
    var x = area.x
    for column in columns {
      let names = column.map(\.name.columns).max() ?? 0
      for (row, entry) in column.enumerated() {
        frame.fill(
          Rect(x: x - 1, y: area.y + row, width: width(column) + 2, height: 1).clipped(to: plot),
          with: Cell(background: look.theme.background))
        var place = frame.text(entry.stroke, x: x, y: area.y + row, style: entry.style) + 1
        frame.text(entry.name, x: place, y: area.y + row, style: look.theme.muted)
        place += names + 1
        frame.textRight(
          entry.value, right: x + width(column), y: area.y + row, style: look.theme.strong)
      }
      x += width(column) + 2
    }
    return area
  }

  private func shownValue(_ series: Series) -> Double? {
    cursor.map { series.value(at: $0) } ?? series.y.last
  }

  /// A plot with fewer rows has no room for a legend; its title may say the values.
  public static let legendRows = 6

  private struct Entry {
    var stroke: String
    var name: String
    var value: String
    var style: Style
    var columns: Int { stroke.columns + 1 + name.columns + 1 + value.columns }
  }

  private func emptyLegend(_ plot: Rect) -> Rect { Rect(x: plot.x, y: plot.y, width: 0, height: 0) }

  /// Curves that fall leave the upper right free; others the lower left or right.
  private func freest(width: Int, height: Int, in plot: Rect, of frame: Frame) -> Rect {
    let right = plot.right - width
    let corners = [
      (x: right, y: plot.y), (x: plot.x + 1, y: plot.bottom - height),
      (x: right, y: plot.bottom - height), (x: plot.x + 1, y: plot.y),
    ].map { Rect(x: $0.x, y: $0.y, width: width, height: height).clipped(to: plot) }
    func crowd(_ rect: Rect) -> Int {
      var count = 0
      for y in rect.y..<rect.bottom {
        for x in rect.x..<rect.right where !Self.isGround(frame[x, y].glyph) { count += 1 }
      }
      return count
    }
    // Another corner must be clearly better, or the legend would hop about.
    let first = crowd(corners[0])
    guard first * 5 > width * height, let best = corners.min(by: { crowd($0) < crowd($1) }),
      crowd(best) * 2 < first
    else { return corners[0] }
    return best
  }

  /// Blanks and lines of the grid, in either set of glyphs.
  static func isGround(_ glyph: UInt32) -> Bool {
    switch Unicode.Scalar(glyph) {
    case " ", "┈", "┊", "╌", ".", "|": true
    default: false
    }
  }

  /// A faint vertical line at every mark; gives their columns, nil for those outside.
  func drawMarkLines(in plot: Rect, on frame: inout Frame, look: Look) -> [Int?] {
    let columns = marks.map { isShown($0.x) ? column(of: $0.x, in: plot) : nil }
    for x in Set(columns.compactMap(\.self)) {
      for y in plot.y..<plot.bottom { frame.put("┊", x: x, y: y, style: look.theme.mark) }
    }
    return columns
  }

  /// The words beside the lines: right of them in the first row where nothing is in the way, or a
  /// letter there, or left of them.
  func drawMarkLabels(
    _ columns: [Int?], avoiding places: [Rect], in plot: Rect, on frame: inout Frame, look: Look
  ) {
    var taken = places
    for (mark, column) in zip(marks, columns).reversed() {
      guard let column else { continue }
      let texts = [mark.label, mark.letter]
      let choices =
        texts.map { ($0, column + 1) } + texts.map { ($0, column - $0.columns) }
      for (text, x) in choices {
        let places = (0..<min(6, (plot.height + 1) / 2)).map { row in
          Rect(x: x, y: plot.y + row, width: text.columns, height: 1)
        }
        let free = places.first { place in
          place.x >= plot.x && place.right <= plot.right
            && !taken.contains { $0.overlaps(place.grown(columns: 1)) }
            && (place.x..<place.right).allSatisfy { Self.isGround(frame[$0, place.y].glyph) }
        }
        guard let free else { continue }
        frame.text(text, x: free.x, y: free.y, style: look.theme.text)
        taken.append(free)
        break
      }
    }
  }
}

extension Rect {
  func grown(columns: Int) -> Rect {
    Rect(x: x - columns, y: y, width: width + 2 * columns, height: height)
  }

  func clipped(to other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(right, other.right) - left,
      height: min(bottom, other.bottom) - top)
  }
}
