import TerminalUI

/// All keys, from the table that also obeys them, and how to read the screen.
struct HelpPage {
  var row: Int

  private static let reading: [(String, String)] = [
    ("faded line", "each batch; the bright line is its moving mean"),
    ("loss", "in nats; guessing among n classes has ln n"),
    ("top-5", "the truth is not among the five best guesses"),
    ("zeros", "activations that are exactly 0; near 100% a layer is dead"),
    ("update", "size of the last update over the weights; 1e-3 is healthy"),
    ("histogram", "of activations, heights by the square root"),
    ("structured", "kernels that are no longer noise: neighbours agree"),
  ]

  private static var lines: [(String, String)] {
    KeyBindings.dashboard.bindings.map { binding in
      (binding.keys.map(\.name).joined(separator: " "), binding.help)
    } + [("", "")] + reading
  }

  static var rows: Int { lines.count }

  func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let isWide = area.width >= 146
    let keys = KeyBindings.dashboard.bindings.count
    let rows = isWide ? keys : Self.rows
    let box = area.centered(width: isWide ? 144 : 76, height: rows + 4)
    frame.fill(box, with: Cell(background: look.theme.raised))
    let fits = box.height >= rows + 4
    let note = fits ? "Esc closes" : "↑ ↓ more · Esc closes"
    let inside = Panel("Keys", note: note, tint: look.theme.accent)
      .draw(in: box, on: &frame, look: look).inset(columns: 2, rows: 1)
    if isWide {
      let half = Rect(x: inside.x, y: inside.y, width: 66, height: inside.height)
      draw(Array(Self.lines.prefix(keys)), in: half, on: &frame, look: look)
      let other = Rect(
        x: inside.x + 68, y: inside.y, width: inside.width - 68, height: inside.height)
      draw(Self.reading, in: other, on: &frame, look: look)
    } else {
      let first = min(row, max(0, Self.rows - inside.height))
      draw(Array(Self.lines.dropFirst(first)), in: inside, on: &frame, look: look)
    }
  }

  private func draw(
    _ lines: [(String, String)], in rect: Rect, on frame: inout Frame, look: Look
  ) {
    for (row, line) in lines.prefix(rect.height).enumerated() {
      frame.textRight(line.0, right: rect.x + 10, y: rect.y + row, style: look.theme.key)
      frame.text(
        line.1, x: rect.x + 12, y: rect.y + row, style: look.theme.text, width: rect.width - 12)
    }
  }
}
