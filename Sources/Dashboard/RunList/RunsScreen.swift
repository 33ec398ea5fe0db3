import Runs
import TerminalUI

/// All recorded runs: a row each, what is known of the chosen one below, and the line in which a person
/// writes.
struct RunsScreen {
  let state: DashboardState
  let edges: Panel.Edges

  private var runs: RunsView { state.runs }

  private struct Places {
    var table: Rect
    var details: Rect
    var prompt: Rect
  }

  private func places(in inside: Rect) -> Places {
    var rest = inside
    let prompt = rest.takeBottom(prompt == nil ? 0 : 1)
    let details = details(inside.width - 2).count
    let foot = rest.takeBottom(rest.height >= 12 && details > 0 ? details + 1 : 0)
    return Places(table: rest, details: foot, prompt: prompt)
  }

  /// A press chooses a row, and compares the run of the chosen one; the wheel goes from row to row.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, look: Look
  ) -> DashboardCommand? {
    guard runs.deleting == nil, runs.editing == nil else { return nil }
    switch gesture {
    case .wheel(let count): return .runs(count < 0 ? .previous : .next)
    case .press:
      let table = places(in: panel(look).inside(body)).table
      let rows = visibleRows(table.height - 1)
      let row = rows.lowerBound + y - table.y - 1
      guard table.contains(x: x, y: y), rows.contains(row) else { return nil }
      return .runs(row == runs.index ? .choose : .select(row))
    case .drag: return nil
    }
  }

  private func panel(_ look: Look) -> Panel {
    Panel("Recorded runs", key: "7", note: note, tint: look.theme.violet, edges: edges)
  }

  func draw(in body: Rect, on frame: inout Frame, look: Look) {
    let inside = panel(look).draw(in: body, on: &frame, look: look)
    let places = places(in: inside)
    drawPrompt(in: places.prompt, on: &frame, look: look)
    guard !runs.rows.isEmpty else {
      frame.textCentered(
        emptyText, in: inside, y: inside.y + inside.height / 2, style: look.theme.muted)
      return
    }
    drawDetails(details(inside.width - 2), in: places.details, on: &frame, look: look)
    let visible = visibleRows(places.table.height - 1)
    Table(columns: Self.columns, rows: visible.map { row($0, look) })
      .draw(in: places.table, on: &frame, look: look)
    drawQuestion(in: body, on: &frame, look: look)
  }

  private var note: String {
    guard let all = runs.all else { return "" }
    var parts = [
      runs.rows.count == all.count
        ? "\(Digits.grouped(all.count))"
        : "\(Digits.grouped(runs.rows.count)) of \(Digits.grouped(all.count))"
    ]
    if !runs.chosen.isEmpty { parts.append("\(runs.chosen.count) chosen") }
    if !runs.filterText.isEmpty, runs.editing != .filter { parts.append("/ \(runs.filterText)") }
    if !runs.hidden.isEmpty { parts.append("\(runs.hidden.count) hidden") }
    if !runs.unreadable.isEmpty { parts.append("\(runs.unreadable.count) cannot be read") }
    return parts.joined(separator: " · ")
  }

  private var emptyText: String {
    guard let all = runs.all else { return "looking for runs…" }
    return all.isEmpty
      ? "no run has been recorded yet" : "no run is like that · / changes the filter"
  }

  private func visibleRows(_ count: Int) -> Range<Int> {
    Table.visibleRows(of: runs.rows.count, around: runs.index, room: count)
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

  private func row(_ index: Int, _ look: Look) -> [Table.Item] {
    let run = runs.rows[index]
    let theme = look.theme
    let isHere = index == runs.index
    let isCompared = isCompared(run.name)
    let stroke = LineChart.Stroke(state.strokes[run.name], theme: theme)
    func text(_ text: String?, _ style: Style? = nil) -> Table.Item {
      .text(text ?? "—", style ?? theme.text)
    }
    let isLoading = runs.chosen.contains(run.name) && runs.loaded[run.name] == nil
    let sample = isLoading ? "…" : isCompared ? stroke.sample(look) : ""
    let differences = runs.differences[run.name] ?? ""
    return [
      text((isHere ? "▶" : " ") + sample, isCompared ? stroke.style(theme) : theme.key),
      text(run.name, isHere ? theme.strong.with(.bold) : isCompared ? theme.strong : theme.text),
      text(
        state.isLive(run.name) && run.state == .running ? "live" : run.state.word,
        style(of: run.state, theme)),
      text(run.network, theme.muted), text(run.data, theme.muted),
      text(differences.isEmpty ? nil : differences, theme.muted),
      text(Digits.grouped(run.steps), theme.muted),
      text(run.bestTop1.map { Digits.percent($0) }, theme.strong),
      text(run.plan.network.hasTop5 ? run.bestTop5.map { Digits.percent($0) } : nil),
      text(run.started.map { Moment($0, secondsFromUTC: runs.secondsFromUTC).text }, theme.muted),
      text(run.note.isEmpty ? "" : run.note.firstLine),
    ]
  }

  private func isCompared(_ name: String) -> Bool {
    runs.chosen.contains(name) || state.isLive(name) && !state.compare.hidden.contains(name)
  }

  private func style(of state: RunSummary.State, _ theme: Theme) -> Style {
    switch state {
    case .running: theme.good
    case .finished: theme.text
    case .interrupted: theme.caution
    case .failed: theme.danger
    }
  }

  // MARK: - The chosen one, and what is written

  private func details(_ width: Int) -> [String] {
    guard let run = runs.selection, width > 20 else { return [] }
    let facts = PlanFacts(run.plan).all.map(\.description).joined(separator: "  ")
    var lines = Array(facts.wrapped(to: width).prefix(3))
    if case .failed(let message) = run.state { lines += message.wrapped(to: width).prefix(2) }
    if let complaint = run.complaint { lines.append(complaint) }
    if !run.note.isEmpty {
      lines += run.note.split(separator: "\n").joined(separator: " ").wrapped(to: width).prefix(2)
    }
    return lines
  }

  private func drawDetails(
    _ lines: [String], in rect: Rect, on frame: inout Frame, look: Look
  ) {
    guard !rect.isEmpty else { return }
    for x in rect.x..<rect.right { frame.put("─", x: x, y: rect.y, style: look.theme.faint) }
    for (row, line) in lines.prefix(rect.height - 1).enumerated() {
      frame.text(
        line, x: rect.x + 1, y: rect.y + 1 + row, style: look.theme.muted, width: rect.width - 2)
    }
  }

  private var prompt: (label: String, hint: String)? {
    switch runs.editing {
    case .filter: ("filter", "part of a name, lrn=off, rate=0.01, state=failed, after=2026-11-01")
    case .rename(let name): ("rename \(name) to", "a name")
    case .note(let name): ("note on \(name)", "what is to be known of it")
    case nil: nil
    }
  }

  private func drawPrompt(in row: Rect, on frame: inout Frame, look: Look) {
    guard let prompt, !row.isEmpty else { return }
    frame.fill(row, with: Cell(background: look.theme.raised))
    let label = frame.text(
      prompt.label + ":", x: row.x + 1, y: row.y, style: look.theme.key, width: row.width / 2)
    let complaint = runs.editing == .filter ? runs.complaint ?? "" : ""
    let right = complaint.isEmpty ? 0 : min(complaint.columns, row.width / 3) + 2
    runs.field.draw(
      x: label + 1, y: row.y, width: row.right - label - 2 - right, hint: prompt.hint, on: &frame,
      look: look)
    frame.textRight(
      complaint, right: row.right - 1, y: row.y, style: look.theme.danger, width: row.width / 3)
  }

  private func drawQuestion(in body: Rect, on frame: inout Frame, look: Look) {
    guard let name = runs.deleting else { return }
    Dialog(
      title: "Delete \(name)?",
      lines: ["Its plan, its journal and its checkpoints are gone then, for good."],
      answers: .delete, tint: look.theme.danger
    ).draw(in: body, on: &frame, look: look)
  }
}

extension String {
  fileprivate var firstLine: String { String(prefix { $0 != "\n" }) }
}

/// A time on the wall: "2026-11-21 17:05". Days to dates by Howard Hinnant's algorithm ("chrono-
/// Compatible Low-Level Date Algorithms"), for the first of March begins its years.
struct Moment {
  let text: String

  init(_ seconds: Double, secondsFromUTC: Int) {
    let time = Int(min(2.5e11, max(0, seconds))) + secondsFromUTC
    let day = time / 86_400 + 719_468
    let era = day / 146_097
    let ofEra = day % 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let march = (5 * ofYear + 2) / 153
    let date = ofYear - (153 * march + 2) / 5 + 1
    let month = march < 10 ? march + 3 : march - 9
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    text =
      "\(year + era * 400 + (month <= 2 ? 1 : 0))-\(two(month))-\(two(date)) "
      + "\(two(time % 86_400 / 3600)):\(two(time % 3600 / 60))"
  }
}
