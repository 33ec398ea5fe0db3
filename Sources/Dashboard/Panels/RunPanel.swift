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
    var inside = Panel("Run", note: note, tint: look.theme.amber, edges: edges)
      .draw(in: rect, on: &frame, look: look).inset(columns: edges == .box ? 1 : 0)
    if inside.height >= 3, let total = state.plannedSteps, total > 0 {
      drawProgress(
        Double(state.latest?.step ?? 0) / Double(total), in: inside.takeBottom(1), on: &frame,
        look: look)
    }
    var (x, y) = (inside.x, inside.y)
    for fact in facts(look) {
      if x > inside.x, x + fact.columns > inside.right { (x, y) = (inside.x, y + 1) }
      guard y < inside.bottom else { return }
      x = frame.text(fact.name, x: x, y: y, style: look.theme.muted) + 1
      x = frame.text(fact.value, x: x, y: y, style: fact.style, width: inside.right - x) + 3
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
    if let total = state.plannedSteps, let left = secondsLeft(of: total) {
      add("left", Digits.duration(left))
    }
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

  private func secondsLeft(of total: Int) -> Double? {
    guard let latest = state.latest, latest.step > 0, latest.step < total else { return nil }
    // A lane's time is that of its own steps, and lanes step by turns.
    let lanes = Double(max(1, state.lanes.count { !$0.hasEnded }))
    return latest.seconds / Double(latest.step) * Double(total - latest.step) * lanes
  }
}
