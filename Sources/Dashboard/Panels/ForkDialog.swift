import TerminalUI

/// The question what a new lane is to have otherwise.
struct ForkDialog {
  var menu: ForkMenu
  /// The lane that is forked.
  var name: String
  var step: Int

  func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let theme = look.theme
    let lines = menu.lines
    let box = area.centered(width: min(64, area.width), height: lines.count + 7)
    frame.fill(box, with: Cell(background: theme.raised))
    let place = step == 0 ? "from the start" : "at step \(Digits.grouped(step))"
    var inside = Panel(
      "Fork", note: "\(name) \(place)", tint: theme.accent
    ).draw(in: box, on: &frame, look: look).inset(columns: 2, rows: 1)
    let foot = inside.takeBottom(min(2, inside.height))
    // On a low screen the selected line is in sight.
    let first = max(0, menu.selected - inside.height + 1)
    for (row, line) in lines.enumerated().dropFirst(first).prefix(inside.height) {
      draw(line, isSelected: row == menu.selected, y: inside.y + row - first, inside, &frame, look)
    }
    guard foot.height == 2 else { return }
    frame.text(room, x: foot.x, y: foot.y, style: theme.muted, width: foot.width)
    let keys = [("↑ ↓", "change"), ("← →", "value"), ("Enter", "fork"), ("Esc", "close")]
    var x = foot.x
    for (key, word) in keys {
      x = frame.text(key, x: x, y: foot.y + 1, style: theme.key) + 1
      x = frame.text(word, x: x, y: foot.y + 1, style: theme.muted) + 2
    }
  }

  private func draw(
    _ line: ForkMenu.Line, isSelected: Bool, y: Int, _ inside: Rect, _ frame: inout Frame,
    _ look: Look
  ) {
    let theme = look.theme
    if isSelected { frame.text("▶", x: inside.x, y: y, style: theme.accent) }
    frame.text(String(Character(line.letter)), x: inside.x + 2, y: y, style: theme.key)
    frame.text(line.name, x: inside.x + 4, y: y, style: isSelected ? theme.strong : theme.text)
    let several = line.options.count > 1
    let words = line.option.words
    let x = frame.text(
      words, x: inside.x + 20, y: y, style: isSelected ? theme.caution : theme.muted,
      width: inside.right - inside.x - 28)
    if several {
      frame.textRight(
        "\(line.chosen + 1) of \(line.options.count)", right: inside.right, y: y,
        style: theme.faint)
      if isSelected { frame.text(" →", x: x, y: y, style: theme.key) }
    }
  }

  private var room: String {
    guard let room = menu.room else { return "" }
    let size = "It takes about \(Digits.grouped(menu.bytes >> 20)) MiB"
    return switch room {
    case 0: "\(size), and there is no room for it."
    case 1: "\(size); there is room for this one."
    default: "\(size); there is room for \(Digits.grouped(room))."
    }
  }
}
