/// A box with a title, its hot key, and a note at the right of its upper edge.
public struct Panel: Sendable {
  public enum Edges: Sendable {
    /// A rounded box all round.
    case box
    /// A rule above alone: where every row counts.
    case rule
  }

  public var title: String
  /// The key that opens it, shown before the title.
  public var key: String
  public var note: String
  public var tint: Style
  public var edges: Edges

  public init(
    _ title: String, key: String = "", note: String = "", tint: Style, edges: Edges = .box
  ) {
    self.title = title
    self.key = key
    self.note = note
    self.tint = tint
    self.edges = edges
  }

  /// Draws it and gives the room inside.
  public func draw(in rect: Rect, on frame: inout Frame, look: Look) -> Rect {
    guard rect.width >= 4, rect.height >= (edges == .box ? 3 : 2) else { return rect }
    let last = rect.right - 1
    for x in rect.x...last { frame.put("─", x: x, y: rect.y, style: tint) }
    if edges == .box {
      for x in rect.x...last { frame.put("─", x: x, y: rect.bottom - 1, style: tint) }
      for y in rect.y..<rect.bottom {
        frame.put("│", x: rect.x, y: y, style: tint)
        frame.put("│", x: last, y: y, style: tint)
      }
      frame.put("╭", x: rect.x, y: rect.y, style: tint)
      frame.put("╮", x: last, y: rect.y, style: tint)
      frame.put("╰", x: rect.x, y: rect.bottom - 1, style: tint)
      frame.put("╯", x: last, y: rect.bottom - 1, style: tint)
    }
    let end = drawTitle(from: rect.x + 2, to: last - 1, y: rect.y, on: &frame, look: look)
    drawNote(from: end + 1, to: last - 1, y: rect.y, on: &frame, look: look)
    switch edges {
    case .box: return rect.inset(columns: 1, rows: 1)
    case .rule:
      var inside = rect
      _ = inside.takeTop(1)
      return inside
    }
  }

  private func drawTitle(
    from start: Int, to end: Int, y: Int, on frame: inout Frame, look: Look
  ) -> Int {
    guard !title.isEmpty, end - start >= 3 else { return start }
    var x = frame.text(" ", x: start, y: y, style: tint)
    if !key.isEmpty, x + key.columns + 1 < end {
      x = frame.text(key + " ", x: x, y: y, style: look.theme.key)
    }
    x = frame.text(title, x: x, y: y, style: look.theme.strong, width: end - 1 - x)
    return frame.text(" ", x: x, y: y, style: tint)
  }

  /// A note that does not fit loses its last part ("a · b · c" becomes "a · b").
  private func drawNote(from start: Int, to end: Int, y: Int, on frame: inout Frame, look: Look) {
    var parts = note.split(separator: " · ", omittingEmptySubsequences: true).map(String.init)
    while !parts.isEmpty {
      let text = parts.joined(separator: " · ")
      if text.columns + 2 <= end - start {
        frame.textRight(" " + text + " ", right: end, y: y, style: look.theme.muted)
        return
      }
      parts.removeLast()
    }
  }
}
