import DisplayText

extension LineChart {
  /// The parts of a chart from the top to the bottom.
  struct Layout {
    /// The rows of the legend; empty if there is none.
    var legend: Rect
    /// The rows of the curves, with the labels of the vertical axis.
    var body: Rect
    /// The row of the labels below the plot; empty if there are none.
    var horizontalLabels: Rect
    /// The row of the annotations; empty if there is none.
    var strip: Rect
  }

  /// Returns the layout of the chart in a rectangle.
  /// - Parameter legendRows: The number of rows of the legend.
  func layout(in rect: Rect, legendRows: Int) -> Layout {
    var rest = rect
    let legend = rest.cutTop(legendRows)
    let hasSteps = rect.height >= 4 && showsSteps
    let hasStrip = !annotations.isEmpty && rest.height - (hasSteps ? 1 : 0) >= Self.stripHeight
    let strip = rest.cutBottom(hasStrip ? 1 : 0)
    let labels = rest.cutBottom(hasSteps ? 1 : 0)
    return Layout(legend: legend, body: rest, horizontalLabels: labels, strip: strip)
  }

  /// The least height of a plot that gives a row to annotations.
  private static let stripHeight = 6

  /// The cells of the curves and the labels at their left.
  struct Axes {
    /// The cells of the curves.
    var plot: Rect
    /// The cells of the labels at the left.
    var verticalLabels: Rect
    /// The labels of the ticks.
    var labels: [String]
  }

  /// Returns the cells of the curves and of the labels at their left.
  func axes(_ scale: ValueScale, in body: Rect) -> Axes {
    var rest = body
    let labels = tickUnit.labels(scale.ticks.map(\.value), isLogarithmic: scale.isLogarithmic)
    let verticalLabels = rest.cutLeft(
      min(rest.width / 3, max(minimumLabelWidth, labels.map(\.columns).max() ?? 0)))
    _ = rest.cutLeft(1)
    return Axes(plot: rest, verticalLabels: verticalLabels, labels: labels)
  }

  /// Draws the grid lines and the labels at the left.
  func drawAxes(
    _ axes: Axes, _ scale: ValueScale, on frame: inout Frame, appearance: Appearance
  ) {
    let plot = axes.plot
    for (tick, label) in zip(scale.ticks, axes.labels) {
      let row = plot.bottom - 1 - tick.row
      frame.textRight(
        label, right: axes.verticalLabels.right, y: row, style: appearance.theme.muted,
        width: axes.verticalLabels.width)
      for x in stride(from: plot.x, to: plot.right, by: appearance.glyphs.gridPitch) {
        frame.put(appearance.glyphs.grid, x: x, y: row, style: appearance.theme.faint)
      }
    }
  }

  /// Draws the labels below the plot, without those that the label of the cursor covers.
  func drawSteps(below plot: Rect, on frame: inout Frame, appearance: Appearance) {
    let cursorArea = cursorLabel(in: plot, appearance)?.area.grown(columns: 1)
    for label in ColumnTicks(axis, columns: plot.width).labels {
      let area = Rect(
        x: plot.x + label.column, y: plot.bottom, width: label.text.columns, height: 1)
      guard cursorArea?.overlaps(area) != true else { continue }
      frame.text(label.text, x: area.x, y: area.y, style: appearance.theme.muted)
    }
  }
}
