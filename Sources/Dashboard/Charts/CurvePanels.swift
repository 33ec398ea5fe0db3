import DisplayText
import TerminalUI

/// The panels of loss and error over the steps: each batch in a faded colour, the moving mean, and
/// the validation. With several lanes, the curves of the others are behind those of the lane in
/// focus.
struct CurvePanels {
  @Shared var state: DashboardState
  let edges: Panel.Edges
  /// True if the error is drawn below the loss, over the same steps.
  let isAboveAnother: Bool

  /// Draws the panels that have a rectangle.
  func draw(loss: Rect?, error: Rect?, on frame: inout Frame, appearance: Appearance) {
    var panels: [(panel: CurvePanel, rect: Rect)] = []
    if let loss { panels.append((lossPanel(in: loss, appearance), loss)) }
    if let error { panels.append((errorPanel(in: error, appearance), error)) }
    CurvePanel.align(&panels, appearance)
    for (panel, rect) in panels { panel.draw(in: rect, on: &frame, appearance: appearance) }
  }

  private func lossPanel(in rect: Rect, _ appearance: Appearance) -> CurvePanel {
    let history = state.history
    let curves = LaneCurves(state: $state, unit: .step, appearance: appearance)
    var chart = LineChart(
      series: curves.learning(.loss, curves.first), axis: axis,
      emptyText: waiting, valueText: NumberText.loss)
    chart.annotations = annotations
    chart.highlights = lowest(history.validationLoss, curves.validationStyle(curves.first))
    chart.isLogarithmic = state.isLogarithmic
    chart.bounds = 0 ... .greatestFiniteMagnitude
    chart.showsSteps = !isAboveAnother || rect.height >= 9
    chart.readStep = latestStep
    let badges = ChartBadges(state: $state)
    return CurvePanel(
      panel: Panel(
        "Loss", tint: appearance.theme.blue, edges: edges,
        hasFocus: state.focusedPanel == .loss),
      chart: chart, badges: [badges.logarithmicValues, badges.smoothing],
      note: ChartBadges.notes(curves.othersNote, badges.mean))
  }

  /// Returns the panel of the errors. Where the legend has no room for the names of four curves, there
  /// are only those of the top-1 error.
  private func errorPanel(in rect: Rect, _ appearance: Appearance) -> CurvePanel {
    let panel = errorPanel(withTop5: showsTop5, appearance)
    guard showsTop5, !panel.namesAllCurves(in: rect, appearance: appearance) else { return panel }
    return errorPanel(withTop5: false, appearance)
  }

  private func errorPanel(withTop5: Bool, _ appearance: Appearance) -> CurvePanel {
    let history = state.history
    let curves = LaneCurves(state: $state, unit: .step, appearance: appearance)
    var chart = LineChart(
      series: curves.learning(.top1, curves.first) + (withTop5 ? top5(curves) : []), axis: axis,
      emptyText: "no step yet", valueText: { NumberText.percent($0) }, tickUnit: .percent)
    chart.annotations = annotations
    chart.highlights =
      lowest(history.validationTop1, curves.validationStyle(curves.first))
      + (withTop5 ? lowest(history.validationTop5, curves.second.validation) : [])
    chart.bounds = 0...1
    chart.readStep = latestStep
    return CurvePanel(
      panel: Panel(
        withTop5 ? "Error" : "Top-1 error", tint: appearance.theme.amber, edges: edges,
        hasFocus: state.focusedPanel == .error),
      shortTitles: withTop5 ? [] : ["Top-1 err", "Error"], chart: chart,
      badges: [ChartBadges(state: $state).smoothing],
      note: ChartBadges.notes(curves.othersNote, Self.best(state)))
  }

  /// Returns the curves of the top-5 error, whose names always differ from those of the top-1 error.
  private func top5(_ curves: LaneCurves) -> [LineChart.Series] {
    zip(curves.learning(.top5, curves.second), ["train", "val"]).map { series, source in
      var series = series
      series.shortNames[series.shortNames.count - 1] = source + " top-5"
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

  /// Returns the lowest validation error of the lane in focus in several lengths; empty before the
  /// first validation.
  static func best(_ state: DashboardState) -> [String] {
    guard let best = state.history.best else { return [] }
    let lane = state.lanes.count > 1 ? "\(state.focus + 1) " : ""
    let value = "\(NumberText.percent(best.top1)) @\(NumberText.grouped(best.step))"
    return [
      "\(lane)best val top-1 error \(value)", "\(lane)best val top-1 err \(value)",
      "\(lane)best \(value)",
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
      // The short subjects are the keys that change the settings.
      let (subject, short): (String, String) =
        switch change.kind {
        case .dropout: ("dropout", "D")
        case .lrn: ("LRN", "L")
        case .rate: ("rate", "R")
        case .resumed: (change.label, change.label)
        }
      let value = change.label.dropFirst(subject.count + 1)
      return .init(
        x: Double(change.step), subject: subject, short: short, value: String(value),
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
