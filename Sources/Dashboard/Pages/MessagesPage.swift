import DisplayText
import TerminalUI

/// The page of the message log, newest first, each message with its step and training time.
struct MessagesPage {
  let log: MessageLog
  /// The first row that is shown.
  var row: Int

  private struct MessageRow {
    var time = ""
    var step = ""
    var sign = ""
    var text: String
    var style: Style
  }

  static func box(in area: Rect) -> Rect {
    area.centered(width: min(area.width, 120), height: area.height - (area.height > 24 ? 4 : 0))
  }

  /// Returns the scroll range of the page.
  func scrolling(in area: Rect, appearance: Appearance) -> Scrolling {
    let inside = Self.box(in: area).inset(columns: 2, rows: 1)
    return Scrolling(rows: lines(width: inside.width, appearance).count, page: inside.height)
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let box = Self.box(in: area)
    frame.fill(box, with: Cell(background: appearance.theme.raised))
    let inside = Panel("Messages", key: "m", note: note, tint: appearance.theme.accent)
      .draw(in: box, on: &frame, appearance: appearance).inset(columns: 1)
    let lines = lines(width: inside.width, appearance)
    guard !lines.isEmpty else {
      frame.textCentered(
        "nothing yet: warnings, checkpoints, changes", in: inside,
        y: inside.y + inside.height / 2, style: appearance.theme.muted)
      return
    }
    let first = Scrolling(rows: lines.count, page: inside.height).clamped(row)
    for (offset, line) in lines.dropFirst(first).prefix(inside.height).enumerated() {
      draw(line, in: inside, y: inside.y + offset, on: &frame, appearance: appearance)
    }
  }

  private var note: String {
    let count = log.messages.count
    return "\(NumberText.grouped(count)) · newest first · Esc closes"
  }

  private func draw(
    _ line: MessageRow, in rect: Rect, y: Int, on frame: inout Frame, appearance: Appearance
  ) {
    frame.textRight(line.time, right: rect.x + 8, y: y, style: appearance.theme.muted)
    frame.textRight(line.step, right: rect.x + 20, y: y, style: appearance.theme.muted)
    frame.text(line.sign, x: rect.x + 22, y: y, style: line.style)
    frame.text(
      line.text, x: rect.x + 24, y: y, style: line.style, width: max(0, rect.right - rect.x - 24))
  }

  private func lines(width: Int, _ appearance: Appearance) -> [MessageRow] {
    log.messages.reversed().flatMap { message -> [MessageRow] in
      let style = style(of: message, appearance)
      let times = message.count > 1 ? " (\(NumberText.grouped(message.count)) times)" : ""
      var lines = (message.text + times).wrapped(to: max(8, width - 24)).map {
        MessageRow(text: $0, style: style)
      }
      lines[0].time = message.seconds.map(NumberText.duration) ?? ""
      lines[0].step = message.step.map { "step " + NumberText.grouped($0) } ?? ""
      lines[0].sign = sign(of: message.kind)
      return lines
    }
  }

  private func sign(of kind: MessageLog.Message.Kind) -> String {
    switch kind {
    case .warning: "▲"
    case .failure: "×"
    case .checkpoint: "●"
    case .change: "◆"
    case .end: "■"
    case .note: "·"
    }
  }

  /// Returns the style of a message; unread messages are bold.
  private func style(of message: MessageLog.Message, _ appearance: Appearance) -> Style {
    let theme = appearance.theme
    let style =
      switch message.kind {
      case .warning: theme.caution
      case .failure: theme.danger
      case .checkpoint: theme.good
      case .end: theme.accent
      case .change, .note: theme.text
      }
    return message.isRead ? style : style.with(.bold)
  }
}
