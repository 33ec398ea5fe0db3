import TerminalUI

/// Where there is no room for a chart: one sentence, with the loss.
struct SmallScreen {
  var state: DashboardState

  func draw(in bounds: Rect, on frame: inout Frame, look: Look) {
    let lines = sentence.wrapped(to: bounds.width)
    let top = bounds.y + max(0, (bounds.height - lines.count) / 2)
    for (row, line) in lines.prefix(bounds.height).enumerated() {
      frame.textCentered(line, in: bounds, y: top + row, style: look.theme.text)
    }
  }

  private var sentence: String {
    let loss = state.history.loss.smoothed.last.map { "loss \(Digits.brief($0))" } ?? "no loss yet"
    guard state.overlay != .quit else { return "stop and keep? Enter · Esc" }
    return "\(loss) · \(state.phaseWord) · 40×10 shows more"
  }
}
