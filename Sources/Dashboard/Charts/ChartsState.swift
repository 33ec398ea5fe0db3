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
  }

  var shown: Set<ChartQuantity> = [.loss, .top1, .top5, .rate]
  /// The quantities of an enlarged panel; `nil` if none is enlarged, and those in `shown` are drawn.
  var enlarged: Set<ChartQuantity>?
  /// The screen on which the panel was enlarged, and to which Esc returns.
  var origin: Screen?
  var unit = StepAxis.Unit.step
  var isLogarithmic = false
  /// The shown part; `nil` is the whole run.
  var window: Window?
  /// The step whose values are read; `nil` reads the latest values. The kernels and the layers are shown
  /// at the same step.
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
    return isLogarithmic ? name + " (log)" : name
  }
}

extension ChartsState {
  /// Returns the axis of all charts.
  func axis(of history: History) -> HorizontalAxis {
    let steps = steps(of: history)
    let stepAxis = history.stepAxis
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
  func steps(of history: History) -> ClosedRange<Double> {
    let latest = Self.latest(history)
    guard let window else { return 0...latest }
    let end = min(latest, window.end ?? latest)
    return max(0, end - window.span)...end
  }

  static func latest(_ history: History) -> Double {
    max(1, history.steps.last ?? 0, history.validationSteps.last ?? 0)
  }
}
