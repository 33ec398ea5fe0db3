import Blueprint
import Glibc
import TerminalUI

/// Charts of single quantities, all over the same part of the run.
struct ChartPanels {
  private typealias Quantity = ChartsView.Quantity

  private let state: DashboardState
  private let edges: Panel.Edges
  private let axis: HorizontalAxis
  private let marks: [LineChart.Mark]
  private let boundaries: [LineChart.Boundary]
  private let cursor: Double?

  init(state: DashboardState, edges: Panel.Edges) {
    self.state = state
    self.edges = edges
    let charts = state.charts
    let places = state.history.places
    axis = charts.axis(of: state.history)
    cursor = charts.cursor.map { places.value(at: $0, in: charts.unit) }
    marks = CurvePanels(state: state, edges: edges, isAboveAnother: false).marks.map { mark in
      var mark = mark
      mark.x = places.value(at: mark.x, in: charts.unit)
      return mark
    }
    boundaries = Self.boundaries(state)
  }

  /// The ends of epochs in the part that is shown.
  private static func boundaries(_ state: DashboardState) -> [LineChart.Boundary] {
    let places = state.history.places
    let steps = state.charts.steps(of: state.history)
    let first = Int(places.value(at: steps.lowerBound, in: .epoch).rounded(.up))
    let last = Int(places.value(at: steps.upperBound, in: .epoch))
    guard first <= last else { return [] }
    // No chart has room for more than some hundreds.
    let pitch = [1, 10, 100, 1000, 10_000].first { (last - first) / $0 < 500 } ?? 100_000
    return (first...last).lazy.filter { $0 > 0 && $0 % pitch == 0 }.map { epoch in
      let step = places.step(at: Double(epoch), in: .epoch)
      return .init(epoch, x: places.value(at: step, in: state.charts.unit))
    }
  }

  func draw(
    _ quantity: ChartsView.Quantity, in rect: Rect, on frame: inout Frame, look: Look
  ) {
    let chart = whole(quantity, look)
    let inside = panel(quantity, chart, in: rect, look).draw(in: rect, on: &frame, look: look)
    chart.draw(in: inside, on: &frame, look: look)
  }

  /// Where its curves are, when it is drawn in this rectangle; nil where there are none.
  func plot(of quantity: ChartsView.Quantity, in rect: Rect, look: Look) -> Rect? {
    let chart = whole(quantity, look)
    return chart.plot(in: panel(quantity, chart, in: rect, look).inside(rect), look: look)
  }

  private func whole(_ quantity: Quantity, _ look: Look) -> LineChart {
    var chart = chart(of: quantity, look)
    chart.marks = marks
    chart.boundaries = boundaries
    chart.cursor = cursor
    return chart
  }

  private func panel(
    _ quantity: Quantity, _ chart: LineChart, in rect: Rect, _ look: Look
  ) -> Panel {
    let hasLegend = rect.height - (edges == .box ? 3 : 2) >= LineChart.legendRows
    return Panel(
      title(quantity), key: quantity.key,
      note: hasLegend ? note(quantity) : values(of: chart), tint: tint(quantity, look),
      edges: edges, hasFocus: state.focusedPanel == .chart(quantity))
  }

  private func title(_ quantity: Quantity) -> String {
    switch quantity {
    case .loss: "Loss"
    case .top1: "Top-1 error"
    case .top5: "Top-5 error"
    case .rate: "Learning rate"
    case .speed: "Images per second"
    case .gradient: "Gradients"
    case .update: "Updates over weights"
    }
  }

  private func tint(_ quantity: Quantity, _ look: Look) -> Style {
    switch quantity {
    case .loss: look.theme.blue
    case .top1, .top5: look.theme.amber
    case .rate, .speed: look.theme.violet
    case .gradient, .update: look.theme.green
    }
  }

  private func note(_ quantity: Quantity) -> String {
    let log = state.isLogarithmic ? "logarithmic" : ""
    switch quantity {
    case .loss, .rate: return log
    case .top1:
      let best = state.history.best.map {
        "best \(Digits.percent($0.top1)) at step \(Digits.grouped($0.step))"
      }
      return [best ?? "", log].filter { !$0.isEmpty }.joined(separator: " · ")
    case .top5: return log
    case .speed: return ""
    case .gradient: return "L2 norm · logarithmic"
    case .update: return "about 1e-3 is healthy · logarithmic"
    }
  }

  /// For a chart without room for a legend: the first curve's value, and validation's.
  private func values(of chart: LineChart) -> String {
    chart.series.prefix(2).compactMap { series in
      let value = cursor.map { series.value(at: $0) } ?? series.y.last
      let name = series.name == "train" ? "" : series.name + " "
      return value.map { name + chart.valueText($0) }
    }.joined(separator: " · ")
  }

  // MARK: - What is on them

  private func chart(of quantity: Quantity, _ look: Look) -> LineChart {
    let history = state.history
    let theme = look.theme
    let first = (theme.train, theme.trainRaw, theme.validation)
    let second = (theme.secondTrain, theme.secondTrainRaw, theme.secondValidation)
    switch quantity {
    case .loss:
      var chart = learning(history.loss, history.validationLoss, first) { Digits.fixed($0, 3) }
      chart.bounds = 0 ... .greatestFiniteMagnitude
      if let classes = state.run?.classes.count, classes > 1 {
        chart.references = [.init(log(Double(classes)), "guessing")]
      }
      return chart
    case .top1: return errors(history.top1, history.validationTop1, first, PaperLevel.top1)
    case .top5 where !state.hasTop5:
      return LineChart(
        series: [], axis: axis, emptyText: "— with five classes or fewer", valueText: Digits.plain)
    case .top5: return errors(history.top5, history.validationTop5, second, PaperLevel.top5)
    case .rate:
      var chart = make([], valueText: Digits.plain)
      chart.series = [
        .init("rate", x: history.places[unit], y: history.rate, style: theme.secondValidation)
      ]
      chart.bounds = 0 ... .greatestFiniteMagnitude
      chart.logarithmic = state.isLogarithmic
      return chart
    case .speed:
      var chart = make(
        [
          series(
            "images/s", history.imagesPerSecond, history.places, theme.secondTrain,
            theme.secondTrainRaw)
        ], valueText: { Digits.grouped(Int(min(1e12, max(0, $0)).rounded())) })
      chart.bounds = 0 ... .greatestFiniteMagnitude
      return chart
    case .gradient: return sizes(\.gradient, theme)
    case .update:
      var chart = sizes(\.update, theme)
      chart.references = [.init(1e-3, "1e-3")]
      return chart
    }
  }

  private var unit: Places.Unit { state.charts.unit }

  private func make(
    _ series: [LineChart.Series], valueText: @escaping @Sendable (Double) -> String
  ) -> LineChart {
    LineChart(series: series, axis: axis, emptyText: emptyText, valueText: valueText)
  }

  private var emptyText: String {
    state.history.steps.isEmpty ? "no step yet" : "nothing measured here"
  }

  private func learning(
    _ train: Curve, _ validation: Samples, _ styles: (Style, Style, Style),
    valueText: @escaping @Sendable (Double) -> String
  ) -> LineChart {
    let history = state.history
    var chart = make(
      [
        series("train", train, history.places, styles.0, styles.1),
        .init(
          "validation", x: history.validationPlaces[unit], y: validation, style: styles.2),
      ], valueText: valueText)
    chart.logarithmic = state.isLogarithmic
    return chart
  }

  private func errors(
    _ train: Curve, _ validation: Samples, _ styles: (Style, Style, Style),
    _ level: LineChart.Reference
  ) -> LineChart {
    var chart = learning(train, validation, styles) { Digits.percent($0) }
    chart.bounds = 0...1
    chart.tickText = { Digits.percent($0, $0 < 0.0999 && $0 * 100 != ($0 * 100).rounded() ? 1 : 0) }
    if state.isPapersTask { chart.references = [level] }
    return chart
  }

  /// Sizes differ by factors, so these are logarithmic always.
  private func sizes(
    _ curve: KeyPath<History.LayerSizes, Curve>, _ theme: Theme
  ) -> LineChart {
    let history = state.history
    let series = history.sizes.enumerated().map { index, layer in
      self.series(
        layer.name, layer[keyPath: curve], history.glimpsePlaces,
        theme.ordered(index, of: history.sizes.count), nil)
    }
    var chart = make(series, valueText: { $0 < 0.01 ? Digits.scientific($0) : Digits.brief($0) })
    chart.tickText = Digits.plain
    chart.logarithmic = true
    return chart
  }

  /// The smoothed curve with the raw one behind it, where `rawStyle` has one for that.
  private func series(
    _ name: String, _ curve: Curve, _ places: Places, _ style: Style, _ rawStyle: Style?
  ) -> LineChart.Series {
    let isSmooth = state.history.memory > 0
    return .init(
      name, x: places[unit], y: isSmooth ? curve.smoothed : curve.values,
      raw: isSmooth && rawStyle != nil ? curve.values : nil, style: style,
      rawStyle: rawStyle ?? Style())
  }
}

/// What the paper's single network reaches on the validation set of ILSVRC-2012 (section 6.1 and
/// table 2), averaged over ten views of an image.
private enum PaperLevel {
  static let top1 = LineChart.Reference(0.407, "paper 40.7%, ten views", isAlwaysShown: true)
  static let top5 = LineChart.Reference(0.182, "paper 18.2%, ten views", isAlwaysShown: true)
}

extension DashboardState {
  /// Whether the run does what the paper did: its network, on a thousand classes.
  var isPapersTask: Bool {
    guard let network = lane.plan?.network.name, lane.run?.classes.count == 1000 else {
      return false
    }
    return ["alexnet", "paper", "code-145"].contains(network)
  }

  var smoothingWords: String {
    lane.history.memory > 0 ? "smoothing \(Digits.plain(lane.history.memory))" : "no smoothing"
  }
}
