import DisplayText
import TerminalUI

/// The panels of loss and error over the steps: each batch in a faded colour, the moving mean, and
/// the validation. With several lanes, the curves of the others are behind those of the lane in
/// focus.
struct CurvePanels {
  let state: DashboardState
  let edges: Panel.Edges
  /// True if the error is drawn below the loss, over the same steps.
  let isAboveAnother: Bool

  func drawLoss(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let history = state.history
    let curves = LaneCurves(state: state, unit: .step, appearance: appearance)
    var chart = LineChart(
      series: curves.learning(.loss, curves.first), axis: axis,
      emptyText: waiting, valueText: NumberText.loss)
    chart.annotations = annotations
    chart.highlights = lowest(history.validationLoss, curves.validationStyle(curves.first))
    chart.isLogarithmic = state.isLogarithmic
    chart.bounds = 0 ... .greatestFiniteMagnitude
    chart.showsSteps = !isAboveAnother || rect.height >= 9
    chart.readStep = latestStep
    let badges = ChartBadges(state: state)
    CurvePanel(
      panel: Panel(
        "Loss", key: Screen.charts.key.name, tint: appearance.theme.blue, edges: edges,
        hasFocus: state.focusedPanel == .loss),
      chart: chart, badges: [badges.logarithmicValues, badges.smoothing]
    ).draw(in: rect, on: &frame, appearance: appearance)
  }

  func drawError(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let history = state.history
    let curves = LaneCurves(state: state, unit: .step, appearance: appearance)
    let top1 = curves.learning(.top1, curves.first)
    let top5 = showsTop5 ? top5(curves) : []
    var chart = LineChart(
      series: top1 + top5, axis: axis, emptyText: "no step yet",
      valueText: { NumberText.percent($0) }, tickUnit: .percent)
    chart.annotations = annotations
    chart.highlights =
      lowest(history.validationTop1, curves.validationStyle(curves.first))
      + (showsTop5 ? lowest(history.validationTop5, curves.second.validation) : [])
    chart.bounds = 0...1
    chart.readStep = latestStep
    CurvePanel(
      panel: Panel(
        "Error", key: Screen.charts.key.name, tint: appearance.theme.amber, edges: edges,
        hasFocus: state.focusedPanel == .error),
      chart: chart, badges: [ChartBadges(state: state).smoothing], note: Self.best(history)
    ).draw(in: rect, on: &frame, appearance: appearance)
  }

  /// Returns the curves of the top-5 error, whose names always differ from those of the top-1 error.
  private func top5(_ curves: LaneCurves) -> [LineChart.Series] {
    curves.learning(.top5, curves.second).map { series in
      var series = series
      series.shortNames.removeLast()
      return series
    }
  }

  /// Returns the highlight of the lowest validation value.
  private func lowest(_ values: SeriesValues, _ style: Style) -> [LineChart.Highlight] {
    let steps = state.history.validationSteps
    guard let index = values.values.indices.min(by: { values.values[$0] < values.values[$1] }),
      index < steps.count
    else { return [] }
    return [.init(x: steps[index], value: values.values[index], style: style)]
  }

  /// Returns the lowest validation error in several lengths; empty before the first validation.
  static func best(_ history: History) -> [String] {
    guard let best = history.best else { return [] }
    let value = "\(NumberText.percent(best.top1)) @\(NumberText.grouped(best.step))"
    return [
      "best val top-1 error \(value)", "best val top-1 err \(value)", "best \(value)",
    ]
  }

  private var axis: HorizontalAxis {
    let ends = state.lanes.flatMap { [$0.history.steps.last, $0.history.validationSteps.last] }
    return .init(0...max(10, ends.compactMap(\.self).max() ?? 0))
  }

  /// The step before which values are older than the others. Lanes step in turns, so the last step is
  /// not older.
  private var latestStep: Double? { state.history.steps.last.map { $0 - 1 } }

  private var showsTop5: Bool { state.lanes.count == 1 && state.hasTop5 }

  // MARK: - Annotations

  private var annotations: [LineChart.Annotation] { Self.annotations(of: state.lane) }

  /// Returns the changes of settings of a lane, and its resumptions, at their steps.
  static func annotations(of lane: LaneState) -> [LineChart.Annotation] {
    lane.changes.map { change in
      let subject =
        switch change.kind {
        case .dropout: "dropout"
        case .lrn: "LRN"
        case .rate: "rate"
        case .resumed: change.label
        }
      let value = change.label.dropFirst(subject.count + 1)
      return .init(
        x: Double(change.step), subject: subject, value: String(value),
        previous: change.kind == .rate ? rate(before: change, in: lane.history) : nil)
    }
  }

  /// Returns the learning rate before a change; `nil` if it is not recorded.
  private static func rate(
    before change: LaneState.LaneChange, in history: History
  ) -> String? {
    let steps = history.steps
    let after = steps.firstIndex(notBelow: Double(change.step) + 1, near: steps.count / 2)
    guard after > 0 else { return nil }
    let text = NumberText.plain(history.rate.values[after - 1])
    return change.label.hasSuffix(" " + text) ? nil : text
  }

  private var waiting: String {
    state.phase == .preparing
      ? "preparing images and network… \(NumberText.duration(state.elapsed))" : "no step yet"
  }
}
