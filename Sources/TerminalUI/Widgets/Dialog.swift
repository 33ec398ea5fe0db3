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
    var hints: [KeyBindings<Command>.Hint]
    /// The row of the keys and the empty row below it, from the column in which the keys
    /// begin. A small box has fewer rows.
    var foot: Rect
  }

  private func layout(in area: Rect) -> DialogLayout {
    let room = max(8, area.width - 6)
    let wrapped = lines.flatMap { $0.wrapped(to: min(72, room)) }
    let hints = answers.hints(width: room)
    let keys = hints.reduce(0) { $0 + $1.columns } - 2
    let widest = max(keys, title.columns + 4, wrapped.map(\.columns).max() ?? 0)
    let box = area.centered(width: widest + 6, height: wrapped.count + 6)
    var inside = Panel("", tint: tint).inside(box)
    var foot = inside.cutBottom(min(2, inside.height))
    _ = foot.cutLeft(max(1, (foot.width - keys) / 2))
    return DialogLayout(box: box, lines: wrapped, hints: hints, foot: foot)
  }

  /// Draws the dialog in the middle of an area.
  public func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let layout = layout(in: area)
    frame.fill(layout.box, with: Cell(background: appearance.theme.raised))
    var inside = Panel(title, tint: tint).draw(in: layout.box, on: &frame, appearance: appearance)
    _ = inside.cutBottom(min(2, inside.height))
    var y = inside.y + (inside.height > layout.lines.count ? 1 : 0)
    for line in layout.lines where y < inside.bottom {
      frame.text(line, x: inside.x + 2, y: y, style: appearance.theme.text, width: inside.width - 3)
      y += 1
    }
    if layout.foot.height > 0 {
      frame.hints(layout.hints, x: layout.foot.x, y: layout.foot.y, appearance: appearance)
    }
  }

  /// Returns the key with the same effect as a mouse click.
  /// - Returns: The key that is shown at this cell, Esc outside the box, or `nil` elsewhere in the
  ///   box.
  public func key(atX x: Int, y: Int, in area: Rect) -> Key? {
    let layout = layout(in: area)
    guard layout.box.contains(x: x, y: y) else { return .escape }
    guard layout.foot.height > 0, y == layout.foot.y else { return nil }
    return KeyBindings.shortcut(in: layout.hints, atColumn: x - layout.foot.x)?.key
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
