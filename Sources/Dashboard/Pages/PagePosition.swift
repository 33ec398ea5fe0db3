import TerminalUI

/// The scroll position of a page, and its search.
struct PagePosition: Equatable, Sendable {
  /// The first row that is shown.
  var row = 0
  /// The search text; `nil` without a search.
  var search: TextField?
  /// True while keys are typed into the search text.
  var isTyping = false

  /// The beginning of a search.
  static let searching = PagePosition(search: TextField(), isTyping: true)

  /// The search text in small letters; empty without a search.
  var query: String { search?.text.lowercased() ?? "" }

  /// Handles a key that begins, edits or ends the search.
  /// - Returns: False if the key has another meaning on the page.
  mutating func pressInSearch(_ key: Key) -> Bool {
    switch key {
    case .escape where !query.isEmpty: self = PagePosition()
    case .enter where isTyping:
      isTyping = false
      if query.isEmpty { search = nil }
    case _ where isTyping && search?.press(key) == true: row = 0
    case .character("/"): self = PagePosition(search: search ?? TextField(), isTyping: true)
    default: return false
    }
    return true
  }

  mutating func paste(_ text: String) {
    search?.paste(text)
    row = 0
  }
}

/// The last row of a page while it is searched, and the marks of what has been found.
struct PageSearch {
  let position: PagePosition
  /// The text that is shown while the search text is empty.
  let hint: String

  /// The number of rows of the search.
  var rows: Int { position.search == nil ? 0 : 1 }

  /// - Parameter found: The number of lines that match.
  func draw(in row: Rect, found: Int, on frame: inout Frame, appearance: Appearance) {
    guard let search = position.search, !row.isEmpty else { return }
    frame.fill(row, with: Cell(background: appearance.theme.raised))
    frame.text("/", x: row.x, y: row.y, style: appearance.theme.key)
    let count = "\(found) found"
    let width = min(40, row.width - count.columns - 4)
    if position.isTyping {
      search.draw(
        x: row.x + 2, y: row.y, width: width, hint: hint, on: &frame, appearance: appearance)
    } else {
      frame.text(search.text, x: row.x + 2, y: row.y, style: appearance.theme.strong, width: width)
    }
    frame.textRight(count, right: row.right, y: row.y, style: appearance.theme.muted)
  }

  /// Underlines the matches of the search in a row that has been drawn.
  func underlineMatches(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    let pattern = Array(position.query.unicodeScalars)
    guard !pattern.isEmpty, row.width >= pattern.count else { return }
    let cells = (row.x..<row.right).map { x -> Unicode.Scalar in
      let glyph = Unicode.Scalar(frame[x, row.y].glyph) ?? " "
      return glyph.properties.lowercaseMapping.unicodeScalars.first ?? glyph
    }
    for start in 0...(cells.count - pattern.count)
    where cells[start..<start + pattern.count].elementsEqual(pattern) {
      for x in row.x + start..<row.x + start + pattern.count {
        frame[x, row.y].foreground = appearance.theme.caution.foreground
        frame[x, row.y].attributes.formUnion([.bold, .underline])
      }
    }
  }
}
