import DisplayText
import Runs
import TerminalUI

/// The charts of the compare screen: all curves over one another, and their differences from the
/// baseline at the same step.
struct CompareCharts {
  let state: DashboardState
  let compared: ComparedRuns
  let edges: Panel.Edges
  let hasLegend: Bool

  private var compare: CompareState { state.compare }
  private var quantity: ChartQuantity { compare.quantity }
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
    let title = [quantity.title, compare.sourceName].filter { !$0.isEmpty }.joined(separator: ", ")
    let log = state.isLogarithmic ? "logarithmic" : ""
    let inside = Panel(
      title, key: "v", note: log, tint: appearance.theme.blue, edges: edges
    )
    .draw(in: rect, on: &frame, appearance: appearance)
    curves(in: inside, appearance: appearance).draw(in: inside, on: &frame, appearance: appearance)
  }

  private func curves(in inside: Rect, appearance: Appearance) -> LineChart {
    var chart = make(comparedCurves, minus: nil, in: inside, appearance: appearance)
    if compare.source == .gap, quantity.isValidated {
      chart.referenceLevels = [.init(0, "", isAlwaysShown: true)]
    } else {
      chart.isLogarithmic = state.isLogarithmic
      chart.bounds = quantity.isError ? 0...1 : 0 ... .greatestFiniteMagnitude
    }
    chart.valueText = quantity.text
    if quantity.isError { chart.tickText = Self.percent }
    chart.annotations = annotations
    return chart
  }

  func drawDifference(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let comparedCurves = comparedCurves
    guard let base = comparedCurves.first(where: { $0.members.contains(compared.baseline ?? 0) })
    else {
      return
    }
    let inside = Panel(
      "Difference from \(base.name)", key: "b", note: "at the same step",
      tint: CompareStyle(theme: appearance.theme).difference,
      edges: edges
    ).draw(in: rect, on: &frame, appearance: appearance)
    var chart = make(
      comparedCurves.filter { $0.members != base.members }, minus: base, in: inside,
      appearance: appearance)
    chart.referenceLevels = [.init(0, "", isAlwaysShown: true)]
    chart.valueText = { [quantity] in ($0 > 0 ? "+" : "") + quantity.text($0) }
    if quantity.isError { chart.tickText = Self.percent }
    chart.draw(in: inside, on: &frame, appearance: appearance)
  }

  /// Returns a percentage with as many decimals as it needs, at most two.
  @Sendable private static func percent(_ value: Double) -> String {
    func isExact(_ scaled: Double) -> Bool { abs(scaled - scaled.rounded()) < 1e-6 }
    return NumberText.percent(value, isExact(value * 100) ? 0 : isExact(value * 1000) ? 1 : 2)
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
          QuantitySeries(compared.runs[$0].lane, quantity, of: compare.source)
        },
        stepAxis: first.lane.history.stepAxis)
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
      return LineChart.Series(
        curve.name, x: points.x, y: points.mean, style: isSelected ? style.with(.bold) : style,
        rawStyle: appearance.faded(style), stroke: stroke,
        band: points.hasBand ? (points.low, points.high) : nil)
    }
    var chart = LineChart(
      series: series, axis: axis,
      emptyText: base == nil ? "nothing measured yet" : "no common step")
    chart.showsLegend = hasLegend
    chart.cursor = compare.charts.cursor.map { step in
      compared.longest?.stepAxis.value(at: step, in: unit) ?? step
    }
    return chart
  }

  /// The axis of the longest run. By epoch or time, it extends to the largest end of all runs.
  private var axis: HorizontalAxis {
    let longest = compared.longest ?? History()
    let axis = compare.charts.axis(of: longest)
    guard compare.charts.window == nil, unit != .step else { return axis }
    let ends = compared.runs.compactMap { $0.lane.history.stepAxis[unit].last }
    return HorizontalAxis(
      axis.range.lowerBound...max(axis.range.upperBound, ends.max() ?? 0), unit: axis.unit,
      isLogarithmic: axis.isLogarithmic)
  }

  /// Returns a step for each column of the chart.
  private func grid(_ axis: HorizontalAxis, columns: Int) -> [Double] {
    guard let stepAxis = compared.longest?.stepAxis, columns > 1 else { return [] }
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
    return CurvePanels.annotations(of: lane).map { annotation in
      var annotation = annotation
      annotation.x = lane.history.stepAxis.value(at: annotation.x, in: unit)
      return annotation
    }
  }
}

extension Appearance {
  /// Returns the style of a curve behind the others.
  fileprivate func faded(_ style: Style) -> Style {
    guard depth == .direct, style.foreground.isRGB, theme.background.isRGB else {
      return depth == .mono ? theme.muted : style.with(.dim)
    }
    return Style(style.foreground.mixed(with: theme.background, 0.65))
  }
}
