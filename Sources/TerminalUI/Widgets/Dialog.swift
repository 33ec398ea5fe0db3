import DisplayText

/// A box in the middle of the screen: a title, some lines, and the keys that answer it.
public struct Dialog<Command: Hashable & Sendable>: Sendable {
  public var title: String
  public var lines: [String]
  public var answers: KeyBindings<Command>
  public var tint: Style

  public init(title: String, lines: [String], answers: KeyBindings<Command>, tint: Style) {
    self.title = title
    self.lines = lines
    self.answers = answers
    self.tint = tint
  }

  /// Where all of it is.
  private struct Layout {
    var box: Rect
    var lines: [String]
    var hints: [KeyBindings<Command>.Hint]
    /// Where the keys begin.
    var foot: Rect
  }

  private func layout(in area: Rect) -> Layout {
    let room = max(8, area.width - 6)
    let wrapped = lines.flatMap { $0.wrapped(to: min(72, room)) }
    let hints = answers.hints(width: room)
    let keys = hints.reduce(0) { $0 + $1.columns } - 2
    let widest = max(keys, title.columns + 4, wrapped.map(\.columns).max() ?? 0)
    let box = area.centered(width: widest + 6, height: wrapped.count + 6)
    var inside = Panel("", tint: tint).inside(box)
    var foot = inside.takeBottom(min(2, inside.height))
    _ = foot.takeLeft(max(1, (foot.width - keys) / 2))
    return Layout(box: box, lines: wrapped, hints: hints, foot: foot)
  }

  public func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let layout = layout(in: area)
    frame.fill(layout.box, with: Cell(background: look.theme.raised))
    var inside = Panel(title, tint: tint).draw(in: layout.box, on: &frame, look: look)
    _ = inside.takeBottom(min(2, inside.height))
    var y = inside.y + (inside.height > layout.lines.count ? 1 : 0)
    for line in layout.lines where y < inside.bottom {
      frame.text(line, x: inside.x + 2, y: y, style: look.theme.text, width: inside.width - 3)
      y += 1
    }
    if layout.foot.height > 0 {
      frame.hints(layout.hints, x: layout.foot.x, y: layout.foot.y, look: look)
    }
  }

  /// The key that a press stands for: on a key or its word that one, beside the box Esc.
  public func key(atX x: Int, y: Int, in area: Rect) -> Key? {
    let layout = layout(in: area)
    guard layout.box.contains(x: x, y: y) else { return .escape }
    guard layout.foot.height > 0, y == layout.foot.y else { return nil }
    return KeyBindings.choice(of: layout.hints, atColumn: x - layout.foot.x)?.key
  }
}

extension String {
  /// Broken at blanks into lines of at most so many columns; a longer word is cut.
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
        let part = word.prefix(columns: width)
        // A wide character that is wider than the line still has to go somewhere.
        let count = max(1, part.count)
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
