import DisplayText
import TerminalUI

/// A box with a text field in the middle of the screen.
struct TextPrompt {
  let title: String
  /// The effects of the keys, the longest first.
  let notes: [String]
  let hint: String
  let field: TextField
  /// The reason for which the text cannot be accepted; `nil` while it can.
  var problem: String?
  /// The text in place of a problem; `nil` for none.
  var remark: String?
  /// True if the next character replaces the text.
  var isSelected = false

  /// Returns the prompt for a learning rate.
  /// - Parameter run: The name of the lane; `nil` if there is only one.
  static func rate(_ prompt: RatePrompt, of run: String?) -> TextPrompt {
    TextPrompt(
      title: "Learning rate" + (run.map { " of \($0)" } ?? ""),
      notes: ["Enter sets the rate · Esc cancels", "Enter · Esc cancels", "Enter · Esc"],
      hint: "a number, 0 or more, such as 0.01 or 1e-3", field: prompt.field,
      problem: prompt.problem, remark: "↑ × 1.25 · ↓ × 0.8 · PgUp double · PgDn half",
      isSelected: prompt.isUntouched)
  }

  func box(in area: Rect) -> Rect {
    area.centered(width: min(90, area.width - 2), height: explanation(area).count + 3)
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let box = box(in: area)
    frame.fill(box, with: Cell(background: appearance.theme.raised))
    // The keys are more important than the end of a long title.
    let shortest = notes.last?.columns ?? 0
    let title = self.title.elidedInMiddle(to: max(12, box.width - shortest - 9))
    let room = box.width - title.columns - 9
    let note = notes.first { $0.columns <= room } ?? notes.last ?? ""
    let inside = Panel(title, note: note, tint: appearance.theme.accent)
      .draw(in: box, on: &frame, appearance: appearance).inset(columns: 1)
    guard inside.height > 0 else { return }
    field.draw(
      x: inside.x, y: inside.y, width: inside.width, hint: hint, on: &frame, appearance: appearance)
    if isSelected {
      frame.text(
        field.text, x: inside.x, y: inside.y, style: appearance.theme.strong.with(.reverse),
        width: inside.width)
    }
    let style = problem == nil ? appearance.theme.muted : appearance.theme.danger
    for (row, line) in explanation(area).enumerated() where row + 1 < inside.height {
      frame.text(line, x: inside.x, y: inside.y + 1 + row, style: style, width: inside.width)
    }
  }

  /// The lines of the problem, or of the remark.
  private func explanation(_ area: Rect) -> [String] {
    (problem ?? remark)?.wrapped(to: max(1, min(90, area.width - 2) - 4)) ?? []
  }
}
