import TerminalUI

/// The position of the mouse on a chart.
struct ChartPointer {
  private let plot: Rect
  private let axis: HorizontalAxis
  /// The horizontal position: 0 at the left edge of the plot, 1 at the right.
  private let share: Double

  /// Returns `nil` for a plot of less than two columns.
  init?(_ x: Int, in plot: Rect, _ axis: HorizontalAxis) {
    guard plot.width > 1 else { return nil }
    self.plot = plot
    self.axis = axis
    share = min(1, max(0, Double(x - plot.x) / Double(plot.width - 1)))
  }

  /// Returns the command of a gesture: a press moves the cursor, the wheel zooms, and a drag pans.
  func command(
    for gesture: Gesture, of charts: ChartsState, _ history: History
  ) -> ChartNavigation? {
    switch gesture {
    case .press:
      let stepAxis = charts.axes(of: history).training
      return .read(step: stepAxis.step(at: axis.value(at: share), in: charts.unit))
    case .wheel(let count): return .zoom(factor: count < 0 ? 0.8 : 1.25, around: share)
    case .drag(let columns, _):
      return columns == 0 ? nil : .pan(share: -Double(columns) / Double(plot.width - 1))
    }
  }
}
