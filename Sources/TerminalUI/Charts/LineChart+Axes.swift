extension LineChart {
  /// Where the axes are and what is written on them.
  struct Axes {
    var plot: Rect
    var names: Rect
    var steps: Rect
    var ticks: [Double]
    var labels: [String]
  }

  func axes(_ scale: ValueScale, in rect: Rect) -> Axes {
    var rest = rect
    let steps = rest.takeBottom(rect.height >= 4 && showsSteps ? 1 : 0)
    let ticks = scale.ticks(atMost: max(2, (rest.height + 1) / 2))
    let labels = labels(for: ticks)
    let width = min(rest.width / 3, labels.map(\.columns).max() ?? 0)
    let names = rest.takeLeft(width)
    _ = rest.takeLeft(1)
    return Axes(plot: rest, names: names, steps: steps, ticks: ticks, labels: labels)
  }

  /// Draws grid lines and labels, and gives the cells that are left for the plot.
  func drawAxes(
    _ scale: ValueScale, in rect: Rect, on frame: inout Frame, look: Look
  ) -> Rect {
    let axes = axes(scale, in: rect)
    let plot = axes.plot
    guard plot.width >= 4 else { return plot }
    var used: Set<Int> = []
    for (tick, label) in zip(axes.ticks, axes.labels) {
      let row = row(of: tick, scale, in: plot)
      guard row >= plot.y, used.insert(row).inserted else { continue }
      frame.textRight(
        label, right: axes.names.right, y: row, style: look.theme.muted, width: axes.names.width)
      for x in stride(from: plot.x, to: plot.right, by: look.glyphs.gridPitch) {
        frame.put(look.glyphs.grid, x: x, y: row, style: look.theme.faint)
      }
    }
    if !axes.steps.isEmpty { drawSteps(in: plot, y: axes.steps.y, on: &frame, look: look) }
    return plot
  }

  /// All labels of an axis with the same digits after the point.
  private func labels(for ticks: [Double]) -> [String] {
    if let tickText { return ticks.map(tickText) }
    guard ticks.allSatisfy({ abs($0) < 1000 }) else { return ticks.map(Digits.short) }
    func isExact(_ tick: Double, _ digits: Int) -> Bool {
      let shown = Double(Digits.fixed(tick, digits)) ?? 0
      return abs(shown - tick) < 1e-9 * max(1, abs(tick))
    }
    let digits = (0...6).first { digits in ticks.allSatisfy { isExact($0, digits) } }
    guard let digits else { return ticks.map(Digits.brief) }
    return ticks.map { Digits.fixed($0, digits) }
  }

  private func drawSteps(in plot: Rect, y: Int, on frame: inout Frame, look: Look) {
    let ticks = axis.ticks(atMost: max(2, plot.width / 10))
    let reading = cursorLabel(in: plot)?.place.grown(columns: 1)
    var free = plot.x
    for (tick, label) in zip(ticks, axis.labels(for: ticks)) {
      let center = column(of: tick, in: plot)
      let x = max(plot.x, min(center - label.columns / 2, plot.right - label.columns))
      let place = Rect(x: x, y: plot.bottom, width: label.columns, height: 1)
      guard x >= free, reading?.overlaps(place) != true else { continue }
      frame.text(label, x: x, y: y, style: look.theme.muted)
      free = x + label.columns + 2
    }
  }
}
