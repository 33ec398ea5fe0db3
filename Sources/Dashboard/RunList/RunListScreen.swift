import DisplayText
import Runs
import TerminalUI

/// The list of recorded runs: a row per run, the details of the selected run below, and a text
/// field while one is needed.
struct RunListScreen {
  let state: DashboardState
  let edges: Panel.Edges

  private var runList: RunListState { state.runList }

  private struct Layout {
    var table: Rect
    var details: Rect
    var prompt: Rect
  }

  private func layout(in inside: Rect) -> Layout {
    var rest = inside
    let prompt = rest.cutBottom(prompt == nil ? 0 : 1)
    let details = details(inside.width - 2).count
    let foot = rest.cutBottom(rest.height >= 12 && details > 0 ? details + 1 : 0)
    return Layout(table: rest, details: foot, prompt: prompt)
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
      let rows = visibleRows(table.height - 1)
      let row = rows.lowerBound + y - table.y - 1
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
    drawPrompt(in: layout.prompt, on: &frame, appearance: appearance)
    guard !runList.rows.isEmpty else {
      frame.textCentered(
        emptyText, in: inside, y: inside.y + inside.height / 2, style: appearance.theme.muted)
      return
    }
    drawDetails(details(inside.width - 2), in: layout.details, on: &frame, appearance: appearance)
    let visible = visibleRows(layout.table.height - 1)
    Table(columns: Self.columns, rows: visible.map { row($0, appearance) })
      .draw(in: layout.table, on: &frame, appearance: appearance)
    drawQuestion(in: body, on: &frame, appearance: appearance)
  }

  private var note: String {
    guard let all = runList.all else { return "" }
    var parts = [
      runList.rows.count == all.count
        ? "\(NumberText.grouped(all.count))"
        : "\(NumberText.grouped(runList.rows.count)) of \(NumberText.grouped(all.count))"
    ]
    if !runList.chosen.isEmpty { parts.append("\(runList.chosen.count) chosen") }
    if !runList.filterText.isEmpty, runList.editing != .filter {
      parts.append("/ \(runList.filterText)")
    }
    if !runList.hidden.isEmpty { parts.append("\(runList.hidden.count) hidden") }
    if !runList.unreadable.isEmpty { parts.append("\(runList.unreadable.count) cannot be read") }
    return parts.joined(separator: " · ")
  }

  private var emptyText: String {
    guard let all = runList.all else { return "reading the list of runs…" }
    return all.isEmpty
      ? "no run has been recorded yet" : "no run matches · / changes the filter"
  }

  private func visibleRows(_ count: Int) -> Range<Int> {
    Table.visibleRows(of: runList.rows.count, around: runList.index, room: count)
  }

  // MARK: - Rows

  private static let columns: [Table.Column] = [
    .init("", width: 4, alignment: .left),
    .init("run", width: 22, ideal: 30, alignment: .left),
    .init("state", width: 11, alignment: .left, rank: 2),
    .init("network", width: 9, ideal: 12, alignment: .left, rank: 6),
    .init("data", width: 8, ideal: 14, alignment: .left, rank: 7),
    .init("differs in", width: 12, ideal: 48, alignment: .left, rank: 5),
    .init("steps", width: 7, rank: 1),
    .init("top-1", width: 6, rank: 0),
    .init("top-5", width: 6, rank: 4),
    .init("started", width: 16, alignment: .left, rank: 3),
    .init("note", width: 8, ideal: 48, alignment: .left, rank: 5),
  ]

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
      text(run.name, isHere ? theme.strong.with(.bold) : isCompared ? theme.strong : theme.text),
      text(
        state.isLive(run.name) && run.state == .running ? "live" : run.state.name,
        style(of: run.state, theme)),
      text(run.network, theme.muted), text(run.data, theme.muted),
      text(differences.isEmpty ? nil : differences, theme.muted),
      text(NumberText.grouped(run.steps), theme.muted),
      text(run.bestTop1.map { NumberText.percent($0) }, theme.strong),
      text(run.plan.network.hasTop5 ? run.bestTop5.map { NumberText.percent($0) } : nil),
      text(
        run.started.map { LocalTime($0, secondsFromUTC: runList.secondsFromUTC).text }, theme.muted),
      text(run.note.isEmpty ? "" : run.note.firstLine),
    ]
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

  // MARK: - Details and text field

  private func details(_ width: Int) -> [String] {
    guard let run = runList.selection, width > 20 else { return [] }
    let settings = run.plan.settings.map(\.description).joined(separator: "  ")
    var lines = Array(settings.wrapped(to: width).prefix(3))
    if case .failed(let message) = run.state { lines += message.wrapped(to: width).prefix(2) }
    if let damage = run.damage { lines.append(damage) }
    if !run.note.isEmpty {
      lines += run.note.split(separator: "\n").joined(separator: " ").wrapped(to: width).prefix(2)
    }
    return lines
  }

  private func drawDetails(
    _ lines: [String], in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    guard !rect.isEmpty else { return }
    for x in rect.x..<rect.right { frame.put("─", x: x, y: rect.y, style: appearance.theme.faint) }
    for (row, line) in lines.prefix(rect.height - 1).enumerated() {
      frame.text(
        line, x: rect.x + 1, y: rect.y + 1 + row, style: appearance.theme.muted,
        width: rect.width - 2)
    }
  }

  private var prompt: (label: String, hint: String)? {
    switch runList.editing {
    case .filter: ("filter", "part of a name, lrn=off, rate=0.01, state=failed, after=2026-11-01")
    case .rename(let name): ("rename \(name) to", "a name")
    case .note(let name): ("note on \(name)", "a note")
    case nil: nil
    }
  }

  private func drawPrompt(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    guard let prompt, !row.isEmpty else { return }
    frame.fill(row, with: Cell(background: appearance.theme.raised))
    let label = frame.text(
      prompt.label + ":", x: row.x + 1, y: row.y, style: appearance.theme.key, width: row.width / 2)
    let problem = runList.editing == .filter ? runList.filterProblem ?? "" : ""
    let right = problem.isEmpty ? 0 : min(problem.columns, row.width / 3) + 2
    runList.field.draw(
      x: label + 1, y: row.y, width: row.right - label - 2 - right, hint: prompt.hint, on: &frame,
      appearance: appearance)
    frame.textRight(
      problem, right: row.right - 1, y: row.y, style: appearance.theme.danger,
      width: row.width / 3)
  }

  private func drawQuestion(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    guard let name = runList.deleting else { return }
    Dialog(
      title: "Delete \(name)?",
      lines: ["Its plan, its journal and its checkpoints cannot be restored."],
      answers: .delete, tint: appearance.theme.danger
    ).draw(in: body, on: &frame, appearance: appearance)
  }
}

extension String {
  fileprivate var firstLine: String { String(prefix { $0 != "\n" }) }
}
