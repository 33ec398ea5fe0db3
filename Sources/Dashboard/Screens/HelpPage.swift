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

  /// Keys that have one explanation are one line; those of a place come after its name.
  private static let keyLines: [(String, String)] = {
    var lines: [(String, String)] = []
    var place: String?
    for binding in KeyBindings.dashboard.bindings {
      if binding.place != place, let name = binding.place { lines.append(("", name)) }
      place = binding.place
      let names = binding.keys.map(\.name).joined(separator: " ")
      if lines.last?.1 == binding.help {
        lines[lines.count - 1].0 += " " + names
      } else {
        lines.append((names, binding.help))
      }
    }
    return lines
  }()

  private static let lines = keyLines + [("", "")] + reading

  static var rows: Int { lines.count }

  func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let isWide = area.width >= 152
    let keys = Self.keyLines.count
    let rows = isWide ? keys : Self.rows
    let box = area.centered(width: isWide ? 150 : 76, height: rows + 4)
    frame.fill(box, with: Cell(background: look.theme.raised))
    let fits = box.height >= rows + 4
    let note = fits ? "Esc closes" : "↑ ↓ more · Esc closes"
    let inside = Panel("Keys", note: note, tint: look.theme.accent)
      .draw(in: box, on: &frame, look: look).inset(columns: 2, rows: 1)
    if isWide {
      let half = Rect(x: inside.x, y: inside.y, width: 70, height: inside.height)
      draw(Array(Self.lines.prefix(keys)), in: half, on: &frame, look: look)
      let other = Rect(
        x: inside.x + 72, y: inside.y, width: inside.width - 72, height: inside.height)
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
      frame.textRight(line.0, right: rect.x + 13, y: rect.y + row, style: look.theme.key)
      frame.text(
        line.1, x: rect.x + 15, y: rect.y + row,
        style: line.0.isEmpty ? look.theme.strong : look.theme.text, width: rect.width - 15)
    }
  }
}
