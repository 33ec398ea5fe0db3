/// A box with a title, its hot key, and a note at the right of its upper edge. The one that has the
/// focus has a heavy border and a pointer before its title, so that it is seen without colours too.
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
  public var hasFocus: Bool

  public init(
    _ title: String, key: String = "", note: String = "", tint: Style, edges: Edges = .box,
    hasFocus: Bool = false
  ) {
    self.title = title
    self.key = key
    self.note = note
    self.tint = tint
    self.edges = edges
    self.hasFocus = hasFocus
  }

  private struct Strokes {
    var across: Unicode.Scalar
    var down: Unicode.Scalar
    /// Clockwise from the upper left.
    var corners: [Unicode.Scalar]

    static let light = Strokes(across: "─", down: "│", corners: ["╭", "╮", "╯", "╰"])
    static let heavy = Strokes(across: "━", down: "┃", corners: ["┏", "┓", "┛", "┗"])
    /// What both would be in ASCII is the same.
    static let plainHeavy = Strokes(across: "=", down: "|", corners: ["#", "#", "#", "#"])
  }

  /// The room that it leaves; all of it where it has no room itself.
  public func inside(_ rect: Rect) -> Rect {
    guard hasRoom(rect) else { return rect }
    var inside = edges == .box ? rect.inset(columns: 1, rows: 1) : rect
    if edges == .rule { _ = inside.takeTop(1) }
    return inside
  }

  private func hasRoom(_ rect: Rect) -> Bool {
    rect.width >= 4 && rect.height >= (edges == .box ? 3 : 2)
  }

  /// Draws it and gives the room inside.
  public func draw(in rect: Rect, on frame: inout Frame, look: Look) -> Rect {
    guard hasRoom(rect) else { return rect }
    let style = hasFocus ? look.theme.focus : tint
    drawEdges(in: rect, style: style, on: &frame, look: look)
    let last = rect.right - 1
    let end = drawTitle(
      from: rect.x + 2, to: last - 1, y: rect.y, style: style, on: &frame, look: look)
    drawNote(from: end + 1, to: last - 1, y: rect.y, on: &frame, look: look)
    return inside(rect)
  }

  private func drawEdges(in rect: Rect, style: Style, on frame: inout Frame, look: Look) {
    let strokes: Strokes =
      !hasFocus ? .light : look.glyphs.unicode ? .heavy : .plainHeavy
    let last = rect.right - 1
    for x in rect.x...last { frame.put(strokes.across, x: x, y: rect.y, style: style) }
    guard edges == .box else { return }
    for x in rect.x...last { frame.put(strokes.across, x: x, y: rect.bottom - 1, style: style) }
    for y in rect.y..<rect.bottom {
      frame.put(strokes.down, x: rect.x, y: y, style: style)
      frame.put(strokes.down, x: last, y: y, style: style)
    }
    let places = [
      (rect.x, rect.y), (last, rect.y), (last, rect.bottom - 1), (rect.x, rect.bottom - 1),
    ]
    for (corner, (x, y)) in zip(strokes.corners, places) {
      frame.put(corner, x: x, y: y, style: style)
    }
  }

  private func drawTitle(
    from start: Int, to end: Int, y: Int, style: Style, on frame: inout Frame, look: Look
  ) -> Int {
    guard !title.isEmpty, end - start >= 3 else { return start }
    var x = frame.text(" ", x: start, y: y, style: style)
    if hasFocus, x + 2 < end { x = frame.text("▶ ", x: x, y: y, style: style) }
    if !key.isEmpty, x + key.columns + 1 < end {
      x = frame.text(key + " ", x: x, y: y, style: look.theme.key)
    }
    x = frame.text(title, x: x, y: y, style: look.theme.strong, width: end - 1 - x)
    return frame.text(" ", x: x, y: y, style: style)
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
