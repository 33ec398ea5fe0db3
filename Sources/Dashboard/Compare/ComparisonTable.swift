import DisplayText
import Runs
import TerminalUI

/// The table of the compared runs, a row per run with the differences of its plan and its results.
/// Below are the verdicts on the seed sets and on the evaluated images.
struct ComparisonTable {
  @Shared var state: DashboardState
  let compared: ComparedRuns
  let edges: Panel.Edges
  /// The verdicts, wrapped to the width of the panel.
  private let verdictLines: [String]

  /// The rows of the headings, which have two lines.
  private static let headingRows = 2
  /// The largest number of lanes that have a table of their own on every terminal of 80 by 24.
  private static let fewLanes = 5

  init(state: Shared<DashboardState>, compared: ComparedRuns, edges: Panel.Edges, in room: Rect) {
    _state = state
    self.compared = compared
    self.edges = edges
    let width = max(20, room.width - (edges == .box ? 4 : 2))
    let lines = compared.verdicts.flatMap { $0.wrapped(to: width) }
    // Without room for a line of its own for each sentence, they follow one another.
    verdictLines =
      lines.count <= Self.verdictRoom(state.wrappedValue, in: room)
      ? lines : compared.verdicts.joined(separator: " ").wrapped(to: width)
  }

  /// Returns the number of rows that the verdicts can have.
  private static func verdictRoom(_ state: DashboardState, in room: Rect) -> Int {
    state.compare.showsAllVerdicts ? room.height / 2 : room.height / 4
  }

  var comparison: Comparison { compared.comparison }
  private var frameRows: Int { edges == .box ? 2 : 1 }

  /// Returns the height that the table needs: at most half of that of `room`, and three quarters
  /// with all verdicts.
  func height(in room: Rect) -> Int {
    let verdicts = min(verdictLines.count, Self.verdictRoom(state, in: room))
    return min(
      state.compare.showsAllVerdicts ? room.height * 3 / 4 : room.height / 2,
      comparison.rows.count + Self.headingRows + verdicts + frameRows)
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    var inside = panel(appearance).draw(in: rect, on: &frame, appearance: appearance)
    let foot = inside.cutBottom(footHeight(in: rect))
    for row in 0..<foot.height {
      frame.text(
        verdictLines[row], x: foot.x + 1, y: foot.y + row, style: appearance.theme.text,
        width: foot.width - 2)
    }
    if !foot.isEmpty, verdictLines.count > foot.height, !state.compare.showsAllVerdicts {
      frame.textRight(
        " … Enter", right: foot.right - 1, y: foot.bottom - 1, style: appearance.theme.key)
    }
    var table = table(visibleRows(inside.height - Self.headingRows), appearance)
    if inside.width >= 100 { table.minimumGap = 2 }
    table.draw(in: inside, on: &frame, appearance: appearance)
  }

  private func panel(_ appearance: Appearance) -> Panel {
    Panel(
      "Compared runs", note: "↑ ↓ choose · b baseline",
      badge: "7: add runs",
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
      let rows = visibleRows(inside.height - footHeight(in: rect) - Self.headingRows)
      let row = rows.lowerBound + y - inside.y - Self.headingRows
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

  /// Returns the number of rows for the verdicts. At least three rows are left for runs, or one for each lane
  /// where a low terminal has no other table of many lanes.
  private func footHeight(in rect: Rect) -> Int {
    let lanes = state.lanes.count
    let runs = min(lanes > Self.fewLanes ? lanes : 3, comparison.rows.count)
    return max(
      0, min(verdictLines.count, rect.height - frameRows - Self.headingRows - runs))
  }
}
