import TerminalUI

/// Loss and error over the steps: each batch faded, its moving mean over it, and validation. Where there
/// are several lanes, the others' training loss and validation error are behind those of the one in focus.
struct CurvePanels {
  var state: DashboardState
  var edges: Panel.Edges
  /// The error is drawn right below the loss, over the same steps.
  var isAboveAnother: Bool

  func drawLoss(in rect: Rect, on frame: inout Frame, look: Look) {
    let history = state.history
    let theme = look.theme
    var chart = LineChart(
      series: others(look) { lane in (lane.history.steps, lane.history.shown(\.loss)) } + [
        series("train", history.loss, theme.train, theme.trainRaw, own(look)),
        .init(
          "validation", x: history.validationSteps, y: history.validationLoss,
          style: own(look)?.1 ?? theme.validation, stroke: ownValidation(look)),
      ], axis: axis, emptyText: waiting, valueText: { Digits.fixed($0, 3) })
    chart.marks = marks
    chart.highlights = lowest(history.validationLoss, own(look)?.1 ?? theme.validation)
    chart.logarithmic = state.isLogarithmic
    chart.bounds = 0 ... .greatestFiniteMagnitude
    chart.showsSteps = !isAboveAnother || rect.height >= 9
    let inside = Panel(
      "Loss", key: "3", note: isFlat(rect) ? lossValues : smoothing, tint: theme.blue, edges: edges,
      hasFocus: state.focusedPanel == .loss
    )
    .draw(in: rect, on: &frame, look: look)
    chart.draw(in: inside, on: &frame, look: look)
  }

  func drawError(in rect: Rect, on frame: inout Frame, look: Look) {
    let history = state.history
    let theme = look.theme
    let top5 = [
      series("top-5 train", history.top5, theme.secondTrain, theme.secondTrainRaw),
      .init(
        "top-5 valid.", x: history.validationSteps, y: history.validationTop5,
        style: theme.secondValidation),
    ]
    var chart = LineChart(
      series: others(look) { lane in (lane.history.validationSteps, lane.history.validationTop1) }
        + [
          series("top-1 train", history.top1, theme.train, theme.trainRaw, own(look)),
          .init(
            "top-1 valid.", x: history.validationSteps, y: history.validationTop1,
            style: own(look)?.1 ?? theme.validation, stroke: ownValidation(look)),
        ] + (showsTop5 ? top5 : []), axis: axis, emptyText: "no step yet",
      valueText: { Digits.percent($0) },
      tickText: { Digits.percent($0, 0) })
    chart.marks = marks
    chart.highlights =
      lowest(history.validationTop1, own(look)?.1 ?? theme.validation)
      + (showsTop5 ? lowest(history.validationTop5, theme.secondValidation) : [])
    chart.bounds = 0...1
    let inside = Panel(
      "Error", key: "3", note: isFlat(rect) ? errorValues : best, tint: theme.amber, edges: edges,
      hasFocus: state.focusedPanel == .error
    ).draw(in: rect, on: &frame, look: look)
    chart.draw(in: inside, on: &frame, look: look)
  }

  /// The lowest of the validations: where the network was at its best.
  private func lowest(_ values: Samples, _ style: Style) -> [LineChart.Highlight] {
    let steps = state.history.validationSteps
    guard let index = values.values.indices.min(by: { values.values[$0] < values.values[$1] }),
      index < steps.count
    else { return [] }
    return [.init(x: steps[index], value: values.values[index], style: style)]
  }

  /// Whether there is no room for a legend.
  private func isFlat(_ rect: Rect) -> Bool {
    rect.height - (edges == .box ? 3 : 2) < LineChart.legendRows
  }

  private var lossValues: String {
    let train = state.history.loss.smoothed.last.map { Digits.fixed($0, 3) }
    let validation = state.history.validationLoss.last.map { "valid. \(Digits.fixed($0, 3))" }
    return [train, validation].compactMap(\.self).joined(separator: " · ")
  }

  private var errorValues: String {
    let history = state.history
    let top1 = history.validationTop1.last ?? history.top1.smoothed.last
    let top5 = history.validationTop5.last ?? history.top5.smoothed.last
    guard let top1, let top5 else { return "" }
    return "\(Digits.percent(top1)) · top-5 \(state.hasTop5 ? Digits.percent(top5) : "—")"
  }

  private var smoothing: String {
    state.isLogarithmic ? "logarithmic · \(state.smoothingWords)" : state.smoothingWords
  }

  private var best: String {
    guard let best = state.history.best else { return "" }
    return "best \(Digits.percent(best.top1)) at step \(Digits.grouped(best.step))"
  }

  private func series(
    _ name: String, _ curve: Curve, _ style: Style, _ rawStyle: Style,
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

  /// A curve of each lane that is not in focus, in its own colour and dash.
  private func others(
    _ look: Look, _ curve: (LaneState) -> ([Double], Samples)
  ) -> [LineChart.Series] {
    state.lanes.indices.filter { $0 != state.focus }.map { index in
      let lane = state.lanes[index]
      let stroke = state.stroke(of: lane, look.theme)
      let (x, y) = curve(lane)
      return .init(
        "\(index + 1) \(state.words(of: lane))", x: x, y: y, style: stroke.style(look.theme),
        stroke: stroke)
    }
  }

  /// In the same colour as its training, dashed; without colours by another marker than any lane's.
  private func ownValidation(_ look: Look) -> LineChart.Stroke? {
    guard hasOthers else { return nil }
    let step = look.depth == .mono ? 4 : look.theme.distinctCount
    return .init(state.strokes[state.lane.compareName] + step, theme: look.theme)
  }

  /// Among others the lane in focus has its own, too.
  private func own(_ look: Look) -> (LineChart.Stroke, Style)? {
    guard hasOthers else { return nil }
    let stroke = state.stroke(of: state.lane, look.theme)
    return (stroke, stroke.style(look.theme).with(.bold))
  }

  var marks: [LineChart.Mark] { Self.marks(of: state.lane) }

  static func marks(of lane: LaneState) -> [LineChart.Mark] {
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
      ? "preparing images and network… \(Digits.duration(state.elapsed))" : "no step yet"
  }
}
