import DisplayText
import Runs
import TerminalUI

/// The compare screen: the curves of all compared runs, their differences from the baseline, and
/// below a table of the runs, or the kernels or layers of two of them.
struct CompareScreen {
  let state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    let compared = ComparedRuns(state)
    guard let baseline = compared.baseline, let selected = compared.selected else {
      frame.textCentered(
        "nothing to compare yet · 7 shows the recorded runs", in: body,
        y: body.y + body.height / 2, style: appearance.theme.muted)
      return
    }
    let layout = layout(compared, in: body)
    drawStrip(in: layout.strip, on: &frame, appearance: appearance)
    switch state.compare.lowerPanel {
    case .table: layout.table?.draw(in: layout.lowerPanel, on: &frame, appearance: appearance)
    case .kernels, .layers:
      let pair = RunPairPanels(
        state: state, baseline: compared.runs[baseline], selected: compared.runs[selected],
        edges: edges)
      pair.draw(in: layout.lowerPanel, on: &frame, appearance: appearance)
    }
    let charts = charts(compared)
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
    return charts(compared).pointer(atX: x, in: layout.curves, appearance: appearance)?
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
      ? ComparisonTable(state: state, compared: compared, edges: edges, in: rest) : nil
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

  private func charts(_ compared: ComparedRuns) -> CompareCharts {
    CompareCharts(
      state: state, compared: compared, edges: edges, hasLegend: state.compare.lowerPanel != .table)
  }

  /// Draws the top row: the keys of the quantities, and the source and the axis or the cursor.
  private func drawStrip(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    guard !row.isEmpty else { return }
    let compare = state.compare
    var x = frame.text("v", x: row.x + 1, y: row.y, style: appearance.theme.key) + 1
    for quantity in ChartQuantity.compared {
      let isShown = quantity == compare.quantity
      guard x + quantity.name.columns + 3 < row.right else { break }
      x = frame.text(
        quantity.name, x: x, y: row.y,
        style: isShown ? appearance.theme.strong : appearance.theme.muted)
      if appearance.depth == .mono, isShown {
        x = frame.text("●", x: x, y: row.y, style: appearance.theme.text)
      }
      x += 2
    }
    var parts = reading ?? [compare.sourceName, "by \(compare.charts.axisName)"]
    if compare.source == .training { parts.append(state.smoothingText) }
    while !parts.isEmpty {
      let text = parts.joined(separator: " · ")
      if x + text.columns + 1 <= row.right {
        let style = compare.charts.cursor == nil ? appearance.theme.muted : appearance.theme.caution
        frame.textRight(text, right: row.right - 1, y: row.y, style: style)
        return
      }
      parts.removeLast()
    }
  }

  private var reading: [String]? {
    state.compare.charts.cursor.map {
      ["at step \(NumberText.grouped(Int($0)))", state.compare.sourceName]
    }
  }
}

extension CompareState {
  /// The source of the curves; empty for a quantity that is measured in training only.
  var sourceName: String {
    guard quantity.isValidated else { return "" }
    return switch source {
    case .validation: "validation"
    case .training: "training"
    case .gap: "validation minus training"
    }
  }
}
