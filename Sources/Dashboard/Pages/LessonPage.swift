import Blueprint
import TerminalUI

/// The page that explains a lesson: its comparison, what to look for, and the claim of the paper.
struct LessonPage {
  let lesson: Lesson
  /// The first row that is shown.
  var row: Int

  private struct PageRow {
    var heading = ""
    var text = ""
  }

  private static let leftColumn = 12

  func box(in area: Rect) -> Rect {
    let width = min(area.width, 90)
    return area.centered(
      width: width, height: min(area.height, rows(width: width - 4).count + 4))
  }

  func scrolling(in area: Rect) -> Scrolling {
    let box = box(in: area)
    return Scrolling(rows: rows(width: box.width - 4).count, page: textRect(in: box).height)
  }

  /// Returns the rectangle of the text; if all of it fits, with a blank row above and below.
  private func textRect(in box: Rect) -> Rect {
    let inside = box.inset(columns: 2, rows: 1)
    let spare = inside.height - rows(width: box.width - 4).count
    return spare >= 2 ? inside.inset(rows: 1) : inside
  }

  private func rows(width: Int) -> [PageRow] {
    [PageRow(heading: "", text: lesson.title)]
      + lesson.paragraphs.flatMap { heading, text in
        let rows = text.wrapped(to: max(20, width - Self.leftColumn))
        return [PageRow()]
          + rows.enumerated().map { PageRow(heading: $0 == 0 ? heading : "", text: $1) }
      }
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let box = box(in: area)
    frame.fill(box, with: Cell(background: appearance.theme.raised))
    let scrolling = scrolling(in: area)
    let more = scrolling.last > 0 ? "↑ ↓ more · " : ""
    _ = Panel(
      "Lesson: \(lesson.name.rawValue)", key: "i", note: more + "Esc closes, i opens",
      tint: appearance.theme.accent
    ).draw(in: box, on: &frame, appearance: appearance)
    let rect = textRect(in: box)
    let first = scrolling.clamped(self.row)
    for (offset, row) in rows(width: box.width - 4).enumerated().dropFirst(first)
      .prefix(rect.height)
    {
      let y = rect.y + offset - first
      frame.text(row.heading, x: rect.x, y: y, style: appearance.theme.key)
      frame.text(
        row.text, x: offset == 0 ? rect.x : rect.x + Self.leftColumn, y: y,
        style: offset == 0 ? appearance.theme.strong : appearance.theme.text)
    }
  }
}
