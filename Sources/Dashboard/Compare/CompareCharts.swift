import Blueprint
import DisplayText
import Runs
import TerminalUI

/// The charts of the compare screen: all curves over one another, and their differences from the
/// baseline at the same step.
struct CompareCharts {
  @Shared var state: DashboardState
  let compared: ComparedRuns
  let edges: Panel.Edges
  let hasLegend: Bool
  /// The least number of columns of the labels at the left.
  var labelWidth = 0

  private var compare: CompareState { state.compare }
  private var quantity: ChartQuantity { compare.quantity }
  private var source: Lesson.Curve.Source { compared.source }
  private var unit: StepAxis.Unit { compare.charts.unit }

  /// Returns the position of the mouse on the curves that are drawn in `rect`; `nil` if there are
  /// none.
  func pointer(atX x: Int, in rect: Rect, appearance: Appearance) -> ChartPointer? {
    let inside = Panel("", tint: appearance.theme.blue, edges: edges).inside(rect)
    let chart = curves(in: inside, appearance: appearance)
    return chart.plot(in: inside, appearance: appearance).flatMap {
      ChartPointer(x, in: $0, chart.axis)
    }
  }

  func drawCurves(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let name = quantity.valueName(of: source)
    let panel = Panel(
      name.prefix(1).uppercased() + name.dropFirst(), key: "v", tint: appearance.theme.blue,
      edges: edges)
    let substitute =
      compared.awaitsValidations
      ? [
        "training values until two validations exist", "training until two validations exist",
        "training values",
      ] : []
    CurvePanel(
      panel: panel, chart: curves(in: panel.inside(rect), appearance: appearance),
      badges: [
        substitute, hasLogarithm ? ChartBadges(state: $state).logarithmicValues : [],
        ChartBadges.limits(ChartValues(quantity, of: source), limits),
        ChartBadges.window(compare.charts),
      ]
    ).draw(in: rect, on: &frame, appearance: appearance)
  }

  /// The limits of the values that the user has typed.
  private var limits: AxisLimits {
    compare.charts.limits[ChartValues(quantity, of: source)] ?? AxisLimits()
  }

  /// True if the values can be drawn on a logarithmic axis.
  private var hasLogarithm: Bool { source != .gap || !quantity.isValidated }

  private func curves(in inside: Rect, appearance: Appearance) -> LineChart {
    var chart = make(comparedCurves, minus: nil, in: inside, appearance: appearance)
    if hasLogarithm {
      chart.isLogarithmic = state.isLogarithmic
      chart.bounds = quantity.isError ? 0...1 : 0 ... .greatestFiniteMagnitude
      if quantity.isError { chart.tickUnit = .percent }
    } else {
      chart.referenceLevels = [.init(0, "", isAlwaysShown: true)]
      if quantity.isError {
        chart.tickUnit = .points
        chart.bounds = -1...1
      }
    }
    chart.limits = limits
    chart.minimumLabelWidth = labelWidth
    chart.valueText = quantity.text(of: source)
    chart.annotations = annotations
    return chart
  }

  func drawDifference(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard let base = baseline else { return }
    let title = "Difference from "
    let name = base.name.elidedInMiddle(to: max(8, rect.width - title.columns - 8))
    let inside = Panel(
      title + name, key: "b",
      note: quantity.isValidated && source != .training
        ? "run − baseline, where both were validated"
        : "run − baseline, at the same step" + (compare.charts.isSinceFork ? " since fork" : ""),
      tint: CompareStyle(theme: appearance.theme).difference, edges: edges
    ).draw(in: rect, on: &frame, appearance: appearance)
    var chart = difference(from: base, in: inside, appearance: appearance)
    chart.minimumLabelWidth = labelWidth
    chart.draw(in: inside, on: &frame, appearance: appearance)
  }

  /// Returns the chart of the differences from a curve.
  private func difference(
    from base: ComparedCurve, in inside: Rect, appearance: Appearance
  ) -> LineChart {
    var chart = make(
      comparedCurves.filter { $0.members != base.members }, minus: base, in: inside,
      appearance: appearance)
    chart.referenceLevels = [.init(0, "", isAlwaysShown: true)]
    chart.valueText = quantity.differenceText
    if quantity.isError {
      chart.tickUnit = .points
      chart.bounds = -1...1
    }
    return chart
  }

  /// Returns the number of columns of the labels at the left with which the curves and the differences below
  /// them have the same horizontal axis.
  func alignedLabelWidth(curves: Rect, difference: Rect?, appearance: Appearance) -> Int {
    guard let difference, difference.x == curves.x, let base = baseline else { return 0 }
    let panel = Panel("", tint: appearance.theme.blue, edges: edges)
    let (upper, lower) = (panel.inside(curves), panel.inside(difference))
    return max(
      self.curves(in: upper, appearance: appearance).labelWidth(in: upper, appearance: appearance),
      self.difference(from: base, in: lower, appearance: appearance)
        .labelWidth(in: lower, appearance: appearance))
  }

  /// The curve of the baseline.
  private var baseline: ComparedCurve? {
    comparedCurves.first { $0.members.contains(compared.baseline ?? 0) }
  }

  // MARK: - Curves

  /// The curves to draw. The selected run's is last, in front of the others.
  private var comparedCurves: [ComparedCurve] {
    let sets = compared.comparison.sets
    let groups =
      compare.showsSets ? sets.map(\.members) : compared.runs.indices.map { [$0] }
    let comparedCurves = groups.map { members in
      let first = compared.runs[members[0]]
      let name =
        members.count > 1
        ? "\(sets.first { $0.members == members }?.name ?? first.name) ×\(members.count)"
        : first.name
      return ComparedCurve(
        name: name, strokeNumber: first.strokeNumber, members: members,
        series: members.map {
          QuantitySeries(
            compared.runs[$0].lane, quantity, of: source, sinceFork: compare.charts.isSinceFork)
        },
        stepAxis: compare.charts.axes(of: first.lane.history).training)
    }
    let selected = compared.selected ?? 0
    return comparedCurves.filter { !$0.members.contains(selected) }
      + comparedCurves.filter { $0.members.contains(selected) }
  }

  private func make(
    _ comparedCurves: [ComparedCurve], minus base: ComparedCurve?, in rect: Rect,
    appearance: Appearance
  ) -> LineChart {
    let axis = axis
    let grid = grid(axis, columns: rect.width * (appearance.glyphs.unicode ? 2 : 1))
    let series = comparedCurves.map { curve in
      let points = curve.points(in: unit, minus: base, grid: grid)
      let stroke = CompareStyle(theme: appearance.theme).stroke(ofRun: curve.strokeNumber)
      let style = stroke.style(appearance.theme)
      let isSelected = curve.members.contains(compared.selected ?? 0)
      var series = LineChart.Series(
        curve.name, x: points.x, y: points.mean, style: isSelected ? style.with(.bold) : style,
        rawStyle: appearance.faded(style), stroke: stroke,
        band: points.hasBand ? (points.low, points.high) : nil,
        steps: steps(of: points, in: curve))
      series.showsPoints = quantity.isValidated && source != .training
      series.isStepped = quantity == .rate && base == nil
      return series
    }
    var chart = LineChart(
      series: series, axis: axis, emptyText: base == nil ? emptyText : emptyDifferenceText)
    chart.showsLegend = hasLegend
    chart.readStep = readStep
    chart.cursor = compare.charts.cursor.map { step in
      longest?.training.value(at: step, in: unit) ?? step
    }
    return chart
  }

  /// The step of the cursor, or the latest step of all runs.
  private var readStep: Double? { compare.charts.cursor ?? longest?.training.steps.last }

  /// The positions of the longest run.
  private var longest: HistoryAxes? { compared.longest.map(compare.charts.axes) }

  /// Returns the steps of the points, for a legend that names the step of an older value; `nil` if the
  /// value is older only because the curve has fewer points than steps.
  private func steps(of points: ComparedCurve.Points, in curve: ComparedCurve) -> [Double]? {
    let isSampled = points.isSampled && readStep ?? 0 <= curve.lastStep ?? 0
    return isSampled ? nil : points.steps
  }

  private var emptyText: String {
    hasLogarithm ? "no value yet" : "no validation after a training step yet"
  }

  private var emptyDifferenceText: String {
    guard compare.charts.window == nil else { return "no value in the part shown" }
    guard quantity.isValidated, source != .training else {
      return "the runs have no step in common"
    }
    let text = "no step at which both runs were validated"
    return compared.runs.allSatisfy(\.lane.hasEnded) ? text : text + " yet"
  }

  /// The axis of the longest run. By epoch or time, it extends to the largest end of all runs.
  private var axis: HorizontalAxis {
    let axis = compare.charts.axis(of: compared.longest ?? History())
    guard compare.charts.window == nil, unit != .step else { return axis }
    let ends = compared.runs.compactMap {
      compare.charts.axes(of: $0.lane.history).training[unit].last
    }
    return HorizontalAxis(
      axis.range.lowerBound...max(axis.range.upperBound, ends.max() ?? 0), unit: axis.unit,
      isLogarithmic: axis.isLogarithmic)
  }

  /// Returns a step for each column of the chart.
  private func grid(_ axis: HorizontalAxis, columns: Int) -> [Double] {
    guard let stepAxis = longest?.training, columns > 1 else { return [] }
    var grid: [Double] = []
    for column in 0..<columns {
      let x = axis.value(at: Double(column) / Double(columns - 1))
      let step = max(1, stepAxis.step(at: x, in: unit).rounded())
      if step > grid.last ?? 0 { grid.append(step) }
    }
    return grid
  }

  /// The annotations of the knob changes in the selected run.
  private var annotations: [LineChart.Annotation] {
    guard let selected = compared.selected else { return [] }
    let lane = compared.runs[selected].lane
    let stepAxis = compare.charts.axes(of: lane.history).training
    let origin = compare.charts.origin(of: lane.history)
    return CurvePanels.annotations(of: lane).map { annotation in
      var annotation = annotation
      annotation.x = stepAxis.value(at: annotation.x - origin, in: unit)
      return annotation
    }
  }
}
