import DisplayText
import Runs
import TerminalUI

/// The compare screen: the curves of all compared runs, their differences from the baseline, and
/// below a table of the runs, or the kernels or layers of two of them.
struct CompareScreen {
  @Shared var state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    let compared = ComparedRuns(state)
    guard let (baseline, selected) = compared.pair else {
      frame.textCentered(
        emptyText, in: body, y: body.y + body.height / 2, style: appearance.theme.muted)
      return
    }
    let layout = layout(compared, in: body)
    drawStrip(compared, in: layout.strip, on: &frame, appearance: appearance)
    switch state.compare.lowerPanel {
    case .table: layout.table?.draw(in: layout.lowerPanel, on: &frame, appearance: appearance)
    case .kernels, .layers:
      let pair = RunPairPanels(
        state: $state, baseline: compared.runs[baseline], selected: compared.runs[selected],
        edges: edges)
      pair.draw(in: layout.lowerPanel, on: &frame, appearance: appearance)
    }
    let charts = charts(compared, layout, appearance)
    if let difference = layout.difference {
      charts.drawDifference(in: difference, on: &frame, appearance: appearance)
    }
    charts.drawCurves(in: layout.curves, on: &frame, appearance: appearance)
  }

  /// Returns the command of a gesture on the table or on the curves.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, appearance: Appearance
  ) -> DashboardCommand? {
    let compared = ComparedRuns(state)
    guard compared.baseline != nil else { return nil }
    let layout = layout(compared, in: body)
    if let table = layout.table, layout.lowerPanel.contains(x: x, y: y) {
      return table.command(for: gesture, x: x, y: y, in: layout.lowerPanel, appearance: appearance)
    }
    guard layout.curves.contains(x: x, y: y), let history = compared.longest else { return nil }
    return charts(compared, layout, appearance)
      .pointer(atX: x, in: layout.curves, appearance: appearance)?
      .command(for: gesture, of: state.compare.charts, history)
      .map { .compare(.navigate($0)) }
  }

  private struct Layout {
    var strip: Rect
    var curves: Rect
    var difference: Rect?
    var lowerPanel: Rect
    /// The table, if the lower panel shows it.
    var table: ComparisonTable?
  }

  private func layout(_ compared: ComparedRuns, in body: Rect) -> Layout {
    var rest = body
    let strip = rest.cutTop(body.height >= 14 ? 1 : 0)
    let table =
      state.compare.lowerPanel == .table
      ? ComparisonTable(state: $state, compared: compared, edges: edges, in: rest) : nil
    let lowerPanel = rest.cutBottom(table?.height(in: rest) ?? rest.height * 3 / 5)
    var difference: Rect?
    if compared.runs.count > 1 {
      if rest.width >= 110, rest.height < 2 * 12 {
        difference = rest.cutRight(rest.width * 2 / 5)
        if edges == .rule { _ = rest.cutRight(2) }
      } else if rest.height >= 2 * 8 {
        difference = rest.cutBottom(rest.height * 2 / 5)
      }
    }
    return Layout(
      strip: strip, curves: rest, difference: difference, lowerPanel: lowerPanel, table: table)
  }

  /// Returns the rectangle of the curves; `nil` while there is no run.
  func curves(in body: Rect) -> Rect? {
    let compared = ComparedRuns(state)
    return compared.baseline == nil ? nil : layout(compared, in: body).curves
  }

  private func charts(
    _ compared: ComparedRuns, _ layout: Layout, _ appearance: Appearance
  ) -> CompareCharts {
    var charts = CompareCharts(
      state: $state, compared: compared, edges: edges, hasLegend: state.compare.lowerPanel != .table
    )
    charts.labelWidth = charts.alignedLabelWidth(
      curves: layout.curves, difference: layout.difference, appearance: appearance)
    return charts
  }

  /// The reason why there is no run, and the way to one.
  private var emptyText: String {
    let hidden = state.compare.hidden.count
    guard hidden > 0 else { return "no run to compare yet · 7 lists the recorded runs" }
    return (hidden == 1 ? "1 run is hidden" : "\(hidden) runs are hidden")
      + " · Enter on screen 7 shows a run again"
  }

  /// Draws the top row: the quantities at the left, and the source and the axis at the right, with their
  /// keys.
  private func drawStrip(
    _ compared: ComparedRuns, in row: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    guard !row.isEmpty else { return }
    let theme = appearance.theme
    var x = frame.text("v", x: row.x + 1, y: row.y, style: theme.key) + 1
    for quantity in ChartQuantity.compared {
      let isShown = quantity == state.compare.quantity
      guard x + quantity.fullName.columns + 3 < row.right else { break }
      x = frame.text(
        quantity.fullName, x: x, y: row.y, style: isShown ? theme.strong : theme.muted)
      if appearance.depth == .mono, isShown {
        x = frame.text("●", x: x, y: row.y, style: theme.text)
      }
      x += 2
    }
    var facts = facts(compared, theme)
    func columns() -> Int { facts.reduce(-2) { $0 + $1.columns + 2 } }
    while !facts.isEmpty, x + columns() + 1 > row.right { facts.removeLast() }
    var right = row.right - 1 - columns()
    for fact in facts { right = fact.draw(x: right, y: row.y, on: &frame, theme) + 2 }
  }

  /// A fact in the top row, with the key that changes it.
  private struct Fact {
    var key = ""
    var text: String
    var style: Style

    var columns: Int { key.columns + (key.isEmpty ? 0 : 1) + text.columns }

    func draw(x: Int, y: Int, on frame: inout Frame, _ theme: Theme) -> Int {
      let start = key.isEmpty ? x : frame.text(key, x: x, y: y, style: theme.key) + 1
      return frame.text(text, x: start, y: y, style: style)
    }
  }

  private func facts(_ compared: ComparedRuns, _ theme: Theme) -> [Fact] {
    let compare = state.compare
    var facts: [Fact] = []
    if let cursor = compare.charts.cursor {
      facts.append(
        Fact(
          text: (compare.charts.isSinceFork ? "at fork + " : "at step ")
            + NumberText.grouped(Int(cursor)), style: theme.caution))
    }
    if compare.quantity.isValidated {
      facts.append(Fact(key: "s", text: compared.source.name, style: theme.muted))
    }
    facts.append(Fact(key: "x", text: "axis: \(compare.charts.axisName)", style: theme.muted))
    if compared.source == .training || !compare.quantity.isValidated {
      facts.append(Fact(text: state.smoothingText, style: theme.muted))
    }
    return facts
  }
}
