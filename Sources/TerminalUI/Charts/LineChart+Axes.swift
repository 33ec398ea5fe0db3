import DisplayText

extension LineChart {
  /// The positions of the plot and its axes, with the ticks of the vertical axis.
  struct Axes {
    /// The cells of the curves.
    var plot: Rect
    /// The cells of the labels at the left.
    var verticalLabels: Rect
    /// The row of the labels below the plot; empty if there are none.
    var horizontalLabels: Rect
    /// The values of the ticks at the left.
    var ticks: [Double]
    /// The labels of these ticks.
    var labels: [String]
  }

  /// Returns the layout of the chart in a rectangle.
  func axes(_ scale: ValueScale, in rect: Rect) -> Axes {
    var rest = rect
    let horizontalLabels = rest.cutBottom(rect.height >= 4 && showsSteps ? 1 : 0)
    let ticks = scale.ticks(atMost: max(2, (rest.height + 1) / 2))
    let labels = labels(for: ticks)
    let width = min(rest.width / 3, labels.map(\.columns).max() ?? 0)
    let verticalLabels = rest.cutLeft(width)
    _ = rest.cutLeft(1)
    return Axes(
      plot: rest, verticalLabels: verticalLabels, horizontalLabels: horizontalLabels, ticks: ticks,
      labels: labels)
  }

  /// Draws the grid lines and the labels.
  /// - Returns: The cells of the plot.
  func drawAxes(
    _ scale: ValueScale, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) -> Rect {
    let axes = axes(scale, in: rect)
    let plot = axes.plot
    guard plot.width >= 4 else { return plot }
    var used: Set<Int> = []
    for (tick, label) in zip(axes.ticks, axes.labels) {
      let row = row(of: tick, scale, in: plot)
      guard row >= plot.y, used.insert(row).inserted else { continue }
      frame.textRight(
        label, right: axes.verticalLabels.right, y: row, style: appearance.theme.muted,
        width: axes.verticalLabels.width)
      for x in stride(from: plot.x, to: plot.right, by: appearance.glyphs.gridPitch) {
        frame.put(appearance.glyphs.grid, x: x, y: row, style: appearance.theme.faint)
      }
    }
    if !axes.horizontalLabels.isEmpty {
      drawSteps(in: plot, y: axes.horizontalLabels.y, on: &frame, appearance: appearance)
    }
    return plot
  }

  /// Returns the labels of the ticks, all with the same number of digits after the point.
  private func labels(for ticks: [Double]) -> [String] {
    if let tickText { return ticks.map(tickText) }
    guard ticks.allSatisfy({ abs($0) < 1000 }) else { return ticks.map(NumberText.short) }
    func isExact(_ tick: Double, _ digits: Int) -> Bool {
      let shown = Double(NumberText.fixed(tick, digits, minus: .output)) ?? 0
      return abs(shown - tick) < 1e-9 * max(1, abs(tick))
    }
    let digits = (0...6).first { digits in ticks.allSatisfy { isExact($0, digits) } }
    guard let digits else { return ticks.map(NumberText.brief) }
    return ticks.map { NumberText.fixed($0, digits) }
  }

  private func drawSteps(in plot: Rect, y: Int, on frame: inout Frame, appearance: Appearance) {
    let ticks = axis.ticks(atMost: max(2, plot.width / 10))
    let cursorArea = cursorLabel(in: plot)?.area.grown(columns: 1)
    var free = plot.x
    for (tick, label) in zip(ticks, axis.labels(for: ticks)) {
      let center = column(of: tick, in: plot)
      let x = max(plot.x, min(center - label.columns / 2, plot.right - label.columns))
      let area = Rect(x: x, y: plot.bottom, width: label.columns, height: 1)
      guard x >= free, cursorArea?.overlaps(area) != true else { continue }
      frame.text(label, x: x, y: y, style: appearance.theme.muted)
      free = x + label.columns + 2
    }
  }
}
