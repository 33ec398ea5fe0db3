import TerminalUI

/// The dashboard on a terminal that is too small for it: the latest error, the state of the
/// run and the smallest size.
struct SmallScreen {
  @Shared var state: DashboardState

  func draw(in bounds: Rect, on frame: inout Frame, appearance: Appearance) {
    let lines = sentences(in: bounds).flatMap { $0.wrapped(to: bounds.width) }
    let top = bounds.y + max(0, (bounds.height - lines.count) / 2)
    for (row, line) in lines.prefix(bounds.height).enumerated() {
      frame.textCentered(line, in: bounds, y: top + row, style: appearance.theme.text)
    }
  }

  private func sentences(in bounds: Rect) -> [String] {
    guard state.overlay != .leave else {
      return ["Leave the screen? Enter: training continues · s: stop and save · Esc: stay"]
    }
    let value =
      state.lane.validationTop1Text.map { "val top-1 err \($0)" }
      ?? state.lane.trainLossText.map { "train loss \($0)" } ?? "no step yet"
    let (width, height) = DashboardState.minimumSize
    return [
      "\(value) · \(state.phaseWord)",
      "at least \(width)×\(height) is needed", "this terminal is \(bounds.width)×\(bounds.height)",
    ]
  }
}
