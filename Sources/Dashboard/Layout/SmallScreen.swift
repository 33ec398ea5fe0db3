import DisplayText
import TerminalUI

/// The dashboard on a terminal that is too small for charts: one sentence with the loss.
struct SmallScreen {
  var state: DashboardState

  func draw(in bounds: Rect, on frame: inout Frame, appearance: Appearance) {
    let lines = sentence.wrapped(to: bounds.width)
    let top = bounds.y + max(0, (bounds.height - lines.count) / 2)
    for (row, line) in lines.prefix(bounds.height).enumerated() {
      frame.textCentered(line, in: bounds, y: top + row, style: appearance.theme.text)
    }
  }

  private var sentence: String {
    let loss =
      state.history.loss.smoothed.last.map { "loss \(NumberText.brief($0))" } ?? "no loss yet"
    guard state.overlay != .quit else { return "keep training? Enter yes · s stops · Esc" }
    return "\(loss) · \(state.phaseWord) · 40×10 shows more"
  }
}
