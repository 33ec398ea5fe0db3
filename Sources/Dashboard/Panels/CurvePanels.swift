import TerminalUI

/// Loss and error over the steps: each batch faded, its moving mean over it, and validation.
struct CurvePanels {
  var state: DashboardState
  var edges: Panel.Edges

  func drawLoss(in rect: Rect, on frame: inout Frame, look: Look) {
    let history = state.history
    let theme = look.theme
    var chart = LineChart(
      series: [
        series("train", history.loss, theme.train, theme.trainRaw),
        .init(
          "validation", x: history.validationSteps, y: history.validationLoss,
          style: theme.validation),
      ], range: range, emptyText: emptyText, valueText: { Digits.fixed($0, 3) })
    chart.marks = marks
    chart.logarithmic = state.isLogarithmic
    chart.bounds = 0 ... .greatestFiniteMagnitude
    let smoothing =
      history.memory > 0 ? "smoothing \(Digits.plain(history.memory))" : "no smoothing"
    let note = state.isLogarithmic ? "logarithmic · \(smoothing)" : smoothing
    let inside = Panel("Loss", key: "3", note: note, tint: theme.blue, edges: edges)
      .draw(in: rect, on: &frame, look: look)
    chart.draw(in: inside, on: &frame, look: look)
  }

  func drawError(in rect: Rect, on frame: inout Frame, look: Look) {
    let history = state.history
    let theme = look.theme
    var chart = LineChart(
      series: [
        series("top-1 train", history.top1, theme.train, theme.trainRaw),
        .init(
          "top-1 valid.", x: history.validationSteps, y: history.validationTop1,
          style: theme.validation),
        series("top-5 train", history.top5, theme.secondTrain, theme.secondTrainRaw),
        .init(
          "top-5 valid.", x: history.validationSteps, y: history.validationTop5,
          style: theme.secondValidation),
      ], range: range, emptyText: emptyText, valueText: { Digits.percent($0) },
      tickText: { Digits.percent($0, 0) })
    chart.marks = marks
    chart.bounds = 0...1
    let best = history.best.map { "best \(Digits.percent($0.top1)) at \(Digits.grouped($0.step))" }
    let inside = Panel(
      "Error", key: "3", note: best ?? "", tint: theme.amber, edges: edges
    ).draw(in: rect, on: &frame, look: look)
    chart.draw(in: inside, on: &frame, look: look)
  }

  private func series(
    _ name: String, _ curve: Curve, _ style: Style, _ rawStyle: Style
  ) -> LineChart.Series {
    let isSmooth = state.history.memory > 0
    return .init(
      name, x: state.history.steps, y: isSmooth ? curve.smoothed : curve.values,
      raw: isSmooth ? curve.values : nil, style: style, rawStyle: rawStyle)
  }

  private var range: ClosedRange<Double> {
    0...max(10, state.history.steps.last ?? 0, state.history.validationSteps.last ?? 0)
  }

  private var marks: [LineChart.Mark] {
    state.changes.map { change in
      let letter =
        switch change.kind {
        case .dropout: "d"
        case .lrn: "l"
        case .rate: "r"
        }
      return .init(x: Double(change.step), label: change.label, letter: letter)
    }
  }

  private var emptyText: String {
    state.phase == .preparing ? "preparing images and network…" : "no step yet"
  }
}
