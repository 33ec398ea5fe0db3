import DisplayText
import Runs
import TerminalUI

/// The table of the compared runs, a row per run with the differences of its plan and its results.
/// Below are the verdicts on the seed sets.
struct ComparisonTable {
  let state: DashboardState
  let compared: ComparedRuns
  let edges: Panel.Edges
  /// The verdicts, wrapped to the width of the panel.
  private let verdictLines: [String]

  init(state: DashboardState, compared: ComparedRuns, edges: Panel.Edges, in room: Rect) {
    self.state = state
    self.compared = compared
    self.edges = edges
    let width = room.width - (edges == .box ? 4 : 2)
    verdictLines = compared.verdicts.reduce(into: []) { lines, verdict in
      guard lines.count <= room.height / 3 else { return }
      lines += verdict.wrapped(to: max(20, width))
    }
  }

  private var comparison: Comparison { compared.comparison }
  private var frameRows: Int { edges == .box ? 2 : 1 }

  /// Returns the height that the table needs, at most half of that of `room`.
  func height(in room: Rect) -> Int {
    let verdicts = min(verdictLines.count, room.height / 6)
    return min(room.height / 2, comparison.rows.count + 1 + verdicts + frameRows)
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    var inside = panel(appearance).draw(in: rect, on: &frame, appearance: appearance)
    let foot = inside.cutBottom(footHeight(in: rect))
    for row in 0..<foot.height {
      let isCut = row == foot.height - 1 && verdictLines.count > foot.height
      frame.text(
        verdictLines[row] + (isCut ? " …" : ""), x: foot.x + 1, y: foot.y + row,
        style: appearance.theme.text,
        width: foot.width - 2)
    }
    let visible = visibleRows(inside.height - 1)
    Table(columns: columns(in: inside.width), rows: visible.map { row($0, appearance) })
      .draw(in: inside, on: &frame, appearance: appearance)
  }

  private func panel(_ appearance: Appearance) -> Panel {
    Panel(
      "Runs", key: Screen.runList.key.name, note: "↑ ↓ choose · b baseline",
      tint: appearance.theme.green, edges: edges)
  }

  /// Returns the command of a gesture: a press selects a row, a press on the selected row makes it
  /// the baseline, and the wheel moves the selection.
  func command(
    for gesture: Gesture, x: Int, y: Int, in rect: Rect, appearance: Appearance
  ) -> DashboardCommand? {
    switch gesture {
    case .wheel(let count): return .compare(.runs(count < 0 ? .previous : .next))
    case .press:
      let inside = panel(appearance).inside(rect)
      let rows = visibleRows(inside.height - footHeight(in: rect) - 1)
      let row = rows.lowerBound + y - inside.y - 1
      guard inside.contains(x: x, y: y), rows.contains(row) else { return nil }
      return .compare(
        .runs(row == compared.selected ? .baseline : .select(compared.runs[row].name)))
    case .drag: return nil
    }
  }

  /// Returns the rows that fit, with the selected one among them.
  private func visibleRows(_ count: Int) -> Range<Int> {
    Table.visibleRows(of: comparison.rows.count, around: compared.selected ?? 0, room: count)
  }

  /// Returns the number of rows for the verdicts: at most a third of the table, so that at least
  /// three rows are left for runs.
  private func footHeight(in rect: Rect) -> Int {
    max(0, min(verdictLines.count, rect.height / 3, rect.height - frameRows - 3))
  }

  // MARK: - Columns and rows

  private func columns(in width: Int) -> [Table.Column] {
    let level = NumberText.percent(comparison.level, 0)
    let name = comparison.rows.map(\.name.columns).max() ?? 0
    let differenceColumns = comparison.rows.map { differences($0).columns }.max() ?? 0
    return [
      .init("", width: 4, alignment: .left),
      .init("run", width: min(16, max(5, name)), ideal: min(32, name), alignment: .left),
      .init(
        "differs in", width: min(24, max(10, differenceColumns)),
        ideal: min(60, differenceColumns), alignment: .left, rank: 1),
      .init("steps", width: 7, rank: 5),
      .init("best", width: 6, rank: 0),
      .init(state.compare.charts.cursor == nil ? "last" : "here", width: 6, rank: 2),
      .init("top-5", width: 6, rank: 6),
      .init("to \(level)", width: 7, rank: 4),
      .init("after", width: 7, rank: 7),
      .init("gap", width: 6, rank: 3),
      .init("gap nats", width: 8, rank: 8),
      .init("img/s", width: 5, rank: 9),
      .init("vs. base", width: 9, rank: 2),
    ]
  }

  private func row(_ index: Int, _ appearance: Appearance) -> [Table.Item] {
    let row = comparison.rows[index]
    let run = compared.runs[index]
    let theme = appearance.theme
    let style = CompareStyle(theme: theme)
    let stroke = style.stroke(ofRun: run.strokeNumber)
    let isSelected = index == compared.selected
    let differences = differences(row)
    func text(_ text: String?, _ style: Style? = nil) -> Table.Item {
      .text(text ?? "—", style ?? theme.text)
    }
    let isBest =
      row.best != nil && row.best?.top1 == comparison.rows.compactMap { $0.best?.top1 }.min()
    return [
      text(
        (isSelected ? "▶" : " ") + stroke.sample(appearance),
        style.text(ofRun: run.strokeNumber)),
      text(row.name, isSelected ? theme.strong.with(.bold) : theme.strong),
      text(differences.isEmpty ? nil : differences, theme.muted),
      text(NumberText.grouped(row.steps), theme.muted),
      text(
        row.best.map { NumberText.percent($0.top1) }, isBest ? theme.good.with(.bold) : theme.strong
      ),
      text(valueAtCursor(run) ?? row.last.map { NumberText.percent($0.top1) }),
      text(row.hasTop5 ? row.bestTop5.map { NumberText.percent($0) } : nil),
      text(row.reached.map { NumberText.short(Double($0.step)) }),
      text(row.reached.map { NumberText.duration($0.seconds) }),
      text(row.last?.top1Gap.map { signed(100 * $0, 1) + "%" }),
      text(row.last?.lossGap.map { signed($0, 3) }),
      text(row.imagesPerSecond.map { NumberText.fixed($0, 0) }, theme.muted),
      difference(index, row, theme),
    ]
  }

  private func differences(_ row: Comparison.Row) -> String {
    (row.differences.map(\.description) + row.knobChanges.suffix(1).map(changeText))
      .joined(separator: " ")
  }

  private func changeText(_ change: ValidationHistory.KnobChange) -> String {
    "\(change.text) at \(NumberText.short(Double(change.step)))"
  }

  /// Returns the value of a run's curve at the cursor; `nil` without a cursor.
  private func valueAtCursor(_ run: ComparedRun) -> String? {
    guard let step = state.compare.charts.cursor else { return nil }
    let quantity = state.compare.quantity
    let series = QuantitySeries(run.lane, quantity, of: state.compare.source)
    guard let value = series.value(atStep: step) else { return "—" }
    return quantity.isError ? NumberText.percent(value) : NumberText.fitting(value, 6)
  }

  private func difference(
    _ index: Int, _ row: Comparison.Row, _ theme: Theme
  ) -> Table.Item {
    if index == compared.baseline { return .text("baseline", CompareStyle(theme: theme).baseline) }
    guard let difference = row.difference else { return .text("—", theme.muted) }
    let percentage = signed(100 * difference.top1, 1) + "%"
    // The colour shows which run is better. Only the verdicts show if the difference is significant.
    return .text(
      percentage, difference.top1 < 0 ? theme.good : difference.top1 > 0 ? theme.danger : theme.text
    )
  }

  private func signed(_ value: Double, _ digits: Int) -> String {
    (value > 0 ? "+" : "") + NumberText.fixed(value, digits)
  }
}
