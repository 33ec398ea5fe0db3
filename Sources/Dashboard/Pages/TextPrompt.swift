import TerminalUI

/// A box with a text field in the middle of the screen.
struct TextPrompt {
  let title: String
  let note: String
  let hint: String
  let field: TextField
  /// The reason for which the text cannot be accepted; `nil` while it can.
  var problem: String?
  /// True if the next character replaces the text.
  var isSelected = false

  /// Returns the prompt for the path of an image.
  static func path(_ field: TextField) -> TextPrompt {
    TextPrompt(
      title: "An image of your own", note: "Enter opens the image · Esc cancels",
      hint: "path of a JPEG, PNG or WebP file", field: field)
  }

  /// Returns the prompt for a new name for a run.
  static func name(_ field: TextField, of run: String) -> TextPrompt {
    TextPrompt(
      title: "New name of \(run)", note: "Enter renames the run · Esc cancels",
      hint: "letters, digits, '-', '_' and '.'", field: field)
  }

  /// Returns the prompt for a learning rate.
  /// - Parameter run: The name of the lane; `nil` if there is only one.
  static func rate(_ prompt: RatePrompt, of run: String?) -> TextPrompt {
    TextPrompt(
      title: "Learning rate" + (run.map { " of \($0)" } ?? ""),
      note: "Enter sets the rate · ↑ × 1.25 · ↓ × 0.8 · Esc cancels",
      hint: "a number above 0, such as 0.01 or 1e-3", field: prompt.field,
      problem: prompt.problem, isSelected: prompt.isUntouched)
  }

  func box(in area: Rect) -> Rect {
    area.centered(width: min(90, area.width - 2), height: problem == nil ? 3 : 4)
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let box = box(in: area)
    frame.fill(box, with: Cell(background: appearance.theme.raised))
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
    if let problem, inside.height > 1 {
      frame.text(
        problem, x: inside.x, y: inside.y + 1, style: appearance.theme.danger, width: inside.width)
    }
  }
}
