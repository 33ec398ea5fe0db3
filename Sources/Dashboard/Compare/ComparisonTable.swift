import Runs
import TerminalUI

/// A row a run: what differs in its plan, and how far it came. Below it what the seeds let say.
struct ComparisonTable {
  let state: DashboardState
  let contest: Contest
  let edges: Panel.Edges
  /// What the seeds let say, as wide as the room is.
  private let words: [String]

  init(state: DashboardState, contest: Contest, edges: Panel.Edges, in room: Rect) {
    self.state = state
    self.contest = contest
    self.edges = edges
    let width = room.width - (edges == .box ? 4 : 2)
    words = contest.verdicts.reduce(into: []) { words, verdict in
      guard words.count <= room.height / 3 else { return }
      words += verdict.wrapped(to: max(20, width))
    }
  }

  private var comparison: Comparison { contest.comparison }
  private var frameRows: Int { edges == .box ? 2 : 1 }

  /// As many rows as it needs, but no more than half of the room.
  func height(in room: Rect) -> Int {
    let verdicts = min(words.count, room.height / 6)
    return min(room.height / 2, comparison.rows.count + 1 + verdicts + frameRows)
  }

  func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    var inside = panel(look).draw(in: rect, on: &frame, look: look)
    let foot = inside.takeBottom(footHeight(in: rect))
    for row in 0..<foot.height {
      let isCut = row == foot.height - 1 && words.count > foot.height
      frame.text(
        words[row] + (isCut ? " …" : ""), x: foot.x + 1, y: foot.y + row, style: look.theme.text,
        width: foot.width - 2)
    }
    let visible = visibleRows(inside.height - 1)
    Table(columns: columns(in: inside.width), rows: visible.map { row($0, look) })
      .draw(in: inside, on: &frame, look: look)
  }

  private func panel(_ look: Look) -> Panel {
    Panel("Runs", key: "7", note: "↑ ↓ choose · b baseline", tint: look.theme.green, edges: edges)
  }

  /// A press chooses a row, and sets the others against the chosen one; the wheel goes from row to row.
  func command(
    for gesture: Gesture, x: Int, y: Int, in rect: Rect, look: Look
  ) -> DashboardCommand? {
    switch gesture {
    case .wheel(let count): return .compare(count < 0 ? .previous : .next)
    case .press:
      let inside = panel(look).inside(rect)
      let rows = visibleRows(inside.height - footHeight(in: rect) - 1)
      let row = rows.lowerBound + y - inside.y - 1
      guard inside.contains(x: x, y: y), rows.contains(row) else { return nil }
      return .compare(
        row == contest.selected ? .baseline : .choose(contest.entrants[row].name))
    case .drag: return nil
    }
  }

  /// Those around the chosen one.
  private func visibleRows(_ count: Int) -> Range<Int> {
    Table.visibleRows(of: comparison.rows.count, around: contest.selected ?? 0, room: count)
  }

  /// The words' rows: a third of the table at most, and three are left to the rows of runs.
  private func footHeight(in rect: Rect) -> Int {
    max(0, min(words.count, rect.height / 3, rect.height - frameRows - 3))
  }

  // MARK: - Columns and rows

  private func columns(in width: Int) -> [Table.Column] {
    let level = Digits.percent(comparison.level, 0)
    let name = comparison.rows.map(\.name.columns).max() ?? 0
    let words = comparison.rows.map { differences($0).columns }.max() ?? 0
    return [
      .init("", width: 4, alignment: .left),
      .init("run", width: min(16, max(5, name)), ideal: min(32, name), alignment: .left),
      .init(
        "differs in", width: min(24, max(10, words)), ideal: min(60, words), alignment: .left,
        rank: 1),
      .init("steps", width: 7, rank: 5),
      .init("best", width: 6, rank: 0),
      .init(state.compare.charts.cursor == nil ? "last" : "here", width: 6, rank: 2),
      .init("top-5", width: 6, rank: 6),
      .init("to \(level)", width: 7, rank: 4),
      .init("after", width: 7, rank: 7),
      .init("gap", width: 6, rank: 3),
      .init("gap nats", width: 8, rank: 8),
      .init("img/s", width: 5, rank: 9),
      .init("less base", width: 9, rank: 2),
    ]
  }

  private func row(_ index: Int, _ look: Look) -> [Table.Item] {
    let row = comparison.rows[index]
    let entrant = contest.entrants[index]
    let theme = look.theme
    let stroke = LineChart.Stroke(entrant.number, theme: theme)
    let isChosen = index == contest.selected
    let words = differences(row)
    func text(_ text: String?, _ style: Style? = nil) -> Table.Item {
      .text(text ?? "—", style ?? theme.text)
    }
    let isBest =
      row.best != nil && row.best?.top1 == comparison.rows.compactMap { $0.best?.top1 }.min()
    return [
      text((isChosen ? "▶" : " ") + stroke.sample(look), stroke.style(theme)),
      text(row.name, isChosen ? theme.strong.with(.bold) : theme.strong),
      text(words.isEmpty ? nil : words, theme.muted),
      text(Digits.grouped(row.steps), theme.muted),
      text(
        row.best.map { Digits.percent($0.top1) }, isBest ? theme.good.with(.bold) : theme.strong),
      text(here(entrant) ?? row.last.map { Digits.percent($0.top1) }),
      text(row.hasTop5 ? row.bestTop5.map { Digits.percent($0) } : nil),
      text(row.reached.map { Digits.short(Double($0.step)) }),
      text(row.reached.map { Digits.duration($0.seconds) }),
      text(row.last?.top1Gap.map { signed(100 * $0, 1) + "%" }),
      text(row.last?.lossGap.map { signed($0, 3) }),
      text(row.imagesPerSecond.map { Digits.fixed($0, 0) }, theme.muted),
      difference(index, row, theme),
    ]
  }

  private func differences(_ row: Comparison.Row) -> String {
    (row.differences.map(\.description) + row.changes.suffix(1).map(changeWords))
      .joined(separator: " ")
  }

  private func changeWords(_ change: RunCourse.Change) -> String {
    "\(change.words) at \(Digits.short(Double(change.step)))"
  }

  /// What its curve has at the cursor.
  private func here(_ entrant: Entrant) -> String? {
    guard let step = state.compare.charts.cursor else { return nil }
    let quantity = state.compare.quantity
    let track = Track(entrant.lane, quantity, of: state.compare.source)
    guard let value = track.value(atStep: step) else { return "—" }
    return quantity.isError ? Digits.percent(value) : Digits.fitting(value, 6)
  }

  private func difference(
    _ index: Int, _ row: Comparison.Row, _ theme: Theme
  ) -> Table.Item {
    if index == contest.baseline { return .text("baseline", theme.accent) }
    guard let difference = row.difference else { return .text("—", theme.muted) }
    let words = signed(100 * difference.top1, 1) + "%"
    // Which is better is a fact; whether it is more than chance is said below.
    return .text(
      words, difference.top1 < 0 ? theme.good : difference.top1 > 0 ? theme.danger : theme.text)
  }

  private func signed(_ value: Double, _ digits: Int) -> String {
    (value > 0 ? "+" : "") + Digits.fixed(value, digits)
  }
}
