extension LineChart.Series {
  /// Places at which there is all of it.
  var count: Int {
    [raw?.count, band?.low.count, band?.high.count].compactMap(\.self).reduce(
      min(x.count, y.count), min)
  }

  /// The value that counted at this moment, the last one up to it; nil before the first.
  public func value(at x: Double) -> Double? {
    let count = min(self.x.count, y.count)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self.x[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? y.values[low - 1] : nil
  }
}

extension LineChart {
  /// A line at the moment that is read, with a dot on each curve, and the moment below it.
  func drawCursor(
    _ scale: ValueScale, in plot: Rect, hasSteps: Bool, on frame: inout Frame, look: Look
  ) {
    guard let cursor, isShown(cursor) else { return }
    let x = column(of: cursor, in: plot)
    for y in plot.y..<plot.bottom where Self.isGround(frame[x, y].glyph) {
      frame.put("│", x: x, y: y, style: look.theme.caution)
    }
    for (index, series) in series.enumerated() {
      guard let value = series.value(at: cursor), value.isFinite else { continue }
      let glyph = look.depth == .mono ? marker(index, look) : look.glyphs.markers[0]
      frame.put(
        glyph, x: x, y: row(of: value, scale, in: plot), style: series.style.with(.bold))
    }
    guard hasSteps, let (label, place) = cursorLabel(in: plot) else { return }
    frame.text(label, x: place.x, y: place.y, style: look.theme.caution.with(.bold))
  }

  /// The moment that is read, below its line.
  func cursorLabel(in plot: Rect) -> (text: String, place: Rect)? {
    guard let cursor, isShown(cursor) else { return nil }
    let text = axis.label(cursor)
    let x = column(of: cursor, in: plot) - text.columns / 2
    let start = max(plot.x, min(x, plot.right - text.columns))
    return (text, Rect(x: start, y: plot.bottom, width: text.columns, height: 1))
  }

  func drawBoundaries(in plot: Rect, on frame: inout Frame, look: Look) {
    let shown = boundaries.filter { isShown($0.x) }
    guard let pitch = Self.pitches.first(where: { shown.count / $0 <= plot.width / 6 }) else {
      return
    }
    for boundary in shown where boundary.number % pitch == 0 {
      let column = column(of: boundary.x, in: plot)
      for y in plot.y..<plot.bottom where frame[column, y].glyph == 0x20 {
        frame.put("┊", x: column, y: y, style: look.theme.faint)
      }
    }
  }

  private static let pitches = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]

  /// A dashed line at every level on the chart; gives them with their rows.
  func drawReferences(
    _ scale: ValueScale, in plot: Rect, on frame: inout Frame, look: Look
  ) -> [(Reference, row: Int)] {
    references.compactMap { reference in
      guard reference.value >= scale.lower, reference.value <= scale.upper else { return nil }
      let row = row(of: reference.value, scale, in: plot)
      for x in plot.x..<plot.right where (x - plot.x) % 2 == 0 || look.glyphs.unicode {
        frame.put("╌", x: x, y: row, style: look.theme.mark)
      }
      return (reference, row)
    }
  }

  /// Their words above or below the line, at the left or the right, wherever they are in no curve's
  /// way; gives the places taken.
  func drawReferenceLabels(
    _ levels: [(Reference, row: Int)], avoiding legend: Rect, in plot: Rect,
    on frame: inout Frame, look: Look
  ) -> [Rect] {
    var taken: [Rect] = []
    for (reference, row) in levels {
      let width = reference.label.columns
      let places = [row - 1, row + 1, row].flatMap { y in
        [plot.x + 1, plot.right - width - 1].map { Rect(x: $0, y: y, width: width, height: 1) }
      }
      let free = places.first { place in
        place.x > plot.x && place.right <= plot.right && place.y >= plot.y
          && place.y < plot.bottom
          && !(taken + [legend]).contains { $0.overlaps(place.grown(columns: 1)) }
          && (place.x..<place.right).allSatisfy { Self.isGround(frame[$0, place.y].glyph) }
      }
      guard let free else { continue }
      frame.text(reference.label, x: free.x, y: free.y, style: look.theme.muted)
      taken.append(free)
    }
    return taken
  }
}
