/// A box with a title, its hot key, and a note at the right of its upper edge. The panel with the focus
/// has a heavy border and a pointer before its title, which are visible without colours too.
public struct Panel: Sendable {
  /// The lines around a panel.
  public enum Edges: Sendable {
    /// A rounded box.
    case box
    /// A rule above the panel only, for screens with few rows.
    case rule
  }

  /// The title, at the left of the upper edge.
  public var title: String
  /// The key that opens the panel, shown before the title; empty if there is none.
  public var key: String
  /// The remark at the right of the upper edge, in parts that are separated by " · ".
  public var note: String
  /// A setting that changes how the panel is read, with its key, such as "contrast: shared · n", or a key that
  /// leads elsewhere; empty for none. It is emphasised, and the note gives way to it.
  public var badge: String
  /// The style of the edges.
  public var tint: Style
  /// The kind of the edges.
  public var edges: Edges
  /// True if keys act on this panel; its edges are then emphasised.
  public var hasFocus: Bool

  /// Creates a panel.
  public init(
    _ title: String, key: String = "", note: String = "", badge: String = "", tint: Style,
    edges: Edges = .box, hasFocus: Bool = false
  ) {
    self.title = title
    self.key = key
    self.note = note
    self.badge = badge
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
    /// Heavy strokes for ASCII, where heavy and light lines would have the same characters.
    static let plainHeavy = Strokes(across: "=", down: "|", corners: ["#", "#", "#", "#"])
  }

  /// Returns the rectangle inside the edges; the whole rectangle if it is too small for edges.
  public func inside(_ rect: Rect) -> Rect {
    guard hasRoom(rect) else { return rect }
    var inside = edges == .box ? rect.inset(columns: 1, rows: 1) : rect
    if edges == .rule { _ = inside.cutTop(1) }
    return inside
  }

  func hasRoom(_ rect: Rect) -> Bool {
    rect.width >= 4 && rect.height >= (edges == .box ? 3 : 2)
  }

  /// Draws the edges, the title and the note.
  /// - Returns: The rectangle inside the edges; the whole rectangle if it is too small for edges.
  public func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) -> Rect {
    guard hasRoom(rect) else { return rect }
    let style = hasFocus ? appearance.theme.focus : tint
    drawEdges(in: rect, style: style, on: &frame, appearance: appearance)
    let last = rect.right - 1
    let end = drawTitle(
      from: rect.x + 2, to: last - 1, y: rect.y, style: style, on: &frame, appearance: appearance)
    let badgeEnd = drawBadge(
      from: end + 1, to: last - 1, y: rect.y, on: &frame, appearance: appearance)
    drawNote(from: end + 1, to: badgeEnd, y: rect.y, on: &frame, appearance: appearance)
    return inside(rect)
  }

  /// Returns the cells of the upper edge at the right of the title, in which a note is drawn; empty if
  /// the panel has no edges.
  public func noteArea(in rect: Rect) -> Rect {
    guard hasRoom(rect) else { return Rect(x: rect.x, y: rect.y, width: 0, height: 1) }
    let title = title.isEmpty ? 0 : 2 + (hasFocus ? 2 : 0) + title.columns
    let start = rect.x + 2 + title + (key.isEmpty ? 0 : key.columns + 1)
    return Rect(x: start, y: rect.y, width: rect.right - 2 - start, height: 1)
  }

  func drawEdges(in rect: Rect, style: Style, on frame: inout Frame, appearance: Appearance) {
    let strokes: Strokes =
      !hasFocus ? .light : appearance.glyphs.unicode ? .heavy : .plainHeavy
    let last = rect.right - 1
    for x in rect.x...last { frame.put(strokes.across, x: x, y: rect.y, style: style) }
    guard edges == .box else { return }
    for x in rect.x...last { frame.put(strokes.across, x: x, y: rect.bottom - 1, style: style) }
    for y in rect.y..<rect.bottom {
      frame.put(strokes.down, x: rect.x, y: y, style: style)
      frame.put(strokes.down, x: last, y: y, style: style)
    }
    let positions = [
      (rect.x, rect.y), (last, rect.y), (last, rect.bottom - 1), (rect.x, rect.bottom - 1),
    ]
    for (corner, (x, y)) in zip(strokes.corners, positions) {
      frame.put(corner, x: x, y: y, style: style)
    }
  }

  private func drawTitle(
    from start: Int, to end: Int, y: Int, style: Style, on frame: inout Frame,
    appearance: Appearance
  ) -> Int {
    guard !title.isEmpty, end - start >= 3 else { return start }
    var x = frame.text(" ", x: start, y: y, style: style)
    if hasFocus, x + 2 < end { x = frame.text("▶ ", x: x, y: y, style: style) }
    if !key.isEmpty, x + key.columns + 1 < end {
      x = frame.text(key + " ", x: x, y: y, style: appearance.theme.key)
    }
    x = frame.text(title, x: x, y: y, style: appearance.theme.strong, width: end - 1 - x)
    return frame.text(" ", x: x, y: y, style: style)
  }

  /// Draws the badge at the right of the upper edge. If it does not fit, its last parts are left out.
  /// - Returns: The end of the columns for the note.
  private func drawBadge(
    from start: Int, to end: Int, y: Int, on frame: inout Frame, appearance: Appearance
  ) -> Int {
    let badge = appearance.glyphs.spellingArrows(in: badge)
    guard let text = Self.fitting(badge, columns: end - start - 2) else { return end }
    frame.textRight(" " + text + " ", right: end, y: y, style: appearance.theme.key)
    return end - text.columns - 3
  }

  /// Draws the note. If it does not fit, its last parts are left out ("a · b · c" becomes "a · b").
  private func drawNote(
    from start: Int, to end: Int, y: Int, on frame: inout Frame, appearance: Appearance
  ) {
    let note = appearance.glyphs.spellingArrows(in: note)
    guard let text = Self.fitting(note, columns: end - start - 2) else { return }
    frame.textRight(" " + text + " ", right: end, y: y, style: appearance.theme.muted)
  }

  /// Returns the parts at the beginning of a text that fit; `nil` if none fits.
  private static func fitting(_ text: String, columns: Int) -> String? {
    var parts = text.split(separator: " · ", omittingEmptySubsequences: true).map(String.init)
    while !parts.isEmpty {
      let text = parts.joined(separator: " · ")
      if text.columns <= columns { return text }
      parts.removeLast()
    }
    return nil
  }
}
