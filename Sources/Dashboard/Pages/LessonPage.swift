import Blueprint
import TerminalUI

/// The page that explains a lesson: its comparison, what to look for, the claim of the paper, the measured
/// result, and the time that it needs.
struct LessonPage {
  let lesson: Lesson
  /// The last paragraph.
  let outlook: String
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
      width: width, height: min(area.height, rows(in: area).count + 4))
  }

  func scrolling(in area: Rect) -> Scrolling {
    Scrolling(rows: rows(in: area).count, page: textRect(in: area).height)
  }

  /// Returns the rectangle of the text; if all of it fits, with a blank row above and below.
  private func textRect(in area: Rect) -> Rect {
    let inside = box(in: area).inset(columns: 2, rows: 1)
    let spare = inside.height - rows(in: area).count
    return spare >= 2 ? inside.inset(rows: 1) : inside
  }

  /// Returns the rows of the text, with a blank row between paragraphs if all rows fit then.
  private func rows(in area: Rect) -> [PageRow] {
    let width = max(20, min(area.width, 90) - 4 - Self.leftColumn)
    let paragraphs = (lesson.paragraphs + [("Time", outlook)]).map { heading, text in
      text.wrapped(to: width).enumerated().map {
        PageRow(heading: $0 == 0 ? heading : "", text: $1)
      }
    }
    let count = paragraphs.reduce(1) { $0 + 1 + $1.count }
    let gap = count <= area.height - 2 ? [PageRow()] : []
    return [PageRow(text: lesson.title)] + paragraphs.flatMap { gap + $0 }
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
    let rect = textRect(in: area)
    let first = scrolling.clamped(self.row)
    for (offset, row) in rows(in: area).enumerated().dropFirst(first)
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
