import TerminalUI

/// The page with all keys, from the table that also interprets them, and with the meaning of the
/// words on the screens. The keys that change training come first, then those of the shown screen. A
/// search hides the lines that do not match, and underlines what it finds.
struct HelpPage {
  let position: PagePosition
  /// The screen under the page.
  var screen = Screen.live
  /// The keys of the box under the page; `nil` without one.
  var boxKeys: BoxKeys?

  /// A row of text on the page.
  private struct PageRow {
    var name = ""
    var text = ""
    var family: KeyFamily?
    var isHeading = false
  }

  private var search: PageSearch {
    PageSearch(position: position, hint: "a key or a word on the screen")
  }

  /// The sections that match the search; all of them without one.
  var sections: [HelpSection] {
    let all = HelpSection.all(on: screen, box: boxKeys)
    let query = position.query
    return query.isEmpty ? all : all.compactMap { $0.matching(query) }
  }

  private static func rows(
    of sections: [HelpSection], width: Int, _ glyphs: GlyphSet
  ) -> [PageRow] {
    sections.enumerated().flatMap { number, section in
      let family = section.heading == HelpSection.trainingHeading ? KeyFamily.training : nil
      let heading = PageRow(text: section.heading, family: family, isHeading: true)
      return (number == 0 ? [] : [PageRow()]) + [heading]
        + section.lines.flatMap { rows(of: $0, width: width, glyphs) }
    }
  }

  private static func rows(of line: HelpLine, width: Int, _ glyphs: GlyphSet) -> [PageRow] {
    let left = leftColumn(width)
    let names = glyphs.spellingArrows(in: line.name).wrapped(to: left - 2)
    let texts = glyphs.spellingArrows(in: line.text).wrapped(to: max(10, width - left))
    return (0..<max(names.count, texts.count)).map { row in
      PageRow(
        name: row < names.count ? names[row] : "", text: row < texts.count ? texts[row] : "",
        family: line.family)
    }
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

  /// Returns the width of the keys and words, with the gap of two columns after them.
  private static func leftColumn(_ width: Int) -> Int { width < 50 ? 13 : 17 }

  private func layout(in area: Rect) -> Layout {
    let columns = area.width >= 152 ? 2 : 1
    let boxWidth = min(area.width, columns == 2 ? 150 : 80)
    let width = (boxWidth - 4 - 2 * (columns - 1)) / columns
    let box = area.centered(width: boxWidth, height: area.height)
    var inside = box.inset(columns: 2, rows: 1)
    let search = inside.cutBottom(search.rows)
    return Layout(box: box, inside: inside, search: search, columns: columns, width: width)
  }

  func box(in area: Rect) -> Rect { layout(in: area).box }

  func scrolling(in area: Rect, _ glyphs: GlyphSet) -> Scrolling {
    let layout = layout(in: area)
    return scrolling(Self.rows(of: sections, width: layout.width, glyphs).count, layout)
  }

  private func scrolling(_ rows: Int, _ layout: Layout) -> Scrolling {
    Scrolling(rows: (rows + layout.columns - 1) / layout.columns, page: layout.inside.height)
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let layout = layout(in: area)
    frame.fill(layout.box, with: Cell(background: appearance.theme.raised))
    let sections = sections
    let rows = Self.rows(of: sections, width: layout.width, appearance.glyphs)
    let scrolling = scrolling(rows.count, layout)
    let more = scrolling.last > 0 ? "↑ ↓ more · " : ""
    let find = position.search == nil ? "/ search · " : ""
    _ = Panel("Help", key: "?", note: more + find + "Esc closes", tint: appearance.theme.accent)
      .draw(in: layout.box, on: &frame, appearance: appearance)
    let height = max(1, scrolling.rows)
    let first = scrolling.clamped(position.row)
    var rest = layout.inside
    for column in 0..<layout.columns {
      let part = rows.dropFirst(column * height).prefix(height).dropFirst(first)
      draw(Array(part), in: rest.cutLeft(layout.width), on: &frame, appearance: appearance)
      _ = rest.cutLeft(2)
    }
    if sections.isEmpty {
      frame.textCentered(
        "no key and no word matches", in: layout.inside, y: layout.inside.y,
        style: appearance.theme.muted)
    }
    let found = sections.reduce(0) { $0 + $1.lines.count }
    search.draw(in: layout.search, found: found, on: &frame, appearance: appearance)
  }

  private func draw(
    _ rows: [PageRow], in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let theme = appearance.theme
    let left = Self.leftColumn(rect.width)
    for (offset, row) in rows.prefix(rect.height).enumerated() {
      let y = rect.y + offset
      let nameStyle = row.family.map { theme.key(of: $0) } ?? theme.strong
      guard !row.isHeading else {
        let style = row.family == nil ? theme.accent.with(.bold) : nameStyle
        frame.text(row.text, x: rect.x, y: y, style: style, width: rect.width)
        continue
      }
      frame.textRight(
        row.name, right: rect.x + left - 2, y: y, style: nameStyle, width: left - 2)
      frame.text(
        row.text, x: rect.x + left, y: y, style: theme.text, width: rect.width - left)
      search.underlineMatches(
        in: Rect(x: rect.x, y: y, width: rect.width, height: 1), on: &frame,
        appearance: appearance)
    }
  }
}
