import TerminalUI

/// The page with all keys, from the table that also interprets them, and with help for reading the
/// screen. A search hides the lines that do not match, and underlines what it finds.
struct HelpPage {
  /// The scroll position and the search.
  struct Position: Equatable, Sendable {
    var row = 0
    /// The search text; `nil` without a search.
    var search: TextField?
    /// True while keys are typed into the search text.
    var isTyping = false
  }

  var position: Position

  /// One line of the page: keys and their meaning, or a heading.
  struct HelpLine: Equatable {
    /// The names of the keys; empty in a heading.
    var keys: String
    var text: String
    /// True for the second and later rows of a wrapped text.
    var isContinuation = false
    var isHeading: Bool { keys.isEmpty && !text.isEmpty && !isContinuation }

    /// Returns the line wrapped to `width` columns.
    func rows(width: Int) -> [HelpLine] {
      guard !isHeading else { return [self] }
      return text.wrapped(to: max(10, width - HelpPage.leftColumn)).enumerated().map { row, text in
        HelpLine(keys: row == 0 ? keys : "", text: text, isContinuation: row > 0)
      }
    }
  }

  private static let reading: [HelpLine] = [
    .init(keys: "", text: "How to read the screen"),
    .init(keys: "faded line", text: "one batch each; the bright line is the moving mean"),
    .init(keys: "loss", text: "in nats; a guess among n classes has the loss ln n"),
    .init(keys: "top-5", text: "the label is not among the five best guesses"),
    .init(keys: "zeros", text: "activations that are exactly 0; near 100% a layer is dead"),
    .init(keys: "update", text: "the last update over the weights; about 1e-3 is healthy"),
    .init(keys: "histogram", text: "of activations; heights are square roots of counts"),
    .init(keys: "structured", text: "kernels that are not noise: neighbouring weights agree"),
    .init(keys: "heavy border", text: "the panel in focus; Enter enlarges it"),
  ]

  private static let mouse: [HelpLine] = [
    .init(keys: "", text: "With the mouse (--no-mouse leaves it to the terminal)"),
    .init(keys: "click", text: "choose a screen, a panel (again: enlarge) or a step"),
    .init(keys: "wheel", text: "zoom at the pointer in charts; scroll pages"),
    .init(keys: "drag", text: "pan the charts"),
  ]

  /// The lines for all keys. Keys with the same meaning share a line, and the keys of one screen
  /// stand below a heading.
  static let keyLines: [HelpLine] = {
    var lines: [HelpLine] = []
    var scope: String?
    let bindings = KeyBindings.dashboard.bindings
    for binding in bindings.filter({ $0.scope == nil }) + bindings.filter({ $0.scope != nil }) {
      if binding.scope != scope, let name = binding.scope {
        lines.append(.init(keys: "", text: name))
      }
      scope = binding.scope
      let names = binding.keys.map(\.name).joined(separator: " ")
      if lines.last?.text == binding.help {
        lines[lines.count - 1].keys += " " + names
      } else {
        lines.append(.init(keys: names, text: binding.help))
      }
    }
    return lines
  }()

  private static let allLines = keyLines + mouse + reading

  /// The lines that match the search, with their headings; all lines without a search.
  var lines: [HelpLine] {
    guard let query, !query.isEmpty else { return Self.allLines }
    var found: [HelpLine] = []
    var heading: HelpLine?
    for line in Self.allLines {
      if line.isHeading { heading = line }
      guard !line.isHeading, Self.matches(line, query) else { continue }
      if let above = heading {
        found.append(above)
        heading = nil
      }
      found.append(line)
    }
    return found
  }

  private var query: String? { position.search?.text.lowercased() }

  private static func matches(_ line: HelpLine, _ query: String) -> Bool {
    line.keys.lowercased().contains(query) || line.text.lowercased().contains(query)
  }

  // MARK: - Layout

  private struct Layout {
    var box: Rect
    var inside: Rect
    var search: Rect
    var columns: Int
    /// The width of one column of text.
    var width: Int
  }

  fileprivate static let leftColumn = 15

  private func layout(in area: Rect) -> Layout {
    let columns = area.width >= 152 ? 2 : 1
    let wide = min(area.width, columns == 2 ? 150 : 78) - 4
    let width = (wide - 2 * (columns - 1)) / columns
    let all = Self.allLines.reduce(0) { $0 + $1.rows(width: width).count }
    let rows = (all + columns - 1) / columns
    let box = area.centered(width: columns == 2 ? 150 : 78, height: rows + 4)
    var inside = box.inset(columns: 2, rows: 1)
    let search = inside.cutBottom(position.search == nil ? 0 : 1)
    if inside.height > rows { _ = inside.cutTop(1) }
    return Layout(box: box, inside: inside, search: search, columns: columns, width: width)
  }

  func box(in area: Rect) -> Rect { layout(in: area).box }

  func scrolling(in area: Rect) -> Scrolling { scrolling(layout(in: area)) }

  private func scrolling(_ layout: Layout) -> Scrolling {
    let rows = lines.reduce(0) { $0 + $1.rows(width: layout.width).count }
    return Scrolling(
      rows: (rows + layout.columns - 1) / layout.columns, page: layout.inside.height)
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let layout = layout(in: area)
    frame.fill(layout.box, with: Cell(background: appearance.theme.raised))
    let scrolling = scrolling(layout)
    let more = scrolling.last > 0 ? "↑ ↓ more · " : ""
    let find = position.search == nil ? "/ search · " : ""
    _ = Panel("Keys", key: "?", note: more + find + "Esc closes", tint: appearance.theme.accent)
      .draw(in: layout.box, on: &frame, appearance: appearance)
    let lines = lines
    let rows = lines.flatMap { $0.rows(width: layout.width) }
    let height = max(1, scrolling.rows)
    let first = scrolling.clamped(position.row)
    var rest = layout.inside
    for column in 0..<layout.columns {
      let part = rows.dropFirst(column * height).prefix(height).dropFirst(first)
      draw(Array(part), in: rest.cutLeft(layout.width), on: &frame, appearance: appearance)
      _ = rest.cutLeft(2)
    }
    if lines.isEmpty {
      frame.textCentered(
        "no line matches", in: layout.inside, y: layout.inside.y,
        style: appearance.theme.muted)
    }
    drawSearch(
      in: layout.search, found: lines.count { !$0.isHeading }, on: &frame, appearance: appearance)
  }

  private func drawSearch(in row: Rect, found: Int, on frame: inout Frame, appearance: Appearance) {
    guard let search = position.search, !row.isEmpty else { return }
    frame.fill(row, with: Cell(background: appearance.theme.raised))
    frame.text("/", x: row.x, y: row.y, style: appearance.theme.key)
    let count = "\(found) found"
    let width = min(40, row.width - count.columns - 4)
    if position.isTyping {
      search.draw(
        x: row.x + 2, y: row.y, width: width, hint: "a key or a word", on: &frame,
        appearance: appearance)
    } else {
      frame.text(search.text, x: row.x + 2, y: row.y, style: appearance.theme.strong, width: width)
    }
    frame.textRight(count, right: row.right, y: row.y, style: appearance.theme.muted)
  }

  private func draw(
    _ lines: [HelpLine], in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    for (row, line) in lines.prefix(rect.height).enumerated() {
      let y = rect.y + row
      let keys = min(line.keys.columns, Self.leftColumn - 2)
      frame.text(
        line.keys, x: rect.x + Self.leftColumn - 2 - keys, y: y, style: appearance.theme.key,
        width: keys)
      frame.text(
        line.text, x: rect.x + (line.isHeading ? 0 : Self.leftColumn), y: y,
        style: line.isHeading ? appearance.theme.strong : appearance.theme.text,
        width: rect.width - (line.isHeading ? 0 : Self.leftColumn))
      if !line.isHeading {
        underlineMatches(
          in: Rect(x: rect.x, y: y, width: rect.width, height: 1), on: &frame, appearance)
      }
    }
  }

  /// Underlines the matches of the search in a row that has been drawn.
  private func underlineMatches(in row: Rect, on frame: inout Frame, _ appearance: Appearance) {
    guard let query, !query.isEmpty else { return }
    let pattern = Array(query.unicodeScalars)
    let cells = (row.x..<row.right).map { x -> Unicode.Scalar in
      let glyph = Unicode.Scalar(frame[x, row.y].glyph) ?? " "
      return glyph.properties.lowercaseMapping.unicodeScalars.first ?? glyph
    }
    guard cells.count >= pattern.count else { return }
    for start in 0...(cells.count - pattern.count)
    where cells[start..<start + pattern.count].elementsEqual(pattern) {
      for offset in 0..<pattern.count {
        var cell = frame[row.x + start + offset, row.y]
        cell.foreground = appearance.theme.caution.foreground
        cell.attributes.formUnion([.bold, .underline])
        frame[row.x + start + offset, row.y] = cell
      }
    }
  }
}
