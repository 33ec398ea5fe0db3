import TerminalUI

/// Asks for the path of an image, in one line.
struct PathPrompt {
  let line: TextField

  func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let box = area.centered(width: min(90, area.width - 2), height: 3)
    frame.fill(box, with: Cell(background: look.theme.raised))
    let inside = Panel(
      "An image of your own", note: "Enter shows it · Esc does not", tint: look.theme.accent
    ).draw(in: box, on: &frame, look: look).inset(columns: 1)
    guard inside.height > 0 else { return }
    line.draw(
      x: inside.x, y: inside.y, width: inside.width, hint: "path of a JPEG or PNG file", on: &frame,
      look: look)
  }
}
