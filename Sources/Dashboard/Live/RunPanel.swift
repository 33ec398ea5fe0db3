import Blueprint
import TerminalUI

/// The settings of the run and how far it is: what there is room for, the most telling first.
struct RunPanel {
  var state: DashboardState
  var edges: Panel.Edges

  private struct Fact {
    var name: String
    var value: String
    var style: Style
    var columns: Int { name.columns + 1 + value.columns }
  }

  func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    let note = state.run?.run ?? ""
    var inside = Panel(
      "Run", note: note, tint: look.theme.amber, edges: edges, hasFocus: state.focusedPanel == .run
    )
    .draw(in: rect, on: &frame, look: look).inset(columns: edges == .box ? 1 : 0)
    if inside.height >= 3, let total = state.plannedSteps, total > 0 {
      drawProgress(
        Double(state.step) / Double(total), in: inside.takeBottom(1), on: &frame,
        look: look)
    }
    let facts = facts(look)
    guard inside.height < facts.count || inside.width < 40 else {
      drawList(facts, in: inside, on: &frame, look: look)
      return
    }
    if inside.height >= 4 { drawSpeed(in: inside.takeBottom(1), on: &frame, look: look) }
    drawGrid(facts, in: inside, on: &frame, look: look)
  }

  /// In columns; what is longer takes several of them, and what has no room on its row the next.
  private func drawGrid(_ facts: [Fact], in rect: Rect, on frame: inout Frame, look: Look) {
    let columns = max(1, (rect.width + Self.gap) / (Self.leastColumn + Self.gap))
    let pitch = (rect.width + Self.gap) / columns
    var (column, y) = (0, rect.y)
    for fact in facts {
      let span = min(columns, (fact.columns + Self.gap + pitch - 1) / pitch)
      if column + span > columns { (column, y) = (0, y + 1) }
      guard y < rect.bottom else { return }
      let x = rect.x + column * pitch
      let place = frame.text(fact.name, x: x, y: y, style: look.theme.muted, width: rect.right - x)
      frame.text(
        fact.value, x: place + 1, y: y, style: fact.style, width: rect.right - place - 1)
      column += span
    }
  }

  private static let leastColumn = 12
  private static let gap = 2

  /// How the speed has been lately: who else was busy here is seen in it.
  private func drawSpeed(in row: Rect, on frame: inout Frame, look: Look) {
    let name = "img/s"
    let value = state.speed.value.isFinite ? Digits.grouped(Int(min(state.speed.value, 1e9))) : "—"
    frame.text(name, x: row.x, y: row.y, style: look.theme.muted)
    frame.textRight(value, right: row.right, y: row.y, style: look.theme.strong)
    let width = row.width - name.columns - max(5, value.columns) - 2
    Sparkline(
      state.history.imagesPerSecond.smoothed.values.suffix(max(0, width)),
      style: look.theme.secondTrain
    )
    .draw(x: row.x + name.columns + 1, y: row.y, width: width, on: &frame, look: look)
  }

  /// One below the other, where there is room for all.
  private func drawList(_ facts: [Fact], in rect: Rect, on frame: inout Frame, look: Look) {
    let names = facts.map(\.name.columns).max() ?? 0
    let pitch = rect.height >= 2 * facts.count ? 2 : 1
    for (row, fact) in facts.enumerated() {
      let y = rect.y + pitch * row
      frame.text(fact.name, x: rect.x, y: y, style: look.theme.muted)
      frame.text(
        fact.value, x: rect.x + names + 2, y: y, style: fact.style,
        width: rect.width - names - 2)
    }
  }

  private func drawProgress(_ share: Double, in row: Rect, on frame: inout Frame, look: Look) {
    let words = Digits.percent(share, 0)
    Meter(share, style: look.theme.accent).draw(
      x: row.x, y: row.y, width: row.width - 6, on: &frame, look: look)
    frame.textRight(words, right: row.right, y: row.y, style: look.theme.strong)
  }

  private func facts(_ look: Look) -> [Fact] {
    let strong = look.theme.strong
    var facts = [
      Fact(name: "dropout", value: state.dropout.words, style: state.dropout.style(look)),
      Fact(name: "LRN", value: state.lrn.words, style: state.lrn.style(look)),
    ]
    func add(_ name: String, _ value: String?) {
      if let value { facts.append(Fact(name: name, value: value, style: strong)) }
    }
    add("rate", state.rate.map(Digits.plain) ?? "—")
    guard let plan = state.plan else { return facts }
    add("momentum", Digits.plain(plan.knobs.momentum))
    add("decay", Digits.plain(plan.knobs.decay))
    add("batch", Digits.grouped(plan.batch))
    add("left", state.secondsLeft.map { Digits.duration($0) })
    add("data wait", state.waitingShare.map { Digits.percent($0, 1) })
    add("parameters", state.run.map { Digits.grouped($0.parameters) })
    add("classes", state.run.map { Digits.grouped($0.classes.count) })
    add("train", state.run.map { Digits.grouped($0.trainImages) })
    add("validation", state.run.map { Digits.grouped($0.validationImages) })
    add("seed", String(plan.seed))
    add("threads", String(plan.threads))
    add("kept in", state.folder)
    return facts
  }
}
