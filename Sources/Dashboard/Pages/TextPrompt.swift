import TerminalUI

/// A box with a text field in the middle of the screen.
struct TextPrompt {
  let title: String
  let note: String
  let hint: String
  let field: TextField

  /// Returns the prompt for the path of an image.
  static func path(_ field: TextField) -> TextPrompt {
    TextPrompt(
      title: "An image of your own", note: "Enter shows it · Esc cancels",
      hint: "path of a JPEG, PNG or WebP file", field: field)
  }

  /// Returns the prompt for a new name for a run.
  static func name(_ field: TextField, of run: String) -> TextPrompt {
    TextPrompt(
      title: "Another name for \(run)", note: "Enter renames it · Esc cancels",
      hint: "letters, digits, '-', '_' and '.'", field: field)
  }

  func box(in area: Rect) -> Rect { area.centered(width: min(90, area.width - 2), height: 3) }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let box = box(in: area)
    frame.fill(box, with: Cell(background: appearance.theme.raised))
    let inside = Panel(title, note: note, tint: appearance.theme.accent)
      .draw(in: box, on: &frame, appearance: appearance).inset(columns: 1)
    guard inside.height > 0 else { return }
    field.draw(
      x: inside.x, y: inside.y, width: inside.width, hint: hint, on: &frame, appearance: appearance)
  }
}
