import Blueprint
import DisplayText
import Runs
import TerminalUI

/// The list of recorded runs: a row per run, the details of the selected run below, and a text
/// field while one is needed.
struct RunListScreen {
  @Shared var state: DashboardState
  let edges: Panel.Edges

  private var runList: RunListState { state.runList }

  private struct Layout {
    var table: Rect
    var details: Rect
    var prompt: Rect
  }

  private func layout(in inside: Rect) -> Layout {
    var rest = inside
    let prompt = rest.cutBottom(
      RunListPrompt(runList)?.height(width: inside.width, atMost: inside.height / 3) ?? 0)
    let foot = rest.cutBottom(
      RunDetails(state)?.height(
        width: inside.width, atMost: rest.height - Self.headingRows - listedRows(rest.height)) ?? 0)
    return Layout(table: rest, details: foot, prompt: prompt)
  }

  /// Returns the number of runs that the details leave room for: all, or at least half of the rows. On a
  /// small screen the details still have two rows.
  private func listedRows(_ height: Int) -> Int {
    let half = (height - Self.headingRows) / 2
    return min(runList.rows.count, max(height < 10 ? 2 : 3, half))
  }

  /// Returns the command of a gesture: a press selects a row, a press on the selected row adds its
  /// run to the comparison or removes it, and the wheel moves the selection.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, appearance: Appearance
  ) -> DashboardCommand? {
    guard runList.deleting == nil, runList.editing == nil else { return nil }
    switch gesture {
    case .wheel(let count): return .runList(count < 0 ? .previous : .next)
    case .press:
      let table = layout(in: panel(appearance).inside(body)).table
      let rows = visibleRows(table.height - Self.headingRows)
      let row = rows.lowerBound + y - table.y - Self.headingRows
      guard table.contains(x: x, y: y), rows.contains(row) else { return nil }
      return .runList(row == runList.index ? .selected(.choose) : .select(row))
    case .drag: return nil
    }
  }

  private func panel(_ appearance: Appearance) -> Panel {
    Panel(
      "Recorded runs", key: Screen.runList.key.name, note: note, tint: appearance.theme.violet,
      edges: edges)
  }

  func draw(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    let inside = panel(appearance).draw(in: body, on: &frame, appearance: appearance)
    let layout = layout(in: inside)
    RunListPrompt(runList)?.draw(in: layout.prompt, on: &frame, appearance: appearance)
    guard !runList.rows.isEmpty else {
      frame.textCentered(
        emptyText.elidedInMiddle(to: layout.table.width), in: layout.table,
        y: layout.table.y + layout.table.height / 2, style: appearance.theme.muted)
      return
    }
    RunDetails(state)?.draw(in: layout.details, on: &frame, appearance: appearance)
    let visible = visibleRows(layout.table.height - Self.headingRows)
    var table = Table(columns: columns, rows: visible.map { row($0, appearance) })
    table.minimumGap = 2
    table.draw(in: layout.table, on: &frame, appearance: appearance)
    drawQuestion(in: body, on: &frame, appearance: appearance)
  }

  private var note: String {
    guard let all = runList.all else { return "" }
    var parts = [
      (runList.rows.count == all.count ? "" : "\(NumberText.grouped(runList.rows.count)) of ")
        + "\(NumberText.grouped(all.count)) \(all.count == 1 ? "run" : "runs")"
    ]
    if state.comparedCount > 0 {
      parts.append("\(NumberText.grouped(state.comparedCount)) compared on screen 6")
    }
    if !runList.filterText.isEmpty, runList.editing != .filter {
      parts.append("filter: \(runList.filterText), Esc removes it")
    }
    if !runList.hidden.isEmpty {
      parts.append("\(NumberText.grouped(runList.hidden.count)) hidden")
    }
    if !runList.unreadable.isEmpty {
      parts.append("\(NumberText.grouped(runList.unreadable.count)) cannot be read")
    }
    return parts.joined(separator: " · ")
  }

  private var emptyText: String {
    guard let all = runList.all else { return "reading the list of runs…" }
    guard !all.isEmpty else { return "no run has been recorded yet" }
    guard !runList.filterText.isEmpty else { return "all runs are hidden · a shows them" }
    let change = runList.editing == .filter ? "Esc clears the filter" : "/ changes the filter"
    return "no run matches '\(runList.filterText)' · \(change)"
  }

  private func visibleRows(_ count: Int) -> Range<Int> {
    Table.visibleRows(of: runList.rows.count, around: runList.index, room: count)
  }

  // MARK: - Rows

  /// The rows of the headings, which have two lines.
  private static let headingRows = 2

  private var columns: [Table.Column] {
    let name = runList.rows.map(\.name.columns).max() ?? 0
    return [
      .init("", width: 4, alignment: .left),
      .init("run", width: min(22, max(5, name)), ideal: name, alignment: .left),
      .init("state", width: 11, alignment: .left, rank: 2),
      .init("network", width: 9, ideal: 12, alignment: .left, rank: 6),
      .init("data", width: 8, ideal: 14, alignment: .left, rank: 7),
      .init("differs in", width: 12, ideal: 48, alignment: .left, rank: 5),
      .init("steps", width: 7, rank: 1),
      .init("best val\ntop-1 err", width: 9, rank: 0),
      .init("best val\ntop-5 err", width: 9, rank: 8),
      .init("checkpoint\nof step", width: 10, rank: 4),
      .init("size", width: 8, rank: 4),
      .init("started,\nnewest first", width: 16, alignment: .left, rank: 3),
      .init("note", width: 8, ideal: 48, alignment: .left, rank: 5),
    ]
  }

  /// Returns the number of steps: of a lane its current number, because the list is read only now and
  /// then.
  private func steps(of run: RunSummary) -> Int {
    let lane = state.lanes.first { $0.compareName == run.name }
    return max(run.steps, lane?.latest?.step ?? 0)
  }

  private func row(_ index: Int, _ appearance: Appearance) -> [Table.Item] {
    let run = runList.rows[index]
    let theme = appearance.theme
    let isHere = index == runList.index
    let isCompared = isCompared(run.name)
    let stroke = LineChart.Stroke(state.strokes[run.name], theme: theme)
    func text(_ text: String?, _ style: Style? = nil) -> Table.Item {
      .text(text ?? "—", style ?? theme.text)
    }
    let isLoading = runList.chosen.contains(run.name) && runList.loaded[run.name] == nil
    let sample = isLoading ? "…" : isCompared ? stroke.sample(appearance) : ""
    let differences = runList.differences[run.name] ?? ""
    return [
      text((isHere ? "▶" : " ") + sample, isCompared ? stroke.style(theme) : theme.key),
      .name(run.name, isHere ? theme.strong.with(.bold) : isCompared ? theme.strong : theme.text),
      text(stateName(of: run), style(of: run.state, theme)),
      text(run.network, theme.muted), text(run.data, theme.muted),
      text(differences.isEmpty ? nil : differences, theme.muted),
      text(NumberText.grouped(steps(of: run)), theme.muted),
      text(run.bestTop1.map { NumberText.percent($0) }, theme.strong),
      text(run.plan.network.hasTop5 ? run.bestTop5.map { NumberText.percent($0) } : nil),
      text(run.checkpoint.map { NumberText.grouped($0) }, theme.muted),
      text(run.diskBytes > 0 ? NumberText.bytes(run.diskBytes) : nil, theme.muted),
      text(
        run.started.map { LocalTime($0, secondsFromUTC: runList.secondsFromUTC).text }, theme.muted),
      text(run.note.isEmpty ? "" : run.note.firstLine),
    ]
  }

  /// Returns the state of a run. The state of a lane is known in more detail than the list shows it.
  private func stateName(of run: RunSummary) -> String {
    guard run.state == .running,
      let lane = state.lanes.first(where: { $0.compareName == run.name }), !lane.hasEnded
    else { return run.state.name }
    return lane.phaseWord
  }

  private func isCompared(_ name: String) -> Bool {
    runList.chosen.contains(name) || state.isLive(name) && !state.compare.hidden.contains(name)
  }

  private func style(of state: RunSummary.State, _ theme: Theme) -> Style {
    switch state {
    case .running: theme.good
    case .finished: theme.text
    case .interrupted: theme.caution
    case .failed: theme.danger
    }
  }

  // MARK: - The question

  private func drawQuestion(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    guard let name = runList.deleting else { return }
    let bytes = runList.all?.first { $0.name == name }?.diskBytes ?? 0
    let size = bytes > 0 ? " (\(NumberText.bytes(bytes)))" : ""
    Dialog(
      title: "Delete \(name.elidedInMiddle(to: max(8, body.width - 20)))?",
      lines: [
        "This deletes its plan, journal, checkpoints and pictures\(size). It cannot be undone."
      ],
      answers: .delete, tint: appearance.theme.danger
    ).draw(in: body, on: &frame, appearance: appearance)
  }
}

extension String {
  fileprivate var firstLine: String { String(prefix { $0 != "\n" }) }
}
