import Glibc
import TerminalUI

/// What the charts show of the run: which quantities, over what, which part of it, and the step
/// that is read. It is kept in steps, so that a part stays the same part on another axis.
struct ChartsView: Equatable, Sendable {
  enum Quantity: String, Equatable, Sendable, CaseIterable, Codable {
    case loss, top1, top5, rate, speed, gradient, update
  }

  /// A part of the run, so many steps long; without an end it goes with the latest step.
  struct Window: Equatable, Sendable {
    var span: Double
    var end: Double?
  }

  var shown: Set<Quantity> = [.loss, .top1, .top5, .rate]
  /// Enlarged: these are shown alone for a while.
  var alone: Set<Quantity>?
  /// Where Esc goes back to from them.
  var cameFrom: Screen?
  var unit = Places.Unit.step
  var isLogarithmic = false
  /// Nil: the whole run.
  var window: Window?
  /// The step that all charts read; nil reads the latest values.
  var cursor: Double?

  /// A window has at least so many steps.
  static let leastSpan = 8.0

  /// In the order in which they are drawn.
  var quantities: [Quantity] { Quantity.allCases.filter((alone ?? shown).contains) }

  mutating func toggle(_ quantity: Quantity) {
    alone = nil
    if shown.remove(quantity) == nil { shown.insert(quantity) }
  }

  /// Step, epoch, time, each linear and then logarithmic.
  mutating func nextAxis() {
    if isLogarithmic {
      let units = Places.Unit.allCases
      let next = (units.firstIndex(of: unit) ?? 0) + 1
      unit = units[next % units.count]
    }
    isLogarithmic.toggle()
  }

  var axisName: String { isLogarithmic ? "log \(unit.rawValue)" : unit.rawValue }
}

extension ChartsView {
  /// The axis of all charts.
  func axis(of history: History) -> HorizontalAxis {
    let steps = steps(of: history)
    let places = history.places
    var low = places.value(at: steps.lowerBound, in: unit)
    var high = places.value(at: steps.upperBound, in: unit)
    // Before much has happened there is something to look forward to.
    if steps.lowerBound == 0 {
      high = max(high, unit == .step ? 10 : unit == .time ? 1 : 0.01)
    }
    if isLogarithmic { low = max(low, places[unit].first { $0 > 0 } ?? high / 10) }
    let kind: HorizontalAxis.Unit =
      switch unit {
      case .step: .count
      case .epoch: .fraction
      case .time: .seconds
      }
    return HorizontalAxis(
      low...max(low, high), unit: kind, isLogarithmic: isLogarithmic && low < high)
  }

  /// The part of the run that is shown.
  func steps(of history: History) -> ClosedRange<Double> {
    let latest = Self.latest(history)
    guard let window else { return 0...latest }
    let end = min(latest, window.end ?? latest)
    return max(0, end - window.span)...end
  }

  private static func latest(_ history: History) -> Double {
    max(1, history.steps.last ?? 0, history.validationSteps.last ?? 0)
  }

  // MARK: - Zoom and pan

  /// Shows the part that is now between these shares of the width.
  private mutating func show(from low: Double, to high: Double, _ history: History) {
    let axis = axis(of: history)
    let latest = Self.latest(history)
    let places = history.places
    // On a logarithmic axis there is no way to the left of the first step.
    let isFromStart = low <= 0 && steps(of: history).lowerBound == 0
    let first = isFromStart ? 0 : places.step(at: axis.value(at: low), in: unit)
    let last = places.step(at: axis.value(at: high), in: unit)
    select(first, min(latest, last), history)
  }

  private mutating func select(_ first: Double, _ last: Double, _ history: History) {
    let latest = Self.latest(history)
    // Nothing is to the left of the first step.
    let first = first < history.steps.first ?? 1 ? 0 : first
    let span = max(Self.leastSpan, last - first)
    guard span < latest else {
      window = nil
      return
    }
    // One step off the end is the end: who looks at the latest steps wants the next ones too.
    let end = last > latest - 1 ? nil : max(last, span)
    window = Window(span: span, end: end)
  }

  /// A factor below 1 shows less, around the cursor, or else the latest step, or else the middle.
  mutating func zoom(by factor: Double, around wanted: Double? = nil, _ history: History) {
    guard !history.steps.isEmpty else { return }
    let axis = axis(of: history)
    let place = cursor.map { axis.share(of: history.places.value(at: $0, in: unit)) }
    let isFollowing = window?.end == nil
    let centre = (wanted ?? place).map { min(1, max(0, $0)) } ?? (isFollowing ? 1 : 0.5)
    var low = centre - centre * factor
    var high = low + factor
    // What has no room on one side is shown on the other.
    if factor > 1 {
      let steps = steps(of: history)
      let atStart = steps.lowerBound <= 0
      let atEnd = steps.upperBound >= Self.latest(history)
      if atStart { (low, high) = (0, factor) }
      if atEnd { (low, high) = (atStart ? 0 : 1 - factor, 1) }
    }
    show(from: low, to: high, history)
  }

  /// Moves by this share of the width.
  mutating func pan(by share: Double, _ history: History) {
    guard window != nil else { return }
    let axis = axis(of: history)
    let places = history.places
    let latest = Self.latest(history)
    let steps = steps(of: history)
    let span = steps.upperBound - steps.lowerBound
    let moved =
      axis.isLogarithmic && share < 0
      ? places.step(at: axis.value(at: 1 + share), in: unit)
      : steps.upperBound + share * span
    let end = min(latest, max(span, moved))
    select(end - span, end, history)
  }

  mutating func panToStart(_ history: History) {
    guard let span = window?.span else { return }
    select(0, span, history)
  }

  mutating func follow() { window?.end = nil }

  // MARK: - Cursor

  /// Reads this step, or the nearest that there is.
  mutating func read(_ step: Double, _ history: History) {
    guard let first = history.steps.first, let last = history.steps.last else { return }
    cursor = min(last, max(first, step.rounded()))
  }

  /// A hundredth of the width a time, but at least a step; from nowhere to the latest step shown.
  mutating func moveCursor(by count: Double, _ history: History) {
    guard let firstStep = history.steps.first, let lastStep = history.steps.last else { return }
    let shown = steps(of: history)
    guard let from = cursor else {
      cursor = min(lastStep, shown.upperBound)
      return
    }
    let axis = axis(of: history)
    let places = history.places
    let share = axis.share(of: places.value(at: from, in: unit))
    let target = places.step(at: axis.value(at: share + count / 100), in: unit).rounded()
    let least = from + (count < 0 ? -1 : 1)
    let wanted = count < 0 ? min(least, target) : max(least, target)
    let step = min(lastStep, max(firstStep, wanted))
    cursor = step
    if step < shown.lowerBound || step > shown.upperBound {
      let span = shown.upperBound - shown.lowerBound
      let end = step < shown.lowerBound ? step + span : step
      select(end - span, end, history)
    }
  }
}
