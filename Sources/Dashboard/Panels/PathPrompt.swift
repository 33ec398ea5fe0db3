import TerminalUI

/// Asks for the path of an image, in one line.
struct PathPrompt {
  let line: TextLine

  func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let box = area.centered(width: min(90, area.width - 2), height: 5)
    frame.fill(box, with: Cell(background: look.theme.raised))
    let inside = Panel(
      "An image of your own", note: "Enter shows it · Esc does not", tint: look.theme.accent
    ).draw(in: box, on: &frame, look: look).inset(columns: 1)
    guard inside.height > 0 else { return }
    line.draw(x: inside.x, y: inside.y, width: inside.width, on: &frame, look: look)
    if inside.height > 1 {
      frame.text(
        "path of a JPEG or PNG file", x: inside.x, y: inside.bottom - 1, style: look.theme.muted,
        width: inside.width)
    }
  }
}
