import TerminalUI

/// An answer to a box with rows of values.
enum FormAnswer: Hashable, Sendable {
  case previous, next, previousValue, nextValue, complete, start, replace, hide, close
}

extension KeyBindings<FormAnswer> {
  /// Returns the keys of a form.
  /// - Parameters:
  ///   - start: The label of the key that starts the work.
  ///   - isTyping: True while the selected row is a text field, in which the arrows move the cursor.
  ///   - closing: The letter that opened the form, which closes it where it is not typed.
  static func form(start: String, isTyping: Bool, closing: Unicode.Scalar) -> Self {
    let values: [KeyBinding<FormAnswer>] =
      isTyping
      ? [.init([.tab], .complete, label: "complete", help: "complete the path", rank: 1)]
      : [
        .init([.left], .previousValue, label: "value", help: "choose the value before", rank: 1),
        .init([.right], .nextValue, label: "value", help: "choose the next value", rank: 1),
      ]
    return KeyBindings(
      [
        .init([.up], .previous, label: "row", help: "select the row above", rank: 2),
        .init([.down], .next, label: "row", help: "select the row below", rank: 2),
      ] + values + [
        .init([.enter], .start, label: start, help: "start with these values", rank: 0),
        .init(
          [.escape, .control("c")] + (isTyping ? [] : [.character(closing)]), .close,
          label: "close", help: "close the box", rank: 0),
      ])
  }

  /// The keys of a form that asks whether a file is replaced. One key that is pressed twice replaces
  /// nothing.
  static let replacing = KeyBindings([
    .init([.character("y")], .replace, label: "replace it", help: "replace the file", rank: 0),
    .init([.escape, .control("c")], .close, label: "keep it", help: "keep the file", rank: 0),
  ])

  /// Returns the keys of a box that shows the progress of work.
  /// - Parameter letter: The letter that opened the box.
  static func progress(_ letter: Unicode.Scalar) -> Self {
    KeyBindings([
      // As in other boxes Esc closes the box alone. It would often be pressed for that.
      .init(
        [.escape, .enter, .character(letter)], .hide, label: "hide",
        help: "close this box; the work continues", rank: 0),
      .init(
        [.character("c"), .control("c")], .close, label: "cancel", help: "cancel the work", rank: 1),
    ])
  }

  /// Returns the keys of a box with a result that scrolls.
  /// - Parameter letter: The letter that opened the box.
  static func result(_ letter: Unicode.Scalar) -> Self {
    KeyBindings([
      .init([.up], .previous, label: "scroll", help: "one line up or down", rank: 1),
      .init([.down], .next, label: "scroll", help: "one line up or down", rank: 1),
      .init(
        [.escape, .enter, .control("c"), .character("q"), .character(letter)], .close,
        label: "close", help: "close the box", rank: 0),
    ])
  }
}

/// A box with rows that have a name and a value each, a text below them, and keys.
///
/// On a low terminal the empty rows are left out first, then the last lines of the text; the rows scroll.
struct FormBox {
  /// A row of the box.
  struct Row {
    enum Value {
      /// A value, and true if the keys ← and → change it.
      case value(String, hasMore: Bool)
      case field(TextField, hint: String)
      /// A share from 0 to 1.
      case meter(Double)
    }

    var name: String
    var value: Value
  }

  var title: String
  var note = ""
  var rows: [Row]
  /// The index of the selected row; `nil` if no row can be selected.
  var selected: Int?
  /// The text below the rows.
  var text = ""
  /// True if the text is a problem.
  var isProblem = false
  var keys: KeyBindings<FormAnswer>

  private struct Layout {
    var box: Rect
    var rows: Rect
    var text: Rect
    var lines: [String]
    var foot: Rect
    /// The index of the first row that is shown.
    var first: Int
  }

  private static let width = 78

  private func layout(in area: Rect) -> Layout {
    let width = min(Self.width, area.width)
    let lines = text.isEmpty ? [] : text.wrapped(to: max(8, width - 6))
    let gaps = (lines.isEmpty ? 0 : 1) + 1
    let box = area.centered(
      width: width, height: min(area.height, rows.count + lines.count + gaps + 3))
    var inside = Panel("", tint: Style()).inside(box).inset(columns: 2)
    let foot = inside.cutBottom(inside.height > 1 ? 1 : 0)
    // Without room for all, the text has up to half of it.
    let textRows = min(lines.count, max(inside.height / 2, inside.height - rows.count))
    let list = inside.cutTop(min(rows.count, max(0, inside.height - textRows)))
    if inside.height > textRows { _ = inside.cutTop(1) }
    return Layout(
      box: box, rows: list, text: inside.cutTop(textRows), lines: lines, foot: foot,
      first: max(0, (selected ?? 0) - list.height + 1))
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let theme = appearance.theme
    let layout = layout(in: area)
    frame.fill(layout.box, with: Cell(background: theme.raised))
    _ = Panel(
      title.elidedInMiddle(to: max(8, layout.box.width - 6)), note: note, tint: theme.accent
    ).draw(in: layout.box, on: &frame, appearance: appearance)
    let shown = rows.enumerated().dropFirst(layout.first).prefix(layout.rows.height)
    for (index, row) in shown {
      draw(
        row, isSelected: index == selected, in: layout.rows,
        y: layout.rows.y + index - layout.first, on: &frame, appearance)
    }
    var lines = Array(layout.lines.prefix(layout.text.height))
    if lines.count < layout.lines.count, let last = lines.popLast() { lines.append(last + " …") }
    for (row, line) in lines.enumerated() {
      frame.text(
        line, x: layout.text.x, y: layout.text.y + row,
        style: isProblem ? theme.danger : theme.muted,
        width: layout.text.width)
    }
    frame.hints(
      hints(layout, appearance.glyphs), x: layout.foot.x, y: layout.foot.y, appearance: appearance)
  }

  private func draw(
    _ row: Row, isSelected: Bool, in area: Rect, y: Int, on frame: inout Frame,
    _ appearance: Appearance
  ) {
    let theme = appearance.theme
    if isSelected { frame.text("▶", x: area.x, y: y, style: theme.accent) }
    var x = area.x + 2
    let width = nameWidth(in: area)
    let style = isSelected ? theme.strong : theme.text
    frame.text(row.name, x: x, y: y, style: style, width: min(width, area.right - x))
    x += width + 1
    let room = area.right - x
    guard room > 0 else { return }
    switch row.value {
    case .value(let value, let hasMore):
      let arrows = isSelected && hasMore && room > 8 ? " ← →" : ""
      let end = frame.text(
        value, x: x, y: y, style: isSelected ? theme.caution : theme.muted,
        width: room - arrows.columns)
      frame.text(
        appearance.glyphs.spellingArrows(in: arrows), x: end, y: y, style: theme.key,
        width: area.right - end)
    case .field(let field, let hint):
      if isSelected {
        field.draw(x: x, y: y, width: room, hint: hint, on: &frame, appearance: appearance)
      } else {
        frame.text(
          (field.isEmpty ? hint : field.text).elidedInMiddle(to: room), x: x, y: y,
          style: theme.muted, width: room)
      }
    case .meter(let share):
      Meter(share, style: theme.good).draw(
        x: x, y: y, width: room, on: &frame, appearance: appearance)
    }
  }

  /// The columns of the names. Some are left for the values.
  private func nameWidth(in area: Rect) -> Int {
    min(rows.map(\.name.columns).max() ?? 0, max(4, area.width - 12))
  }

  private func hints(_ layout: Layout, _ glyphs: GlyphSet) -> [KeyHint<FormAnswer>] {
    keys.hints(width: layout.foot.isEmpty ? 0 : layout.foot.width + 2, glyphs: glyphs)
  }

  // MARK: - Clicks

  /// Returns the index of the row at a cell; `nil` outside of the rows.
  func index(atX x: Int, y: Int, in area: Rect) -> Int? {
    let layout = layout(in: area)
    guard selected != nil, layout.rows.contains(x: x, y: y) else { return nil }
    let index = layout.first + y - layout.rows.y
    return rows.indices.contains(index) ? index : nil
  }

  func contains(x: Int, y: Int, in area: Rect) -> Bool { layout(in: area).box.contains(x: x, y: y) }

  /// Returns the key that a press stands for: a key of the last row, or Esc outside of the box.
  func key(atX x: Int, y: Int, in area: Rect, _ glyphs: GlyphSet) -> Key? {
    let layout = layout(in: area)
    guard layout.box.contains(x: x, y: y) else { return .escape }
    guard layout.foot.contains(x: x, y: y) else { return nil }
    return KeyHint.shortcut(in: hints(layout, glyphs), atColumn: x - layout.foot.x)?.key
  }
}
