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

  public func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let room = max(8, area.width - 6)
    let wrapped = lines.flatMap { $0.wrapped(to: min(72, room)) }
    let hints = answers.hints(width: room)
    let keys = hints.reduce(0) { $0 + $1.columns } - 2
    let widest = max(keys, title.columns + 4, wrapped.map(\.columns).max() ?? 0)
    let box = area.centered(width: widest + 6, height: wrapped.count + 6)
    frame.fill(box, with: Cell(background: look.theme.raised))
    var inside = Panel(title, tint: tint).draw(in: box, on: &frame, look: look)
    let foot = inside.takeBottom(min(2, inside.height))
    var y = inside.y + (inside.height > wrapped.count ? 1 : 0)
    for line in wrapped where y < inside.bottom {
      frame.text(line, x: inside.x + 2, y: y, style: look.theme.text, width: inside.width - 3)
      y += 1
    }
    if !foot.isEmpty {
      let x = foot.x + max(1, (foot.width - keys) / 2)
      frame.hints(hints, x: x, y: foot.y, look: look)
    }
  }
}

extension String {
  /// Broken at blanks into lines of at most so many columns; a longer word is cut.
  public func wrapped(to width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      var word = String(word)
      if !line.isEmpty, line.columns + 1 + word.columns > width {
        lines.append(line)
        line = ""
      }
      while word.columns > width {
        lines.append(String(word.prefix(width)))
        word = String(word.dropFirst(width))
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }
}
