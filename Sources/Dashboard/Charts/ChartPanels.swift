import Blueprint
import DisplayText
import Glibc
import TerminalUI

/// The charts of single quantities, all over the same part of the run.
struct ChartPanels {
  @Shared private var state: DashboardState
  private let edges: Panel.Edges
  private let badges: [[String]]
  private let axis: HorizontalAxis
  private let annotations: [LineChart.Annotation]
  private let boundaries: [LineChart.EpochBoundary]
  private let cursor: Double?
  /// The positions of the lane in focus.
  private let axes: HistoryAxes

  /// - Parameter badges: The badges that no other row of the screen shows.
  init(state: Shared<DashboardState>, edges: Panel.Edges, badges: [[String]] = []) {
    _state = state
    let state = state.wrappedValue
    self.edges = edges
    self.badges = badges
    let charts = state.charts
    let longest = charts.axes(of: state.longestHistory)
    axis = charts.axis(of: longest)
    cursor = charts.cursor.map { longest.training.value(at: $0, in: charts.unit) }
    let axes = charts.axes(of: state.history)
    let origin = charts.origin(of: state.history)
    self.axes = axes
    annotations = CurvePanels.annotations(of: state.lane).map { annotation in
      var annotation = annotation
      annotation.x = axes.training.value(at: annotation.x - origin, in: charts.unit)
      return annotation
    }
    boundaries = Self.boundaries(charts, longest)
  }

  /// Returns the ends of epochs in the shown part.
  private static func boundaries(
    _ charts: ChartsState, _ axes: HistoryAxes
  ) -> [LineChart.EpochBoundary] {
    let stepAxis = axes.training
    let steps = charts.steps(of: axes)
    let first = Int(stepAxis.value(at: steps.lowerBound, in: .epoch).rounded(.up))
    let last = Int(stepAxis.value(at: steps.upperBound, in: .epoch))
    guard first <= last else { return [] }
    // A chart has room for some hundreds of boundaries.
    let pitch = [1, 10, 100, 1000, 10_000].first { (last - first) / $0 < 500 } ?? 100_000
    return (first...last).lazy.filter { $0 > 0 && $0 % pitch == 0 }.map { epoch in
      let step = stepAxis.step(at: Double(epoch), in: .epoch)
      return .init(epoch, x: stepAxis.value(at: step, in: charts.unit))
    }
  }

  /// Returns the panels of quantities in their rectangles, those above one another aligned.
  func panels(
    _ rects: [(quantity: ChartQuantity, rect: Rect)], _ appearance: Appearance
  ) -> [(panel: CurvePanel, rect: Rect)] {
    var panels = rects.map { (panel: panel($0.quantity, appearance), rect: $0.rect) }
    CurvePanel.align(&panels, appearance)
    return panels
  }

  private func panel(_ quantity: ChartQuantity, _ appearance: Appearance) -> CurvePanel {
    var chart = chart(of: quantity, appearance)
    chart.annotations = annotations
    chart.epochBoundaries = boundaries
    chart.cursor = cursor
    // Lanes step in turns, so without a cursor the last step is not older.
    chart.readStep = state.charts.cursor ?? axes.training.steps.last.map { $0 - 1 }
    let values = ChartValues.quantity(quantity)
    chart.limits = state.charts.limits[values] ?? AxisLimits()
    let ownBadges =
      [ChartBadges.limits(values, chart.limits)]
      + (hasChosenScale(quantity) ? [ChartBadges(state: $state).logarithmicValues] : [])
    return CurvePanel(
      panel: Panel(
        quantity.title, tint: tint(quantity, appearance), edges: edges,
        hasFocus: state.focusedPanel == .chart(quantity)),
      shortTitles: quantity == .top1 ? ["Top-1 err"] : quantity == .top5 ? ["Top-5 err"] : [],
      chart: chart, badges: ownBadges + badges, note: note(quantity, appearance))
  }

  /// Returns true if a key chooses between linear and logarithmic values of a quantity.
  private func hasChosenScale(_ quantity: ChartQuantity) -> Bool {
    quantity.isValidated || quantity == .rate
  }

  private func tint(_ quantity: ChartQuantity, _ appearance: Appearance) -> Style {
    switch quantity {
    case .loss: appearance.theme.blue
    case .top1, .top5: appearance.theme.amber
    case .rate, .speed: appearance.theme.violet
    case .gradient, .update: appearance.theme.green
    }
  }

  private func note(_ quantity: ChartQuantity, _ appearance: Appearance) -> [String] {
    let others = curves(appearance).othersNote
    return switch quantity {
    case .loss: ChartBadges.notes(others, ChartBadges(state: $state).mean)
    case .rate, .speed: []
    case .top5: others
    case .top1: ChartBadges.notes(others, CurvePanels.best(state))
    case .gradient: ["L2 norm, logarithmic", "logarithmic"]
    case .update: ["mostly 0.1% to 3%, logarithmic", "mostly 0.1% to 3%", "logarithmic"]
    }
  }

  // MARK: - Curves

  private func chart(of quantity: ChartQuantity, _ appearance: Appearance) -> LineChart {
    let theme = appearance.theme
    let curves = curves(appearance)
    switch quantity {
    case .loss:
      var chart = learning(.loss, curves, curves.first)
      chart.bounds = 0 ... .greatestFiniteMagnitude
      if let classes = state.run?.classes.count, classes > 1 {
        chart.referenceLevels = [.init(log(Double(classes)), "guessing")]
      }
      return chart
    case .top1: return errors(.top1, curves, curves.first, PaperLevel.top1)
    case .top5 where !state.hasTop5:
      return LineChart(series: [], axis: axis, emptyText: "— with five classes or fewer")
    case .top5: return errors(.top5, curves, curves.second, PaperLevel.top5)
    case .rate:
      let style = theme.secondValidation
      var chart = make(
        curves.single(.rate, .init(train: style, raw: style, validation: style)), quantity)
      chart.bounds = 0 ... .greatestFiniteMagnitude
      chart.isLogarithmic = state.isLogarithmic
      return chart
    case .speed:
      var chart = make(curves.single(.speed, curves.second), quantity)
      chart.bounds = 0 ... .greatestFiniteMagnitude
      return chart
    case .gradient: return norms(quantity, \.gradient, theme)
    case .update:
      var chart = norms(quantity, \.update, theme)
      chart.tickUnit = .percent
      chart.referenceLevels = [.init(1e-3, "0.1%")]
      return chart
    }
  }

  private func curves(_ appearance: Appearance) -> LaneCurves {
    LaneCurves(
      state: $state, unit: state.charts.unit, appearance: appearance,
      isSinceFork: state.charts.isSinceFork)
  }

  private func make(_ series: [LineChart.Series], _ quantity: ChartQuantity) -> LineChart {
    LineChart(series: series, axis: axis, emptyText: emptyText, valueText: quantity.text)
  }

  private var emptyText: String {
    state.history.steps.isEmpty ? "no step yet" : "nothing measured here"
  }

  private func learning(
    _ quantity: ChartQuantity, _ curves: LaneCurves, _ styles: LaneCurves.Styles
  ) -> LineChart {
    var chart = make(curves.learning(quantity, styles), quantity)
    chart.isLogarithmic = state.isLogarithmic
    return chart
  }

  private func errors(
    _ quantity: ChartQuantity, _ curves: LaneCurves, _ styles: LaneCurves.Styles,
    _ level: LineChart.ReferenceLevel
  ) -> LineChart {
    var chart = learning(quantity, curves, styles)
    chart.bounds = 0...1
    chart.tickUnit = .percent
    if state.isPapersTask { chart.referenceLevels = [level] }
    return chart
  }

  /// Returns a chart of norms of the lane in focus. It is always logarithmic, because norms differ by
  /// orders of magnitude.
  private func norms(
    _ quantity: ChartQuantity, _ curve: KeyPath<History.LayerNorms, SmoothedSeries>, _ theme: Theme
  ) -> LineChart {
    let history = state.history
    let isSmooth = history.isSmooth
    let series = history.layerNorms.enumerated().map { index, layer in
      let curve = layer[keyPath: curve]
      return LineChart.Series(
        layer.name, x: axes.snapshots[state.charts.unit],
        y: isSmooth ? curve.smoothed : curve.values,
        style: theme.ordered(index, of: history.layerNorms.count),
        steps: axes.snapshots.steps)
    }
    var chart = make(series, quantity)
    chart.isLogarithmic = true
    if quantity == .update { chart.tickUnit = .percent }
    return chart
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
