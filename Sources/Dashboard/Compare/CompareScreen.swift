import Runs
import TerminalUI

/// Runs beside each other: their curves over one another, the difference to a baseline, and below these
/// a table, or the kernels or layers of two of them.
struct CompareScreen {
  let state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, look: Look) {
    let contest = Contest(state)
    guard let baseline = contest.baseline, let selected = contest.selected else {
      frame.textCentered(
        "nothing to compare yet · 7 shows the recorded runs", in: body,
        y: body.y + body.height / 2, style: look.theme.muted)
      return
    }
    let places = places(contest, in: body)
    drawStrip(in: places.strip, on: &frame, look: look)
    switch state.compare.lower {
    case .table: places.table?.draw(in: places.lower, on: &frame, look: look)
    case .kernels, .layers:
      let pair = RunPair(
        state: state, baseline: contest.entrants[baseline], chosen: contest.entrants[selected],
        edges: edges)
      pair.draw(in: places.lower, on: &frame, look: look)
    }
    let charts = charts(contest)
    if let difference = places.difference {
      charts.drawDifference(in: difference, on: &frame, look: look)
    }
    charts.drawCurves(in: places.curves, on: &frame, look: look)
  }

  /// On the table what rows do; on the curves a press reads the step below it, the wheel zooms there, and
  /// a drag moves them.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, look: Look
  ) -> DashboardCommand? {
    let contest = Contest(state)
    guard contest.baseline != nil else { return nil }
    let places = places(contest, in: body)
    if let table = places.table, places.lower.contains(x: x, y: y) {
      return table.command(for: gesture, x: x, y: y, in: places.lower, look: look)
    }
    guard places.curves.contains(x: x, y: y), let history = contest.longest else { return nil }
    return charts(contest).place(of: x, in: places.curves, look: look)?
      .command(for: gesture, of: state.compare.charts, history)
  }

  private struct Places {
    var strip: Rect
    var curves: Rect
    var difference: Rect?
    var lower: Rect
    /// Where it is what is below.
    var table: ComparisonTable?
  }

  private func places(_ contest: Contest, in body: Rect) -> Places {
    var rest = body
    let strip = rest.takeTop(body.height >= 14 ? 1 : 0)
    let table =
      state.compare.lower == .table
      ? ComparisonTable(state: state, contest: contest, edges: edges, in: rest) : nil
    let lower = rest.takeBottom(table?.height(in: rest) ?? rest.height * 3 / 5)
    var difference: Rect?
    if contest.entrants.count > 1 {
      if rest.width >= 110, rest.height < 2 * 12 {
        difference = rest.takeRight(rest.width * 2 / 5)
        if edges == .rule { _ = rest.takeRight(2) }
      } else if rest.height >= 2 * 8 {
        difference = rest.takeBottom(rest.height * 2 / 5)
      }
    }
    return Places(strip: strip, curves: rest, difference: difference, lower: lower, table: table)
  }

  private func charts(_ contest: Contest) -> CompareCharts {
    CompareCharts(
      state: state, contest: contest, edges: edges, hasLegend: state.compare.lower != .table)
  }

  /// What can be compared by, and how it is looked at.
  private func drawStrip(in row: Rect, on frame: inout Frame, look: Look) {
    guard !row.isEmpty else { return }
    let compare = state.compare
    var x = row.x + 1
    for quantity in ChartsView.Quantity.compared {
      let isShown = quantity == compare.quantity
      guard x + quantity.name.columns + 3 < row.right else { break }
      x = frame.text(
        quantity.key, x: x, y: row.y, style: isShown ? look.theme.key : look.theme.muted)
      x = frame.text(
        quantity.name, x: x + 1, y: row.y, style: isShown ? look.theme.strong : look.theme.muted)
      if look.depth == .mono, isShown {
        x = frame.text("●", x: x, y: row.y, style: look.theme.text)
      }
      x += 2
    }
    var parts = reading ?? [compare.sourceWords, "by \(compare.charts.axisName)"]
    if compare.source == .training { parts.append(state.smoothingWords) }
    while !parts.isEmpty {
      let text = parts.joined(separator: " · ")
      if x + text.columns + 1 <= row.right {
        let style = compare.charts.cursor == nil ? look.theme.muted : look.theme.caution
        frame.textRight(text, right: row.right - 1, y: row.y, style: style)
        return
      }
      parts.removeLast()
    }
  }

  private var reading: [String]? {
    state.compare.charts.cursor.map {
      ["at step \(Digits.grouped(Int($0)))", state.compare.sourceWords]
    }
  }
}

extension ChartsView.Quantity {
  /// Those that all runs have recorded.
  static let compared: [ChartsView.Quantity] = [.loss, .top1, .top5, .rate, .speed]

  /// Whether there is one of training and one of validation.
  var isValidated: Bool { [.loss, .top1, .top5].contains(self) }
}

extension CompareView {
  var sourceWords: String {
    guard quantity.isValidated else { return "" }
    return switch source {
    case .validation: "validation"
    case .training: "training"
    case .gap: "validation less training"
    }
  }
}
