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
    if isFocused { frame.text("▶", x: rect.x + 1, y: y, style: theme.key) }
    var x = rect.x + 3
    let stroke = state.stroke(of: lane, theme)
    x = frame.text("\(index + 1)", x: x, y: y, style: stroke.style(theme).with(.bold)) + 1
    x = frame.text(stroke.sample(look), x: x, y: y, style: stroke.style(theme)) + 1
    let words = state.words(of: lane)
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
}

extension DashboardState {
  /// What it has otherwise than the first, or else its name.
  func words(of lane: LaneState) -> String {
    guard let plan = lane.plan, let first = lanes[0].plan else { return lane.name ?? "" }
    let changes = plan.changes(from: first)
    return changes.isEmpty ? lane.name ?? "as planned" : changes.words
  }

  /// Its colour and dash, the same on every screen.
  func stroke(of lane: LaneState, _ theme: Theme) -> LineChart.Stroke {
    LineChart.Stroke(strokes[lane.compareName], theme: theme)
  }
}
