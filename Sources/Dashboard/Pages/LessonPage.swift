import Blueprint
import TerminalUI

/// What a lesson compares, what to look for, what the paper says of it and what was measured.
struct LessonPage {
  let lesson: Lesson
  /// Scrolled by so many lines.
  var row: Int

  private struct Line {
    var heading = ""
    var text = ""
  }

  private static let leftColumn = 12

  func box(in area: Rect) -> Rect {
    let width = min(area.width, 90)
    return area.centered(
      width: width, height: min(area.height, lines(width: width - 4).count + 4))
  }

  func scrolling(in area: Rect) -> Scrolling {
    let box = box(in: area)
    return Scrolling(rows: lines(width: box.width - 4).count, page: room(of: box).height)
  }

  /// With a blank row above and below where all of it fits.
  private func room(of box: Rect) -> Rect {
    let inside = box.inset(columns: 2, rows: 1)
    let spare = inside.height - lines(width: box.width - 4).count
    return spare >= 2 ? inside.inset(rows: 1) : inside
  }

  private func lines(width: Int) -> [Line] {
    [Line(heading: "", text: lesson.title)]
      + lesson.paragraphs.flatMap { heading, text in
        let rows = text.wrapped(to: max(20, width - Self.leftColumn))
        return [Line()]
          + rows.enumerated().map { Line(heading: $0 == 0 ? heading : "", text: $1) }
      }
  }

  func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let box = box(in: area)
    frame.fill(box, with: Cell(background: look.theme.raised))
    let scrolling = scrolling(in: area)
    let more = scrolling.last > 0 ? "↑ ↓ more · " : ""
    _ = Panel(
      "Lesson: \(lesson.name.rawValue)", key: "T", note: more + "Esc closes, T opens",
      tint: look.theme.accent
    ).draw(in: box, on: &frame, look: look)
    let room = room(of: box)
    let first = scrolling.clamped(row)
    for (offset, line) in lines(width: box.width - 4).enumerated().dropFirst(first)
      .prefix(room.height)
    {
      let y = room.y + offset - first
      frame.text(line.heading, x: room.x, y: y, style: look.theme.key)
      frame.text(
        line.text, x: offset == 0 ? room.x : room.x + Self.leftColumn, y: y,
        style: offset == 0 ? look.theme.strong : look.theme.text)
    }
  }
}
