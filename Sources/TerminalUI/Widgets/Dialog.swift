import DisplayText

/// A box in the middle of the screen with a title, some text, and the keys that answer it.
public struct Dialog<Command: Hashable & Sendable>: Sendable {
  /// The title in the border.
  public var title: String
  /// The text, one paragraph in each element; long ones are wrapped.
  public var lines: [String]
  /// The keys that answer the dialog.
  public var answers: KeyBindings<Command>
  /// The style of the border.
  public var tint: Style

  /// Creates a dialog.
  public init(title: String, lines: [String], answers: KeyBindings<Command>, tint: Style) {
    self.title = title
    self.lines = lines
    self.answers = answers
    self.tint = tint
  }

  /// The positions of the parts of the dialog.
  private struct DialogLayout {
    var box: Rect
    var lines: [String]
    /// The first row of the text.
    var top: Int
    var answers: [AnswerRow]
  }

  /// A row of keys, with the cell at which it begins.
  private struct AnswerRow {
    var hints: [KeyHint<Command>]
    var x: Int
    var y: Int
  }

  /// Returns the layout. In a small area the empty rows are left out first, then the last lines of
  /// the text, but no answer.
  private func layout(in area: Rect) -> DialogLayout {
    let room = max(8, area.width - 6)
    let wrapped = lines.flatMap { $0.wrapped(to: min(72, room)) }
    let rows = answerRows(width: room)
    let widest = max(
      rows.map(Self.columns).max() ?? 0, title.columns + 4, wrapped.map(\.columns).max() ?? 0)
    let box = area.centered(width: widest + 6, height: wrapped.count + rows.count + 5)
    let inside = Panel("", tint: tint).inside(box)
    let spare = inside.height - wrapped.count - rows.count
    let textRows = max(0, min(wrapped.count, inside.height - rows.count))
    let top = inside.y + (spare >= 2 ? 1 : 0)
    let foot = top + textRows + (spare >= 1 ? 1 : 0)
    let answers = rows.enumerated().map { row, hints in
      AnswerRow(
        hints: hints, x: inside.x + max(1, (inside.width - Self.columns(hints)) / 2), y: foot + row)
    }
    var shown = Array(wrapped.prefix(textRows))
    if textRows < wrapped.count, let last = shown.popLast() { shown.append(last + " …") }
    return DialogLayout(
      box: box, lines: shown, top: top,
      answers: answers.filter { $0.y < inside.bottom })
  }

  /// Returns the answers in as many rows as they need.
  private func answerRows(width: Int) -> [[KeyHint<Command>]] {
    var rows: [[KeyHint<Command>]] = []
    for hint in answers.hints(width: .max) {
      if let last = rows.last, Self.columns(last + [hint]) <= width {
        rows[rows.count - 1].append(hint)
      } else {
        rows.append([hint])
      }
    }
    return rows
  }

  /// Returns the width of a row of keys, without the gap after the last one.
  private static func columns(_ hints: [KeyHint<Command>]) -> Int {
    hints.reduce(0) { $0 + $1.columns } - 2
  }

  /// Draws the dialog in the middle of an area.
  public func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let layout = layout(in: area)
    frame.fill(layout.box, with: Cell(background: appearance.theme.raised))
    let inside = Panel(title, tint: tint).draw(in: layout.box, on: &frame, appearance: appearance)
    for (row, line) in layout.lines.enumerated() {
      frame.text(
        line, x: inside.x + 2, y: layout.top + row, style: appearance.theme.text,
        width: inside.width - 3)
    }
    for row in layout.answers {
      frame.hints(row.hints, x: row.x, y: row.y, appearance: appearance)
    }
  }

  /// Returns the key with the same effect as a mouse click.
  /// - Returns: The key that is shown at this cell, Esc outside the box, or `nil` elsewhere in the
  ///   box.
  public func key(atX x: Int, y: Int, in area: Rect) -> Key? {
    let layout = layout(in: area)
    guard layout.box.contains(x: x, y: y) else { return .escape }
    guard let row = layout.answers.first(where: { $0.y == y }) else { return nil }
    return KeyHint.shortcut(in: row.hints, atColumn: x - row.x)?.key
  }
}

extension String {
  /// Returns the text in lines of at most `width` columns, broken at spaces. A word that is longer
  /// than a line continues in the next line.
  public func wrapped(to width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    var columns = 0
    for word in split(separator: " ") {
      var word = String(word)
      var length = word.columns
      if !line.isEmpty, columns + 1 + length > width {
        lines.append(line)
        (line, columns) = ("", 0)
      }
      while length > width {
        let fitting = word.prefix(columns: width)
        // A line of one column still gets a whole character, even a wide one.
        let count = max(1, fitting.count)
        lines.append(String(word.prefix(count)))
        word = String(word.dropFirst(count))
        length = word.columns
      }
      if !line.isEmpty { line += " " }
      line += word
      columns = line.isEmpty ? 0 : columns + length + (columns > 0 ? 1 : 0)
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }
}
