import DisplayText
import TerminalUI

/// An answer to the fork menu. The letter of a row is not among them: `ForkMenu.press` handles it.
enum ForkAnswer: Hashable, Sendable {
  case previous, next, previousValue, nextValue, fork, close
}

extension KeyBindings<ForkAnswer> {
  static let fork = KeyBindings([
    .init([.up], .previous, label: "change", help: "the line above", rank: 2),
    .init([.down], .next, label: "change", help: "the line below", rank: 2),
    .init([.left], .previousValue, label: "value", help: "the value before", rank: 1),
    .init([.right], .nextValue, label: "value", help: "the next value", rank: 1),
    .init(
      [.enter], .fork, label: "fork", help: "begin a lane with the change in the selected line",
      rank: 0, family: .training),
    .init(
      [.escape, .control("c"), .character("q"), .character("F")], .close, label: "close",
      help: "close", rank: 0),
  ])
}

/// The dialog in which the plan changes of a new lane are chosen.
struct ForkDialog {
  var menu: ForkMenu
  /// The name of the lane that is forked.
  var name: String
  var step: Int

  private func layout(in area: Rect) -> ListLayout {
    let box = area.centered(
      width: min(64, area.width), height: min(area.height, menu.rows.count + 7))
    var list = Panel("", tint: Style()).inside(box).inset(columns: 2)
    // In a low terminal the blank rows are left out, then the memory, but not the keys.
    let spare = list.height - menu.rows.count
    if spare >= 4 { list = list.inset(rows: 1) }
    let foot = list.cutBottom(spare >= 2 ? 2 : min(1, list.height))
    return ListLayout(box: box, list: list, foot: foot, selected: menu.selected)
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let theme = appearance.theme
    let layout = layout(in: area)
    let (list, foot) = (layout.list, layout.foot)
    frame.fill(layout.box, with: Cell(background: theme.raised))
    let start = step == 0 ? "from the start" : "at step \(NumberText.grouped(step))"
    let shown = layout.first..<max(layout.first, min(menu.rows.count, layout.first + list.height))
    let note =
      shown.count < menu.rows.count
      ? "\(shown.lowerBound + 1) to \(shown.upperBound) of \(menu.rows.count), ↑ ↓ more"
      : "\(name) \(start)"
    _ = Panel("Fork", note: appearance.glyphs.spellingArrows(in: note), tint: theme.accent)
      .draw(in: layout.box, on: &frame, appearance: appearance)
    for (index, row) in menu.rows.enumerated().dropFirst(layout.first).prefix(list.height) {
      draw(
        row, isSelected: index == menu.selected, y: list.y + index - layout.first, list, &frame,
        appearance)
    }
    guard foot.height > 0 else { return }
    if foot.height > 1 {
      frame.text(room, x: foot.x, y: foot.y, style: theme.muted, width: foot.width)
    }
    frame.hints(
      KeyBindings.fork.hints(width: foot.width + 2, glyphs: appearance.glyphs), x: foot.x,
      y: foot.bottom - 1, appearance: appearance)
  }

  /// Returns the key that a press stands for: the letter of a row, a key of the last row, or Esc
  /// outside of the box; `nil` elsewhere.
  func key(atX x: Int, y: Int, in area: Rect, _ glyphs: GlyphSet) -> Key? {
    let layout = layout(in: area)
    guard layout.box.contains(x: x, y: y) else { return .escape }
    if layout.list.contains(x: x, y: y) {
      let row = layout.first + y - layout.list.y
      guard menu.rows.indices.contains(row) else { return nil }
      return .character(menu.rows[row].letter)
    }
    guard layout.foot.height > 0, y == layout.foot.bottom - 1 else { return nil }
    let hints = KeyBindings.fork.hints(width: layout.foot.width + 2, glyphs: glyphs)
    return KeyHint.shortcut(in: hints, atColumn: x - layout.foot.x)?.key
  }

  private func draw(
    _ row: ForkMenu.Row, isSelected: Bool, y: Int, _ inside: Rect, _ frame: inout Frame,
    _ appearance: Appearance
  ) {
    let theme = appearance.theme
    if isSelected { frame.text("▶", x: inside.x, y: y, style: theme.accent) }
    frame.text(String(Character(row.letter)), x: inside.x + 2, y: y, style: theme.key)
    frame.text(row.name, x: inside.x + 4, y: y, style: isSelected ? theme.strong : theme.text)
    let several = row.options.count > 1
    let text = row.option.text
    let x = frame.text(
      text, x: inside.x + 20, y: y, style: isSelected ? theme.caution : theme.muted,
      width: inside.right - inside.x - 28)
    if several {
      frame.textRight(
        "\(row.chosen + 1) of \(row.options.count)", right: inside.right, y: y,
        style: theme.faint)
      if isSelected { frame.text(" →", x: x, y: y, style: theme.key) }
    }
  }

  private var room: String {
    guard let room = menu.room else { return "" }
    if menu.isFull { return "The trainer has as many lanes as it can have; X stops one." }
    let size = "It needs about \(NumberText.memory(menu.bytes))"
    return switch room {
    case 0: "\(size), and there is no room for it."
    case 1: "\(size); there is room for this one."
    default: "\(size); there is room for \(NumberText.grouped(room))."
    }
  }
}
