import TerminalUI

/// Asks for a line of text, in the middle of the screen.
struct LinePrompt {
  let title: String
  let note: String
  let hint: String
  let line: TextField

  static func path(_ line: TextField) -> LinePrompt {
    LinePrompt(
      title: "An image of your own", note: "Enter shows it · Esc does not",
      hint: "path of a JPEG, PNG or WebP file", line: line)
  }

  static func name(_ line: TextField, of run: String) -> LinePrompt {
    LinePrompt(
      title: "Another name for \(run)", note: "Enter takes it · Esc does not",
      hint: "letters, digits, '-', '_' and '.'", line: line)
  }

  func box(in area: Rect) -> Rect { area.centered(width: min(90, area.width - 2), height: 3) }

  func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let box = box(in: area)
    frame.fill(box, with: Cell(background: look.theme.raised))
    let inside = Panel(title, note: note, tint: look.theme.accent)
      .draw(in: box, on: &frame, look: look).inset(columns: 1)
    guard inside.height > 0 else { return }
    line.draw(x: inside.x, y: inside.y, width: inside.width, hint: hint, on: &frame, look: look)
  }
}
