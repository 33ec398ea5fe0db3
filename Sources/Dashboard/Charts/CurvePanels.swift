import DisplayText
import TerminalUI

/// The panels of loss and error over the steps: each batch in a faded colour, the moving mean, and
/// the validation. With several lanes, the curves of the others are behind those of the lane in
/// focus.
struct CurvePanels {
  var state: DashboardState
  var edges: Panel.Edges
  /// True if the error is drawn below the loss, over the same steps.
  var isAboveAnother: Bool

  func drawLoss(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let history = state.history
    let theme = appearance.theme
    var chart = LineChart(
      series: others(appearance) { lane in (lane.history.steps, lane.history.shown(\.loss)) } + [
        series("train", history.loss, theme.train, theme.trainRaw, own(appearance)),
        .init(
          "validation", x: history.validationSteps, y: history.validationLoss,
          style: own(appearance)?.1 ?? theme.validation, stroke: ownValidation(appearance)),
      ], axis: axis, emptyText: waiting, valueText: { NumberText.fixed($0, 3) })
    chart.annotations = annotations
    chart.highlights = lowest(history.validationLoss, own(appearance)?.1 ?? theme.validation)
    chart.isLogarithmic = state.isLogarithmic
    chart.bounds = 0 ... .greatestFiniteMagnitude
    chart.showsSteps = !isAboveAnother || rect.height >= 9
    let inside = Panel(
      "Loss", key: Screen.charts.key.name, note: isFlat(rect) ? lossValues : smoothing,
      tint: theme.blue, edges: edges,
      hasFocus: state.focusedPanel == .loss
    )
    .draw(in: rect, on: &frame, appearance: appearance)
    chart.draw(in: inside, on: &frame, appearance: appearance)
  }

  func drawError(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let history = state.history
    let theme = appearance.theme
    let top5 = [
      series("top-5 train", history.top5, theme.secondTrain, theme.secondTrainRaw),
      .init(
        "top-5 valid.", x: history.validationSteps, y: history.validationTop5,
        style: theme.secondValidation),
    ]
    var chart = LineChart(
      series: others(appearance) { lane in
        (lane.history.validationSteps, lane.history.validationTop1)
      }
        + [
          series("top-1 train", history.top1, theme.train, theme.trainRaw, own(appearance)),
          .init(
            "top-1 valid.", x: history.validationSteps, y: history.validationTop1,
            style: own(appearance)?.1 ?? theme.validation, stroke: ownValidation(appearance)),
        ] + (showsTop5 ? top5 : []), axis: axis, emptyText: "no step yet",
      valueText: { NumberText.percent($0) },
      tickText: { NumberText.percent($0, 0) })
    chart.annotations = annotations
    chart.highlights =
      lowest(history.validationTop1, own(appearance)?.1 ?? theme.validation)
      + (showsTop5 ? lowest(history.validationTop5, theme.secondValidation) : [])
    chart.bounds = 0...1
    let inside = Panel(
      "Error", key: Screen.charts.key.name, note: isFlat(rect) ? errorValues : best,
      tint: theme.amber, edges: edges,
      hasFocus: state.focusedPanel == .error
    ).draw(in: rect, on: &frame, appearance: appearance)
    chart.draw(in: inside, on: &frame, appearance: appearance)
  }

  /// Returns the highlight of the lowest validation value.
  private func lowest(_ values: SeriesValues, _ style: Style) -> [LineChart.Highlight] {
    let steps = state.history.validationSteps
    guard let index = values.values.indices.min(by: { values.values[$0] < values.values[$1] }),
      index < steps.count
    else { return [] }
    return [.init(x: steps[index], value: values.values[index], style: style)]
  }

  /// Returns true if there is no room for a legend.
  private func isFlat(_ rect: Rect) -> Bool {
    rect.height - (edges == .box ? 3 : 2) < LineChart.legendRows
  }

  private var lossValues: String {
    let train = state.history.loss.smoothed.last.map { NumberText.fixed($0, 3) }
    let validation = state.history.validationLoss.last.map { "valid. \(NumberText.fixed($0, 3))" }
    return [train, validation].compactMap(\.self).joined(separator: " · ")
  }

  private var errorValues: String {
    let history = state.history
    let top1 = history.validationTop1.last ?? history.top1.smoothed.last
    let top5 = history.validationTop5.last ?? history.top5.smoothed.last
    guard let top1, let top5 else { return "" }
    return "\(NumberText.percent(top1)) · top-5 \(state.hasTop5 ? NumberText.percent(top5) : "—")"
  }

  private var smoothing: String {
    state.isLogarithmic ? "logarithmic · \(state.smoothingText)" : state.smoothingText
  }

  private var best: String {
    guard let best = state.history.best else { return "" }
    return "best \(NumberText.percent(best.top1)) at step \(NumberText.grouped(best.step))"
  }

  private func series(
    _ name: String, _ curve: SmoothedSeries, _ style: Style, _ rawStyle: Style,
    _ stroke: (LineChart.Stroke, Style)? = nil
  ) -> LineChart.Series {
    let isSmooth = state.history.memory > 0
    return .init(
      name, x: state.history.steps, y: isSmooth ? curve.smoothed : curve.values,
      raw: isSmooth ? curve.values : nil, style: stroke?.1 ?? style, rawStyle: rawStyle,
      stroke: stroke?.0)
  }

  private var axis: HorizontalAxis {
    let ends = state.lanes.flatMap { [$0.history.steps.last, $0.history.validationSteps.last] }
    return .init(0...max(10, ends.compactMap(\.self).max() ?? 0))
  }

  // MARK: - Several lanes

  private var hasOthers: Bool { state.lanes.count > 1 }

  private var showsTop5: Bool { !hasOthers && state.hasTop5 }

  /// Returns a curve of each lane that is not in focus, in its colour and dash.
  private func others(
    _ appearance: Appearance, _ curve: (LaneState) -> ([Double], SeriesValues)
  ) -> [LineChart.Series] {
    state.lanes.indices.filter { $0 != state.focus }.map { index in
      let lane = state.lanes[index]
      let stroke = state.stroke(of: lane, appearance.theme)
      let (x, y) = curve(lane)
      return .init(
        "\(index + 1) \(state.differences(of: lane))", x: x, y: y,
        style: stroke.style(appearance.theme),
        stroke: stroke)
    }
  }

  /// Returns the stroke of the focused lane's validation: the lane's colour, dashed; without
  /// colours, a marker that no lane has.
  private func ownValidation(_ appearance: Appearance) -> LineChart.Stroke? {
    guard hasOthers else { return nil }
    let step = appearance.depth == .mono ? 4 : appearance.theme.distinctCount
    return .init(state.strokes[state.lane.compareName] + step, theme: appearance.theme)
  }

  /// Returns the stroke and style of the lane in focus; `nil` for a single lane.
  private func own(_ appearance: Appearance) -> (LineChart.Stroke, Style)? {
    guard hasOthers else { return nil }
    let stroke = state.stroke(of: state.lane, appearance.theme)
    return (stroke, stroke.style(appearance.theme).with(.bold))
  }

  var annotations: [LineChart.Annotation] { Self.annotations(of: state.lane) }

  static func annotations(of lane: LaneState) -> [LineChart.Annotation] {
    lane.changes.map { change in
      let letter =
        switch change.kind {
        case .dropout: "d"
        case .lrn: "l"
        case .rate: "r"
        case .resumed: "↻"
        }
      return .init(x: Double(change.step), label: change.label, letter: letter)
    }
  }

  private var waiting: String {
    state.phase == .preparing
      ? "preparing images and network… \(NumberText.duration(state.elapsed))" : "no step yet"
  }
}
