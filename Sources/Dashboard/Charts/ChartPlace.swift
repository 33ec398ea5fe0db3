import TerminalUI

/// A column of a chart under the mouse.
struct ChartPlace {
  private let plot: Rect
  private let axis: HorizontalAxis
  /// 0 at the left edge of the plot, 1 at the right.
  private let share: Double

  /// Nil where the plot has no width.
  init?(_ x: Int, in plot: Rect, _ axis: HorizontalAxis) {
    guard plot.width > 1 else { return nil }
    self.plot = plot
    self.axis = axis
    share = min(1, max(0, Double(x - plot.x) / Double(plot.width - 1)))
  }

  /// A press reads the step below it, the wheel zooms there, and a drag moves the chart.
  func command(
    for gesture: Gesture, of charts: ChartsView, _ history: History
  ) -> DashboardCommand? {
    switch gesture {
    case .press: return .read(step: history.places.step(at: axis.value(at: share), in: charts.unit))
    case .wheel(let count): return .zoom(factor: count < 0 ? 0.8 : 1.25, around: share)
    case .drag(let columns, _):
      return columns == 0 ? nil : .pan(share: -Double(columns) / Double(plot.width - 1))
    }
  }
}
