import TerminalUI

/// The question what a new lane is to have otherwise.
struct ForkDialog {
  var menu: ForkMenu
  /// The lane that is forked.
  var name: String
  var step: Int

  /// Where all of it is.
  private struct Layout {
    var box: Rect
    /// The lines that there is room for: on a low screen the selected one is among them.
    var list: Rect
    var first: Int
    /// No rows where there is no room.
    var foot: Rect
  }

  private func layout(in area: Rect) -> Layout {
    let box = area.centered(width: min(64, area.width), height: menu.lines.count + 7)
    var list = Panel("", tint: Style()).inside(box).inset(columns: 2, rows: 1)
    var foot = list.takeBottom(min(2, list.height))
    if foot.height < 2 { foot.height = 0 }
    return Layout(box: box, list: list, first: max(0, menu.selected - list.height + 1), foot: foot)
  }

  func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let theme = look.theme
    let layout = layout(in: area)
    let (list, foot) = (layout.list, layout.foot)
    frame.fill(layout.box, with: Cell(background: theme.raised))
    let place = step == 0 ? "from the start" : "at step \(Digits.grouped(step))"
    _ = Panel("Fork", note: "\(name) \(place)", tint: theme.accent)
      .draw(in: layout.box, on: &frame, look: look)
    for (row, line) in menu.lines.enumerated().dropFirst(layout.first).prefix(list.height) {
      draw(
        line, isSelected: row == menu.selected, y: list.y + row - layout.first, list, &frame, look)
    }
    guard foot.height == 2 else { return }
    frame.text(room, x: foot.x, y: foot.y, style: theme.muted, width: foot.width)
    frame.hints(
      KeyBindings.fork.hints(width: foot.width), x: foot.x, y: foot.y + 1, look: look)
  }

  /// The key that a press stands for: on a line its letter, on a key or its word that one, beside the box
  /// Esc.
  func key(atX x: Int, y: Int, in area: Rect) -> Key? {
    let layout = layout(in: area)
    guard layout.box.contains(x: x, y: y) else { return .escape }
    if layout.list.contains(x: x, y: y) {
      let row = layout.first + y - layout.list.y
      guard menu.lines.indices.contains(row) else { return nil }
      return .character(menu.lines[row].letter)
    }
    guard layout.foot.height == 2, y == layout.foot.y + 1 else { return nil }
    let hints = KeyBindings.fork.hints(width: layout.foot.width)
    return KeyBindings.choice(of: hints, atColumn: x - layout.foot.x)?.key
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
    if menu.isFull { return "There are as many lanes as there can be; X stops one." }
    let size = "It takes about \(Digits.grouped(menu.bytes >> 20)) MiB"
    return switch room {
    case 0: "\(size), and there is no room for it."
    case 1: "\(size); there is room for this one."
    default: "\(size); there is room for \(Digits.grouped(room))."
    }
  }
}
