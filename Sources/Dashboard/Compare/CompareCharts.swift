import Runs
import TerminalUI

/// The curves of all that are compared over one another, and each less the baseline at the same step.
struct CompareCharts {
  let state: DashboardState
  let contest: Contest
  let edges: Panel.Edges
  let hasLegend: Bool

  private var compare: CompareView { state.compare }
  private var quantity: ChartsView.Quantity { compare.quantity }
  private var unit: Places.Unit { compare.charts.unit }

  /// Where a column of the screen is on the curves drawn in this rectangle; nil where there are none.
  func place(of x: Int, in rect: Rect, look: Look) -> ChartPlace? {
    let inside = Panel("", tint: look.theme.blue, edges: edges).inside(rect)
    let chart = curves(in: inside, look: look)
    return chart.plot(in: inside, look: look).flatMap { ChartPlace(x, in: $0, chart.axis) }
  }

  func drawCurves(in rect: Rect, on frame: inout Frame, look: Look) {
    let title = [quantity.title, compare.sourceWords].filter { !$0.isEmpty }.joined(separator: ", ")
    let log = state.isLogarithmic ? "logarithmic" : ""
    let inside = Panel(title, key: quantity.key, note: log, tint: look.theme.blue, edges: edges)
      .draw(in: rect, on: &frame, look: look)
    curves(in: inside, look: look).draw(in: inside, on: &frame, look: look)
  }

  private func curves(in inside: Rect, look: Look) -> LineChart {
    var chart = make(strands, less: nil, in: inside, look: look)
    if compare.source == .gap, quantity.isValidated {
      chart.references = [.init(0, "", isAlwaysShown: true)]
    } else {
      chart.logarithmic = state.isLogarithmic
      chart.bounds = quantity.isError ? 0...1 : 0 ... .greatestFiniteMagnitude
    }
    chart.valueText = quantity.text
    if quantity.isError { chart.tickText = Self.percent }
    chart.marks = marks
    return chart
  }

  func drawDifference(in rect: Rect, on frame: inout Frame, look: Look) {
    let strands = strands
    guard let base = strands.first(where: { $0.members.contains(contest.baseline ?? 0) }) else {
      return
    }
    let inside = Panel(
      "Less \(base.name)", key: "b", note: "at the same step", tint: look.theme.amber, edges: edges
    ).draw(in: rect, on: &frame, look: look)
    var chart = make(
      strands.filter { $0.members != base.members }, less: base, in: inside, look: look)
    chart.references = [.init(0, "", isAlwaysShown: true)]
    chart.valueText = { [quantity] in ($0 > 0 ? "+" : "") + quantity.text($0) }
    if quantity.isError { chart.tickText = Self.percent }
    chart.draw(in: inside, on: &frame, look: look)
  }

  /// With as many digits as it has, up to two.
  @Sendable private static func percent(_ value: Double) -> String {
    func isExact(_ scaled: Double) -> Bool { abs(scaled - scaled.rounded()) < 1e-6 }
    return Digits.percent(value, isExact(value * 100) ? 0 : isExact(value * 1000) ? 1 : 2)
  }

  // MARK: - What is on them

  /// The chosen run's comes last, in front of the others.
  private var strands: [Strand] {
    let sets = contest.comparison.sets
    let groups =
      compare.showsSets ? sets.map(\.members) : contest.entrants.indices.map { [$0] }
    let strands = groups.map { members in
      let first = contest.entrants[members[0]]
      let name =
        members.count > 1
        ? "\(sets.first { $0.members == members }?.name ?? first.name) ×\(members.count)"
        : first.name
      return Strand(
        name: name, number: first.number, members: members,
        tracks: members.map { Track(contest.entrants[$0].lane, quantity, of: compare.source) },
        clock: first.lane.history.places)
    }
    let chosen = contest.selected ?? 0
    return strands.filter { !$0.members.contains(chosen) }
      + strands.filter { $0.members.contains(chosen) }
  }

  private func make(
    _ strands: [Strand], less base: Strand?, in rect: Rect, look: Look
  ) -> LineChart {
    let axis = axis
    let grid = grid(axis, columns: rect.width * (look.glyphs.unicode ? 2 : 1))
    let series = strands.map { strand in
      let points = strand.points(in: unit, less: base, grid: grid)
      let stroke = LineChart.Stroke(strand.number, theme: look.theme)
      let style = stroke.style(look.theme)
      let isChosen = strand.members.contains(contest.selected ?? 0)
      return LineChart.Series(
        strand.name, x: points.x, y: points.mean, style: isChosen ? style.with(.bold) : style,
        rawStyle: look.faded(style), stroke: stroke,
        band: points.hasBand ? (points.low, points.high) : nil)
    }
    var chart = LineChart(
      series: series, axis: axis,
      emptyText: base == nil ? "nothing measured yet" : "no step that they share")
    chart.showsLegend = hasLegend
    chart.cursor = compare.charts.cursor.map { step in
      contest.longest?.places.value(at: step, in: unit) ?? step
    }
    return chart
  }

  /// That of the longest run; over time it goes on to the slowest.
  private var axis: HorizontalAxis {
    let longest = contest.longest ?? History()
    let axis = compare.charts.axis(of: longest)
    guard compare.charts.window == nil, unit != .step else { return axis }
    let ends = contest.entrants.compactMap { $0.lane.history.places[unit].last }
    return HorizontalAxis(
      axis.range.lowerBound...max(axis.range.upperBound, ends.max() ?? 0), unit: axis.unit,
      isLogarithmic: axis.isLogarithmic)
  }

  /// A step for every column that there is.
  private func grid(_ axis: HorizontalAxis, columns: Int) -> [Double] {
    guard let places = contest.longest?.places, columns > 1 else { return [] }
    var grid: [Double] = []
    for column in 0..<columns {
      let x = axis.value(at: Double(column) / Double(columns - 1))
      let step = max(1, places.step(at: x, in: unit).rounded())
      if step > grid.last ?? 0 { grid.append(step) }
    }
    return grid
  }

  /// What was changed in the chosen run on the way.
  private var marks: [LineChart.Mark] {
    guard let selected = contest.selected else { return [] }
    let lane = contest.entrants[selected].lane
    return CurvePanels.marks(of: lane).map { mark in
      var mark = mark
      mark.x = lane.history.places.value(at: mark.x, in: unit)
      return mark
    }
  }
}

extension Look {
  /// A colour behind others.
  fileprivate func faded(_ style: Style) -> Style {
    guard depth == .direct, style.foreground.isRGB, theme.background.isRGB else {
      return depth == .mono ? theme.muted : style.with(.dim)
    }
    return Style(style.foreground.mixed(with: theme.background, 0.65))
  }
}

extension ChartsView.Quantity {
  var isError: Bool { self == .top1 || self == .top5 }

  fileprivate var title: String {
    switch self {
    case .loss: "Loss"
    case .top1: "Top-1 error"
    case .top5: "Top-5 error"
    case .rate: "Learning rate"
    case .speed: "Images per second"
    case .gradient: "Gradients"
    case .update: "Updates over weights"
    }
  }

  fileprivate var text: @Sendable (Double) -> String {
    switch self {
    case .loss: { Digits.fixed($0, 3) }
    case .top1, .top5: { Digits.percent($0) }
    case .rate, .gradient, .update: { Digits.plain($0) }
    case .speed: { Digits.fixed($0, 0) }
    }
  }
}
