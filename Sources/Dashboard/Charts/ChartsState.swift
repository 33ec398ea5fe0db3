import Glibc
import TerminalUI

/// The state of charts: the shown quantities, the axis, the shown part of the run, and the cursor.
/// The part and the cursor are in steps, so that they do not depend on the unit of the axis.
struct ChartsState: Equatable, Sendable {
  /// A part of the run.
  struct Window: Equatable, Sendable {
    /// The length in steps.
    var span: Double
    /// The last step; `nil` follows the latest step.
    var end: Double?
    /// The first step of a part that grows with the run; `nil` for a part of constant length.
    var start: Double?
  }

  var shown: Set<ChartQuantity> = [.loss, .top1, .top5, .rate]
  /// The quantities of an enlarged panel; `nil` if none is enlarged, and those in `shown` are drawn.
  var enlarged: Set<ChartQuantity>?
  /// The screen on which the panel was enlarged, and to which Esc returns.
  var origin: Screen?
  var unit = StepAxis.Unit.step
  var isLogarithmic = false
  /// True if steps, epochs and times are counted since the fork of each run.
  var isSinceFork = false
  /// The limits of the vertical axes that the user has typed.
  var limits: [ChartValues: AxisLimits] = [:]
  /// The shown part; `nil` is the whole run.
  var window: Window?
  /// The step of the axis whose values are read; `nil` reads the latest values. The kernels and the layers are
  /// shown at the same step.
  var cursor: Double?

  /// The smallest length of a window in steps.
  static let minimumSpan = 8.0

  /// The quantities to draw, in order.
  var quantities: [ChartQuantity] { ChartQuantity.allCases.filter((enlarged ?? shown).contains) }

  mutating func toggle(_ quantity: ChartQuantity) {
    enlarged = nil
    if shown.remove(quantity) == nil { shown.insert(quantity) }
  }

  /// Changes to the next axis: step, epoch and time, each linear and then logarithmic.
  mutating func nextAxis() {
    if isLogarithmic { unit = unit.next }
    isLogarithmic.toggle()
  }

  /// The name of the axis: "steps", "epochs (log)".
  var axisName: String {
    let name =
      switch unit {
      case .step: "steps"
      case .epoch: "epochs"
      case .time: "time"
      }
    return name + (isSinceFork ? " since fork" : "") + (isLogarithmic ? " (log)" : "")
  }

  /// True if the shown part and the limits follow from the values.
  var isAutomatic: Bool { window == nil && limits.isEmpty }

  /// Shows the whole run with automatic limits.
  mutating func showAll() {
    window = nil
    limits = [:]
  }
}

extension ChartsState {
  /// Returns the positions of a run's series on the axis.
  func axes(of history: History) -> HistoryAxes { HistoryAxes(history, sinceFork: isSinceFork) }

  /// Returns the step of a run at the beginning of the axis: that of its fork if steps are counted since it.
  func origin(of history: History) -> Double { isSinceFork ? history.origin : 0 }

  /// Returns the axis of all charts.
  func axis(of history: History) -> HorizontalAxis { axis(of: axes(of: history)) }

  /// Returns the axis of all charts over the positions of the longest run.
  func axis(of axes: HistoryAxes) -> HorizontalAxis {
    let steps = steps(of: axes)
    let stepAxis = axes.training
    var low = stepAxis.value(at: steps.lowerBound, in: unit)
    var high = stepAxis.value(at: steps.upperBound, in: unit)
    // A very short run gets a longer axis, so that the first steps do not fill it.
    if steps.lowerBound == 0 {
      high = max(high, unit == .step ? 10 : unit == .time ? 1 : 0.01)
    }
    if isLogarithmic { low = max(low, stepAxis[unit].first { $0 > 0 } ?? high / 10) }
    let kind: HorizontalAxis.Unit =
      switch unit {
      case .step: .steps
      case .epoch: .epochs
      case .time: .seconds
      }
    return HorizontalAxis(
      low...max(low, high), unit: kind, isLogarithmic: isLogarithmic && low < high)
  }

  /// Returns the first and last step that are shown.
  func steps(of history: History) -> ClosedRange<Double> { steps(of: axes(of: history)) }

  /// Returns the first and last step that are shown, of the positions of the longest run.
  func steps(of axes: HistoryAxes) -> ClosedRange<Double> {
    let latest = axes.latest
    guard let window else { return 0...latest }
    if let start = window.start, start < latest { return start...latest }
    let end = min(latest, window.end ?? latest)
    return max(0, end - window.span)...end
  }
}
