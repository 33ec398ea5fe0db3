import TerminalUI

/// The log of messages, newest first, each with its step and training time.
struct MessagesPage {
  let log: MessageLog
  /// Scrolled by so many lines.
  var row: Int

  private struct Line {
    var time = ""
    var step = ""
    var sign = ""
    var text: String
    var style: Style
  }

  static func box(in area: Rect) -> Rect {
    area.centered(width: min(area.width, 120), height: area.height - (area.height > 24 ? 4 : 0))
  }

  /// The lines that have room, and how far they can be scrolled.
  func scrolling(in area: Rect, look: Look) -> Scrolling {
    let inside = Self.box(in: area).inset(columns: 2, rows: 1)
    return Scrolling(rows: lines(width: inside.width, look).count, page: inside.height)
  }

  func draw(in area: Rect, on frame: inout Frame, look: Look) {
    let box = Self.box(in: area)
    frame.fill(box, with: Cell(background: look.theme.raised))
    let inside = Panel("Messages", key: "m", note: note, tint: look.theme.accent)
      .draw(in: box, on: &frame, look: look).inset(columns: 1)
    let lines = lines(width: inside.width, look)
    guard !lines.isEmpty else {
      frame.textCentered(
        "nothing yet: warnings, checkpoints, changes", in: inside,
        y: inside.y + inside.height / 2, style: look.theme.muted)
      return
    }
    let first = Scrolling(rows: lines.count, page: inside.height).clamped(row)
    for (offset, line) in lines.dropFirst(first).prefix(inside.height).enumerated() {
      draw(line, in: inside, y: inside.y + offset, on: &frame, look: look)
    }
  }

  private var note: String {
    let count = log.entries.count
    return "\(Digits.grouped(count)) · newest first · Esc closes"
  }

  private func draw(_ line: Line, in rect: Rect, y: Int, on frame: inout Frame, look: Look) {
    frame.textRight(line.time, right: rect.x + 8, y: y, style: look.theme.muted)
    frame.textRight(line.step, right: rect.x + 20, y: y, style: look.theme.muted)
    frame.text(line.sign, x: rect.x + 22, y: y, style: line.style)
    frame.text(
      line.text, x: rect.x + 24, y: y, style: line.style, width: max(0, rect.right - rect.x - 24))
  }

  private func lines(width: Int, _ look: Look) -> [Line] {
    log.entries.reversed().flatMap { entry -> [Line] in
      let style = style(of: entry, look)
      let times = entry.count > 1 ? " (\(Digits.grouped(entry.count)) times)" : ""
      var lines = (entry.text + times).wrapped(to: max(8, width - 24)).map {
        Line(text: $0, style: style)
      }
      lines[0].time = entry.seconds.map(Digits.duration) ?? ""
      lines[0].step = entry.step.map { "step " + Digits.grouped($0) } ?? ""
      lines[0].sign = sign(of: entry.kind)
      return lines
    }
  }

  private func sign(of kind: MessageLog.Entry.Kind) -> String {
    switch kind {
    case .warning: "▲"
    case .failure: "×"
    case .checkpoint: "●"
    case .change: "◆"
    case .end: "■"
    case .note: "·"
    }
  }

  /// What is new is bright.
  private func style(of entry: MessageLog.Entry, _ look: Look) -> Style {
    let theme = look.theme
    let style =
      switch entry.kind {
      case .warning: theme.caution
      case .failure: theme.danger
      case .checkpoint: theme.good
      case .end: theme.accent
      case .change, .note: theme.text
      }
    return entry.isRead ? style : style.with(.bold)
  }
}
