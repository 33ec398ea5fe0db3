import DisplayText
import TerminalUI

/// Texts for all that differs from the usual way to read curves, with the keys that change it. They
/// are shown beside the curves as long as it differs. The next session begins in the usual way.
struct ChartBadges {
  @Shared var state: DashboardState

  /// The badge of logarithmic values.
  var logarithmicValues: [String] { state.isLogarithmic ? ["log y · y", "log y"] : [] }

  /// The badge of another smoothing than usual.
  var smoothing: [String] {
    let history = state.lane.history
    let isUsual =
      history.smoothing == SmoothedSeries.standardMemory && history.smoothingMode == .overRaw
    guard !isUsual else { return [] }
    let text = history.isSmooth ? state.smoothingText : "not smoothed"
    return [text + (history.smoothingMode == .overRaw ? " · [ ]" : " · \\"), text]
  }

  /// A note that training values are smoothed, in several lengths; empty if a badge names the smoothing.
  var mean: [String] {
    let memory = state.lane.history.memory
    guard smoothing.isEmpty, state.lane.history.isSmooth else { return [] }
    let steps = Int((1 / (1 - memory)).rounded())
    return ["train: mean of about \(steps) steps", "train: mean"]
  }

  /// Returns two notes together in several lengths; the second is left out where both do not fit.
  static func notes(_ first: [String], _ second: [String]) -> [String] {
    guard let short = first.last, !second.isEmpty else { return first + second }
    return second.map { "\(short) · \($0)" } + first
  }

  /// Returns the badge of another horizontal axis than steps from 0.
  static func axis(_ charts: ChartsState) -> [String] {
    let keys = [
      charts.unit != .step || charts.isLogarithmic ? "x" : nil, charts.isSinceFork ? "f" : nil,
    ].compactMap(\.self)
    guard !keys.isEmpty else { return [] }
    return ["\(charts.axisName) · \(keys.joined(separator: " "))", charts.axisName]
  }

  /// Returns the badge of a vertical axis with limits that the user has typed.
  static func limits(_ values: ChartValues, _ limits: AxisLimits) -> [String] {
    guard !limits.isAutomatic else { return [] }
    let text = values.text(of: limits).split(separator: " ").joined(separator: " to ")
    return ["limits \(text) · r", "\(text) · r", "limits"]
  }

  /// Returns the badge of a part of the run.
  static func window(_ charts: ChartsState) -> [String] {
    guard let window = charts.window else { return [] }
    let steps = NumberText.grouped(Int(window.span.rounded())) + " steps"
    return [
      (window.end == nil ? "the last " : "") + steps + " · 0 shows all", "zoomed · 0 shows all",
      "zoomed",
    ]
  }
}

/// The title line of a panel with curves: badges, and a note or the legend of a low chart.
struct CurvePanel {
  var panel: Panel
  /// Shorter titles of a low chart, in whose title line the legend needs the room.
  var shortTitles: [String] = []
  var chart: LineChart
  /// The badges of this panel, each in several lengths.
  var badges: [[String]] = []
  /// A note in several lengths, which is left out where the legend needs the room.
  var note: [String] = []

  /// Returns the rectangle of the chart in that of the panel.
  func inside(_ rect: Rect) -> Rect { panel.inside(rect) }

  /// Gives panels above one another labels of equal width at their left, so that one step is in the same column
  /// of all of them.
  static func align(_ panels: inout [(panel: CurvePanel, rect: Rect)], _ appearance: Appearance) {
    let widths = panels.map { panel, rect in
      panel.chart.labelWidth(in: panel.inside(rect), appearance: appearance)
    }
    let rects = panels.map(\.rect)
    for (index, rect) in rects.enumerated() {
      let column = rects.indices.filter {
        rects[$0].x == rect.x && rects[$0].width == rect.width
      }
      panels[index].panel.chart.minimumLabelWidth = column.map { widths[$0] }.max() ?? 0
    }
  }

  /// Returns true if the legend has room for the whole names of all curves.
  func namesAllCurves(in rect: Rect, appearance: Appearance) -> Bool {
    chart.namesAllCurves(
      in: inside(rect), titleWidth: panel.noteArea(in: rect).width, appearance: appearance)
  }

  /// Returns the panel with the longest title beside which the legend of a low chart has all curves.
  private func panel(in rect: Rect, _ appearance: Appearance) -> Panel {
    guard chart.showsLegend, inside(rect).height < chart.legendHeight, !shortTitles.isEmpty else {
      return panel
    }
    let legend = ChartLegend(chart, appearance: appearance)
    let candidates = [panel.title] + shortTitles
    var panel = panel
    for title in candidates {
      panel.title = title
      if legend.hasAll(width: panel.noteArea(in: rect).width - 1) { break }
    }
    return panel
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let panel = panel(in: rect, appearance)
    let inside = panel.draw(in: rect, on: &frame, appearance: appearance)
    var area = panel.noteArea(in: rect)
    for badge in badges {
      place(badge, in: &area, style: appearance.theme.caution, on: &frame)
    }
    if inside.height >= chart.legendHeight || !chart.showsLegend {
      place(note, in: &area, style: appearance.theme.muted, on: &frame)
    } else if area.width >= Self.minimumLegend {
      ChartLegend(chart, appearance: appearance).drawRight(
        in: area, on: &frame, appearance: appearance)
    }
    chart.draw(in: inside, on: &frame, appearance: appearance)
  }

  private static let minimumLegend = 10

  /// Draws the longest text that fits at the right of an area, and makes the area narrower.
  private func place(
    _ texts: [String], in area: inout Rect, style: Style, on frame: inout Frame
  ) {
    guard let text = texts.first(where: { $0.columns + 3 <= area.width }) else { return }
    frame.textRight(" " + text + " ", right: area.right, y: area.y, style: style)
    area.width -= text.columns + 3
  }
}
