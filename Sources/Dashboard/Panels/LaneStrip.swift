import Blueprint
import TerminalUI

/// Where there are several lanes, a line each: what it has otherwise, how far it is and how it goes.
struct LaneStrip {
  var state: DashboardState

  /// One lane has the header to itself.
  static func rows(_ state: DashboardState) -> Int {
    state.lanes.count > 1 ? state.lanes.count : 0
  }

  func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    for (index, lane) in state.lanes.prefix(rect.height).enumerated() {
      draw(lane, index, y: rect.y + index, rect, &frame, look)
    }
  }

  private func draw(
    _ lane: LaneState, _ index: Int, y: Int, _ rect: Rect, _ frame: inout Frame, _ look: Look
  ) {
    let theme = look.theme
    let isFocused = index == state.focus
    if isFocused { frame.text("▸", x: rect.x + 1, y: y, style: theme.key) }
    var x = rect.x + 3
    x = frame.text("\(index + 1)", x: x, y: y, style: color(index, look)) + 1
    let words = name(lane)
    let numbers = numbers(lane, look, width: rect.width)
    let columns = numbers.reduce(0) { $0 + $1.width + 2 }
    frame.text(
      words, x: x, y: y, style: isFocused ? theme.strong : theme.text,
      width: max(0, rect.right - columns - x - 1))
    var right = rect.right - 1
    for number in numbers.reversed() {
      frame.textRight(number.value, right: right, y: y, style: number.style)
      frame.textRight(
        number.name, right: right - number.value.columns - 1, y: y, style: theme.muted)
      right -= number.width + 2
    }
  }

  /// What it has otherwise than the first, and its own name where there is room.
  private func name(_ lane: LaneState) -> String {
    guard let plan = lane.plan, let first = state.lanes[0].plan else { return lane.name ?? "" }
    let changes = plan.changes(from: first)
    if plan == first || changes.isEmpty {
      return lane.name ?? "as planned"
    }
    return changes.words
  }

  private struct Number {
    var name: String
    var value: String
    var style: Style
    /// So that nothing moves as digits come and go.
    var width: Int
  }

  private func numbers(_ lane: LaneState, _ look: Look, width: Int) -> [Number] {
    let theme = look.theme
    let history = lane.history
    let dash = "—"
    var numbers = [
      Number(
        name: "loss", value: history.loss.smoothed.last.map { Digits.fixed($0, 3) } ?? dash,
        style: theme.strong, width: 10),
      Number(
        name: "top-1",
        value: (history.validationTop1.last ?? history.top1.smoothed.last).map {
          Digits.percent($0)
        } ?? dash, style: theme.strong, width: 12),
    ]
    if width >= 100 {
      numbers.insert(
        Number(
          name: "step", value: lane.latest.map { Digits.grouped($0.step) } ?? dash,
          style: theme.strong, width: 14), at: 0)
    }
    if width >= 70 {
      let speed = lane.speed.value
      numbers.append(
        Number(
          name: "img/s",
          value: speed.isFinite ? Digits.grouped(Int(min(speed, 1e9).rounded())) : dash,
          style: theme.text, width: 11))
    }
    numbers.append(
      Number(name: "", value: lane.phaseWord, style: style(lane, look), width: 11))
    return numbers
  }

  private func style(_ lane: LaneState, _ look: Look) -> Style {
    switch lane.phase {
    case .training: look.theme.good
    case .preparing, .paused: look.theme.caution
    case .finished: look.theme.accent
    case .failed: look.theme.danger
    }
  }

  private func color(_ index: Int, _ look: Look) -> Style {
    look.theme.ordered(index, of: max(2, state.lanes.count)).with(.bold)
  }
}
