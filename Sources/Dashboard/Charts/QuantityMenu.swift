import TerminalUI

/// The list in which the charts of the charts' screen are chosen.
struct QuantityMenu: Equatable, Sendable {
  /// The index of the selected quantity.
  private(set) var selected = 0

  static let quantities = ChartQuantity.allCases

  var quantity: ChartQuantity { Self.quantities[selected] }

  mutating func select(_ index: Int) {
    selected = min(max(0, index), Self.quantities.count - 1)
  }
}

/// A command of the list of charts.
enum QuantityAnswer: Hashable, Sendable {
  case previous, next, first, last, toggle, close
}

extension KeyBindings<QuantityAnswer> {
  static let quantities = KeyBindings([
    .init([.up], .previous, label: "chart", help: "the line above"),
    .init([.down], .next, label: "chart", help: "the line below"),
    .init([.home], .first, help: "the first line"),
    .init([.end], .last, help: "the last line"),
    .init(
      [.character(" "), .enter], .toggle, label: "show or hide", help: "show or hide", rank: 1),
    .init(
      [.escape, .control("c"), .character("v"), .character("q")], .close, label: "close",
      help: "close", rank: 0),
  ])
}

extension DashboardState {
  mutating func pressInQuantityMenu(_ key: Key, _ menu: QuantityMenu) {
    var menu = menu
    switch KeyBindings.quantities.command(for: key) {
    case .previous: menu.select(menu.selected - 1)
    case .next: menu.select(menu.selected + 1)
    case .first: menu.select(0)
    case .last: menu.select(.max)
    case .toggle: charts.toggle(menu.quantity)
    case .close:
      overlay = nil
      return
    case nil: showNotice(NoticeText.noMeaning(of: key, "space shows or hides a chart, Esc closes"))
    }
    overlay = .quantities(menu)
  }

  /// Handles a click: it shows or hides a chart, or closes the list.
  mutating func clickQuantityMenu(
    x: Int, y: Int, in area: Rect, _ menu: QuantityMenu, _ appearance: Appearance
  ) {
    var menu = menu
    let panel = QuantityMenuPanel(menu: menu, shown: charts.shown)
    if let index = panel.index(atX: x, y: y, in: area) {
      menu.select(index)
      charts.toggle(menu.quantity)
      overlay = .quantities(menu)
    } else if let key = panel.key(atX: x, y: y, in: area, appearance.glyphs) {
      pressInQuantityMenu(key, menu)
    }
  }
}

/// The box with the list of charts.
struct QuantityMenuPanel {
  let menu: QuantityMenu
  let shown: Set<ChartQuantity>

  private func layout(in area: Rect) -> ListLayout {
    let box = area.centered(width: min(46, area.width), height: QuantityMenu.quantities.count + 4)
    var list = Panel("", tint: Style()).inside(box).inset(columns: 2)
    var foot = list.cutBottom(list.height > 3 ? 2 : 0)
    _ = foot.cutTop(1)
    return ListLayout(box: box, list: list, foot: foot, selected: menu.selected)
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let theme = appearance.theme
    let layout = layout(in: area)
    frame.fill(layout.box, with: Cell(background: theme.raised))
    _ = Panel("Charts", key: "v", note: "\(shown.count) shown", tint: theme.accent)
      .draw(in: layout.box, on: &frame, appearance: appearance)
    let rows = QuantityMenu.quantities.enumerated().dropFirst(layout.first)
    for (index, quantity) in rows.prefix(layout.list.height) {
      let y = layout.list.y + index - layout.first
      let isSelected = index == menu.selected
      if isSelected { frame.text("▶", x: layout.list.x, y: y, style: theme.accent) }
      if shown.contains(quantity) {
        frame.text("●", x: layout.list.x + 2, y: y, style: theme.good)
      }
      frame.text(
        quantity.title, x: layout.list.x + 4, y: y, style: isSelected ? theme.strong : theme.text,
        width: layout.list.width - 4)
    }
    frame.hints(
      hints(layout, appearance.glyphs), x: layout.foot.x, y: layout.foot.y, appearance: appearance)
  }

  private func hints(
    _ layout: ListLayout, _ glyphs: GlyphSet
  ) -> [KeyHint<QuantityAnswer>] {
    KeyBindings.quantities.hints(
      width: layout.foot.isEmpty ? 0 : layout.foot.width, glyphs: glyphs)
  }

  /// Returns the index of the row at a cell; `nil` outside of the list.
  func index(atX x: Int, y: Int, in area: Rect) -> Int? {
    let layout = layout(in: area)
    guard layout.list.contains(x: x, y: y) else { return nil }
    let index = layout.first + y - layout.list.y
    return QuantityMenu.quantities.indices.contains(index) ? index : nil
  }

  /// Returns the key that a press stands for: a key of the last row, or Esc outside of the box.
  func key(atX x: Int, y: Int, in area: Rect, _ glyphs: GlyphSet) -> Key? {
    let layout = layout(in: area)
    guard layout.box.contains(x: x, y: y) else { return .escape }
    guard layout.foot.contains(x: x, y: y) else { return nil }
    return KeyHint.shortcut(in: hints(layout, glyphs), atColumn: x - layout.foot.x)?.key
  }
}
