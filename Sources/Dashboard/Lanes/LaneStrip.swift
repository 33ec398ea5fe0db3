import Blueprint
import DisplayText
import TerminalUI

/// One row per lane: its differences from the first lane, its progress and its latest values.
struct LaneStrip {
  var state: DashboardState

  /// Returns the number of rows; 0 for a single lane, which the header describes.
  static func rows(_ state: DashboardState) -> Int {
    state.lanes.count > 1 ? state.lanes.count : 0
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    for (index, lane) in state.lanes.prefix(rect.height).enumerated() {
      draw(lane, index, y: rect.y + index, rect, &frame, appearance)
    }
  }

  private func draw(
    _ lane: LaneState, _ index: Int, y: Int, _ rect: Rect, _ frame: inout Frame,
    _ appearance: Appearance
  ) {
    let theme = appearance.theme
    let isFocused = index == state.focus
    if isFocused { frame.text("▶", x: rect.x + 1, y: y, style: theme.key) }
    var x = rect.x + 3
    let stroke = state.stroke(of: lane, theme)
    x = frame.text("\(index + 1)", x: x, y: y, style: stroke.style(theme).with(.bold)) + 1
    x = frame.text(stroke.sample(appearance), x: x, y: y, style: stroke.style(theme)) + 1
    let differences = state.differences(of: lane)
    let numbers = numbers(lane, appearance, width: rect.width)
    let columns = numbers.reduce(0) { $0 + $1.width + 2 }
    frame.text(
      differences, x: x, y: y, style: isFocused ? theme.strong : theme.text,
      width: max(0, rect.right - columns - x - 1))
    var right = rect.right - 1
    for number in numbers.reversed() {
      frame.textRight(number.value, right: right, y: y, style: number.style)
      frame.textRight(
        number.name, right: right - number.value.columns - 1, y: y, style: theme.muted)
      right -= number.width + 2
    }
  }

  private struct NamedValue {
    var name: String
    var value: String
    var style: Style
    /// A fixed width, so that the values do not move when others change.
    var width: Int
  }

  private func numbers(_ lane: LaneState, _ appearance: Appearance, width: Int) -> [NamedValue] {
    let theme = appearance.theme
    let history = lane.history
    let dash = "—"
    var numbers = [
      NamedValue(
        name: "loss", value: history.loss.smoothed.last.map { NumberText.fixed($0, 3) } ?? dash,
        style: theme.strong, width: 10),
      NamedValue(
        name: "top-1",
        value: (history.validationTop1.last ?? history.top1.smoothed.last).map {
          NumberText.percent($0)
        } ?? dash, style: theme.strong, width: 12),
    ]
    if width >= 100 {
      numbers.insert(
        NamedValue(
          name: "step", value: lane.latest.map { NumberText.grouped($0.step) } ?? dash,
          style: theme.strong, width: 14), at: 0)
    }
    if width >= 70 {
      let speed = lane.speed.value
      numbers.append(
        NamedValue(
          name: "img/s",
          value: speed.isFinite ? NumberText.grouped(Int(min(speed, 1e9).rounded())) : dash,
          style: theme.text, width: 11))
    }
    numbers.append(
      NamedValue(name: "", value: lane.phaseWord, style: style(lane, appearance), width: 11))
    return numbers
  }

  private func style(_ lane: LaneState, _ appearance: Appearance) -> Style {
    switch lane.phase {
    case .training: appearance.theme.good
    case .preparing, .paused: appearance.theme.caution
    case .finished: appearance.theme.accent
    case .failed: appearance.theme.danger
    }
  }
}

extension DashboardState {
  /// Returns the plan changes from the first lane to this one, or its name if there are none.
  func differences(of lane: LaneState) -> String {
    guard let plan = lane.plan, let first = lanes[0].plan else { return lane.name ?? "" }
    let changes = plan.changes(from: first)
    return changes.isEmpty ? lane.name ?? "as planned" : changes.text
  }

  /// Returns the lane's colour and dash, the same on every screen.
  func stroke(of lane: LaneState, _ theme: Theme) -> LineChart.Stroke {
    LineChart.Stroke(strokes[lane.compareName], theme: theme)
  }
}
