import DisplayText
import Observing
import TerminalUI

/// The formula of a cell: the numbers from which its activation follows, and the map with the cell.
struct FormulaScreen {
  @Shared var state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    let layout = layout(in: body)
    if let map = layout.map {
      FormulaMapPanel(state: $state, edges: edges)
        .draw(in: map, on: &frame, appearance: appearance)
    }
    let shown = rows(in: body)
    let scrolling = Scrolling(rows: shown.count, page: panel("").inside(layout.sheet).height)
    let first = scrolling.clamped(state.images.formula.row)
    let inside = panel(note(scrolling, first)).draw(
      in: layout.sheet, on: &frame, appearance: appearance)
    guard !shown.isEmpty else {
      let problem = state.imageAnalysis?.problem
      return frame.textWrapped(
        problem ?? "waiting for the formula…", in: inside, style: appearance.theme.muted)
    }
    var rest = text(inside)
    for row in shown.dropFirst(first).prefix(inside.height) {
      row.draw(in: rest.cutTop(1), on: &frame, theme: appearance.theme)
    }

    func panel(_ note: String) -> Panel {
      Panel(title, note: note, tint: appearance.theme.violet, edges: edges)
    }
  }

  /// The cell of the shown formula, which can be the one before until the new one arrives.
  private var title: String {
    guard let cell = state.shownFormula?.cell ?? state.images.formula.cell else { return "Formula" }
    let number = NumberText.grouped(cell.place.channel + 1)
    guard let shape = state.outputShape(of: cell.layer), !shape.isFlat else {
      return "\(cell.layer) neuron \(number)"
    }
    return "\(cell.layer) map \(number), row \(NumberText.grouped(cell.place.row + 1)), "
      + "column \(NumberText.grouped(cell.place.column + 1))"
  }

  private func note(_ scrolling: Scrolling, _ first: Int) -> String {
    var parts: [String] = []
    if state.shownFormula?.cell != state.images.formula.cell { parts.append("waiting…") }
    if scrolling.last > 0 {
      let last = min(scrolling.rows, first + scrolling.page)
      parts.append("rows \(first + 1)–\(last) of \(scrolling.rows)")
    }
    if let source = state.imageSource { parts.append(source) }
    return parts.joined(separator: " · ")
  }

  // MARK: - Layout

  /// The least width of the text beside the map.
  private static let leastText = 54
  /// The least and the largest width of the map.
  private static let mapWidths = 22...64

  /// Returns the rectangles of the map and the text; there is no map if there is no room for it.
  func layout(in body: Rect) -> (map: Rect?, sheet: Rect) {
    var rest = body
    let edge = edges == .box ? 2 : 1
    let needed = max(Self.leastText, leastTextWidth) + edge + 1
    guard body.width - Self.mapWidths.lowerBound >= needed, body.height >= 6 else {
      return (nil, rest)
    }
    let square = 2 * (body.height - edge) + edge
    let third = max(Self.mapWidths.lowerBound, body.width / 3)
    let most = min(Self.mapWidths.upperBound, third, square)
    let map = rest.cutLeft(min(most, body.width - needed))
    if edges == .rule { _ = rest.cutLeft(1) }
    return (map, rest)
  }

  /// The columns of one block of the shown patch.
  private var leastTextWidth: Int {
    guard case .patch(let sum) = state.shownFormula?.operations.first?.work,
      !state.showsLargestTerms
    else { return 0 }
    return sum.side * NumberGrid.leastWidth(side: sum.side)
  }

  private func text(_ inside: Rect) -> Rect { edges == .box ? inside.inset(columns: 1) : inside }

  /// Returns the rows of the formula; none before it arrives.
  private func rows(in body: Rect) -> [FormulaRow] {
    guard let formula = state.shownFormula else { return [] }
    let inside = text(Panel("", tint: Style(), edges: edges).inside(layout(in: body).sheet))
    return FormulaSheet(
      formula: formula, layout: state.networkLayout, channel: state.images.formula.channel,
      showsTerms: state.showsLargestTerms, comparison: state.images.formula.comparison,
      className: state.className, width: inside.width, height: inside.height
    ).rows
  }

  /// Returns the scroll range of the formula.
  func scrolling(in body: Rect) -> Scrolling {
    let page = Panel("", tint: Style(), edges: edges).inside(layout(in: body).sheet).height
    return Scrolling(rows: rows(in: body).count, page: page)
  }

  /// Returns the command of a gesture. A press on the map chooses a cell, the wheel on it the map, and the
  /// wheel on the text scrolls.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, appearance: Appearance
  ) -> FormulaCommand? {
    let layout = layout(in: body)
    let map = layout.map.flatMap { $0.contains(x: x, y: y) ? $0 : nil }
    switch gesture {
    case .press:
      return map.flatMap {
        FormulaMapPanel(state: $state, edges: edges)
          .place(x: x, y: y, in: $0, appearance: appearance)
      }.map(FormulaCommand.choose)
    case .wheel(let count):
      if map != nil { return .moveMap(count < 0 ? -1 : 1) }
      return layout.sheet.contains(x: x, y: y) ? .wheel(count) : nil
    case .drag: return nil
    }
  }
}
