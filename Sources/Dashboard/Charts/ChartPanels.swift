import Blueprint
import DisplayText
import Glibc
import TerminalUI

/// The charts of single quantities, all over the same part of the run.
struct ChartPanels {
  private let state: DashboardState
  private let edges: Panel.Edges
  private let axis: HorizontalAxis
  private let annotations: [LineChart.Annotation]
  private let boundaries: [LineChart.EpochBoundary]
  private let cursor: Double?

  init(state: DashboardState, edges: Panel.Edges) {
    self.state = state
    self.edges = edges
    let charts = state.charts
    let stepAxis = state.history.stepAxis
    axis = charts.axis(of: state.history)
    cursor = charts.cursor.map { stepAxis.value(at: $0, in: charts.unit) }
    annotations = CurvePanels.annotations(of: state.lane).map { annotation in
      var annotation = annotation
      annotation.x = stepAxis.value(at: annotation.x, in: charts.unit)
      return annotation
    }
    boundaries = Self.boundaries(state)
  }

  /// Returns the ends of epochs in the shown part.
  private static func boundaries(_ state: DashboardState) -> [LineChart.EpochBoundary] {
    let stepAxis = state.history.stepAxis
    let steps = state.charts.steps(of: state.history)
    let first = Int(stepAxis.value(at: steps.lowerBound, in: .epoch).rounded(.up))
    let last = Int(stepAxis.value(at: steps.upperBound, in: .epoch))
    guard first <= last else { return [] }
    // A chart has room for some hundreds of boundaries.
    let pitch = [1, 10, 100, 1000, 10_000].first { (last - first) / $0 < 500 } ?? 100_000
    return (first...last).lazy.filter { $0 > 0 && $0 % pitch == 0 }.map { epoch in
      let step = stepAxis.step(at: Double(epoch), in: .epoch)
      return .init(epoch, x: stepAxis.value(at: step, in: state.charts.unit))
    }
  }

  func draw(
    _ quantity: ChartQuantity, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let chart = completeChart(quantity, appearance)
    let inside = panel(quantity, chart, in: rect, appearance).draw(
      in: rect, on: &frame, appearance: appearance)
    chart.draw(in: inside, on: &frame, appearance: appearance)
  }

  /// Returns the rectangle of the curves when the chart is drawn in `rect`; `nil` if there are
  /// none.
  func plot(of quantity: ChartQuantity, in rect: Rect, appearance: Appearance) -> Rect? {
    let chart = completeChart(quantity, appearance)
    return chart.plot(
      in: panel(quantity, chart, in: rect, appearance).inside(rect), appearance: appearance)
  }

  private func completeChart(_ quantity: ChartQuantity, _ appearance: Appearance) -> LineChart {
    var chart = chart(of: quantity, appearance)
    chart.annotations = annotations
    chart.epochBoundaries = boundaries
    chart.cursor = cursor
    return chart
  }

  private func panel(
    _ quantity: ChartQuantity, _ chart: LineChart, in rect: Rect, _ appearance: Appearance
  ) -> Panel {
    let hasLegend = rect.height - (edges == .box ? 3 : 2) >= LineChart.legendRows
    return Panel(
      quantity.title,
      note: hasLegend ? note(quantity) : values(of: chart), tint: tint(quantity, appearance),
      edges: edges, hasFocus: state.focusedPanel == .chart(quantity))
  }

  private func tint(_ quantity: ChartQuantity, _ appearance: Appearance) -> Style {
    switch quantity {
    case .loss: appearance.theme.blue
    case .top1, .top5: appearance.theme.amber
    case .rate, .speed: appearance.theme.violet
    case .gradient, .update: appearance.theme.green
    }
  }

  private func note(_ quantity: ChartQuantity) -> String {
    let log = state.isLogarithmic ? "logarithmic" : ""
    switch quantity {
    case .loss, .rate: return log
    case .top1:
      let best = state.history.best.map {
        "best \(NumberText.percent($0.top1)) at step \(NumberText.grouped($0.step))"
      }
      return [best ?? "", log].filter { !$0.isEmpty }.joined(separator: " · ")
    case .top5: return log
    case .speed: return ""
    case .gradient: return "L2 norm · logarithmic"
    case .update: return "about 1e-3 is healthy · logarithmic"
    }
  }

  /// Returns the values of the first two curves, for a chart without room for a legend.
  private func values(of chart: LineChart) -> String {
    chart.series.prefix(2).compactMap { series in
      let value = cursor.map { series.value(at: $0) } ?? series.y.last
      let name = series.name == "train" ? "" : series.name + " "
      return value.map { name + chart.valueText($0) }
    }.joined(separator: " · ")
  }

  // MARK: - Curves

  private func chart(of quantity: ChartQuantity, _ appearance: Appearance) -> LineChart {
    let history = state.history
    let theme = appearance.theme
    let first = (theme.train, theme.trainRaw, theme.validation)
    let second = (theme.secondTrain, theme.secondTrainRaw, theme.secondValidation)
    switch quantity {
    case .loss:
      var chart = learning(history.loss, history.validationLoss, first) { NumberText.fixed($0, 3) }
      chart.bounds = 0 ... .greatestFiniteMagnitude
      if let classes = state.run?.classes.count, classes > 1 {
        chart.referenceLevels = [.init(log(Double(classes)), "guessing")]
      }
      return chart
    case .top1: return errors(history.top1, history.validationTop1, first, PaperLevel.top1)
    case .top5 where !state.hasTop5:
      return LineChart(
        series: [], axis: axis, emptyText: "— with five classes or fewer",
        valueText: NumberText.plain)
    case .top5: return errors(history.top5, history.validationTop5, second, PaperLevel.top5)
    case .rate:
      var chart = make([], valueText: NumberText.plain)
      chart.series = [
        .init("rate", x: history.stepAxis[unit], y: history.rate, style: theme.secondValidation)
      ]
      chart.bounds = 0 ... .greatestFiniteMagnitude
      chart.isLogarithmic = state.isLogarithmic
      return chart
    case .speed:
      var chart = make(
        [
          series(
            "images/s", history.imagesPerSecond, history.stepAxis, theme.secondTrain,
            theme.secondTrainRaw)
        ], valueText: { NumberText.grouped(Int(min(1e12, max(0, $0)).rounded())) })
      chart.bounds = 0 ... .greatestFiniteMagnitude
      return chart
    case .gradient: return norms(\.gradient, theme)
    case .update:
      var chart = norms(\.update, theme)
      chart.referenceLevels = [.init(1e-3, "1e-3")]
      return chart
    }
  }

  private var unit: StepAxis.Unit { state.charts.unit }

  private func make(
    _ series: [LineChart.Series], valueText: @escaping @Sendable (Double) -> String
  ) -> LineChart {
    LineChart(series: series, axis: axis, emptyText: emptyText, valueText: valueText)
  }

  private var emptyText: String {
    state.history.steps.isEmpty ? "no step yet" : "nothing measured here"
  }

  private func learning(
    _ train: SmoothedSeries, _ validation: SeriesValues, _ styles: (Style, Style, Style),
    valueText: @escaping @Sendable (Double) -> String
  ) -> LineChart {
    let history = state.history
    var chart = make(
      [
        series("train", train, history.stepAxis, styles.0, styles.1),
        .init(
          "validation", x: history.validationStepAxis[unit], y: validation, style: styles.2),
      ], valueText: valueText)
    chart.isLogarithmic = state.isLogarithmic
    return chart
  }

  private func errors(
    _ train: SmoothedSeries, _ validation: SeriesValues, _ styles: (Style, Style, Style),
    _ level: LineChart.ReferenceLevel
  ) -> LineChart {
    var chart = learning(train, validation, styles) { NumberText.percent($0) }
    chart.bounds = 0...1
    chart.tickText = {
      NumberText.percent($0, $0 < 0.0999 && $0 * 100 != ($0 * 100).rounded() ? 1 : 0)
    }
    if state.isPapersTask { chart.referenceLevels = [level] }
    return chart
  }

  /// Returns a chart of norms. It is always logarithmic, because norms differ by orders of
  /// magnitude.
  private func norms(
    _ curve: KeyPath<History.LayerNorms, SmoothedSeries>, _ theme: Theme
  ) -> LineChart {
    let history = state.history
    let series = history.layerNorms.enumerated().map { index, layer in
      self.series(
        layer.name, layer[keyPath: curve], history.snapshotStepAxis,
        theme.ordered(index, of: history.layerNorms.count), nil)
    }
    var chart = make(
      series, valueText: { $0 < 0.01 ? NumberText.scientific($0) : NumberText.brief($0) })
    chart.tickText = NumberText.plain
    chart.isLogarithmic = true
    return chart
  }

  /// Returns the smoothed curve, with the raw one behind it unless `rawStyle` is `nil`.
  private func series(
    _ name: String, _ curve: SmoothedSeries, _ stepAxis: StepAxis, _ style: Style,
    _ rawStyle: Style?
  ) -> LineChart.Series {
    let isSmooth = state.history.memory > 0
    return .init(
      name, x: stepAxis[unit], y: isSmooth ? curve.smoothed : curve.values,
      raw: isSmooth && rawStyle != nil ? curve.values : nil, style: style,
      rawStyle: rawStyle ?? Style())
  }
}

/// The errors of the paper's single network on the validation set of ILSVRC-2012 (section 6.1 and
/// table 2), averaged over ten views of an image.
private enum PaperLevel {
  static let top1 = LineChart.ReferenceLevel(0.407, "paper 40.7%, ten views", isAlwaysShown: true)
  static let top5 = LineChart.ReferenceLevel(0.182, "paper 18.2%, ten views", isAlwaysShown: true)
}

extension DashboardState {
  /// True if the run trains the paper's network on a thousand classes, as the paper did.
  var isPapersTask: Bool {
    guard let network = lane.plan?.network.name, lane.run?.classes.count == 1000 else {
      return false
    }
    return ["alexnet", "paper", "code-145"].contains(network)
  }
}
