import DisplayText
import TerminalUI

/// The page of the message log, newest first, each message with its local time and its step.
struct MessagesPage {
  let log: MessageLog
  let position: PagePosition
  /// The date of the last tick; `nil` before the first, when no time is shown.
  var clock: WallClock?
  /// True to begin each message with the name of its run, because there are several.
  var namesRuns = false

  private struct MessageRow {
    var time = ""
    var step = ""
    var sign = ""
    var text: String
    var style: Style
  }

  /// The columns of the page. A narrow page has no column for steps.
  private struct Columns {
    var time: Int
    var step: Int
    /// The width of the page.
    var width: Int
    /// The width of everything before the text.
    var left: Int { time + 2 + (step > 0 ? step + 2 : 0) + 2 }
  }

  private var search: PageSearch { PageSearch(position: position, hint: "part of a message") }

  static func box(in area: Rect) -> Rect {
    area.centered(width: min(area.width, 120), height: area.height - (area.height > 24 ? 4 : 0))
  }

  /// Returns the rectangles of the messages and of the search.
  private func inside(_ area: Rect) -> (messages: Rect, search: Rect) {
    var inside = Self.box(in: area).inset(columns: 2, rows: 1)
    let search = inside.cutBottom(search.rows)
    return (inside, search)
  }

  /// Returns the scroll range of the page.
  func scrolling(in area: Rect, appearance: Appearance) -> Scrolling {
    let inside = inside(area).messages
    let columns = columns(inside.width)
    let rows = found.flatMap { self.rows(of: $0, in: columns, appearance) }
    return Scrolling(rows: rows.count, page: inside.height)
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let box = Self.box(in: area)
    frame.fill(box, with: Cell(background: appearance.theme.raised))
    _ = Panel("Messages", key: "m", note: note, tint: appearance.theme.accent)
      .draw(in: box, on: &frame, appearance: appearance)
    let (inside, searchRow) = inside(area)
    let found = found
    if found.isEmpty {
      frame.textCentered(
        log.messages.isEmpty
          ? "no message yet: warnings and changes appear here" : "no message matches",
        in: inside, y: inside.y + inside.height / 2, style: appearance.theme.muted)
    }
    let columns = columns(inside.width)
    let rows = found.flatMap { self.rows(of: $0, in: columns, appearance) }
    let first = Scrolling(rows: rows.count, page: inside.height).clamped(position.row)
    for (offset, row) in rows.dropFirst(first).prefix(inside.height).enumerated() {
      let rect = Rect(x: inside.x, y: inside.y + offset, width: inside.width, height: 1)
      draw(row, columns, in: rect, on: &frame, appearance: appearance)
    }
    search.draw(in: searchRow, found: found.count, on: &frame, appearance: appearance)
  }

  private var note: String {
    let find = position.search == nil ? "/ filter · " : ""
    return "newest first · \(find)Esc closes"
  }

  /// The messages that match the search, newest first.
  private var found: [MessageLog.Message] {
    let query = position.query
    return log.messages.reversed().filter { message in
      query.isEmpty
        || [text(of: message), step(of: message), time(of: message)].contains {
          $0.lowercased().contains(query)
        }
    }
  }

  private func columns(_ width: Int) -> Columns {
    let times = log.messages.lazy.map { time(of: $0).columns }
    return Columns(time: times.max() ?? 0, step: width < 60 ? 0 : 12, width: width)
  }

  private func draw(
    _ row: MessageRow, _ columns: Columns, in rect: Rect, on frame: inout Frame,
    appearance: Appearance
  ) {
    let muted = appearance.theme.muted
    frame.textRight(row.time, right: rect.x + columns.time, y: rect.y, style: muted)
    if columns.step > 0 {
      let right = rect.x + columns.time + 2 + columns.step
      frame.textRight(row.step, right: right, y: rect.y, style: muted)
    }
    let x = rect.x + columns.left
    frame.text(row.sign, x: x - 2, y: rect.y, style: row.style)
    frame.text(row.text, x: x, y: rect.y, style: row.style, width: max(0, rect.right - x))
    search.underlineMatches(in: rect, on: &frame, appearance: appearance)
  }

  private func rows(
    of message: MessageLog.Message, in columns: Columns, _ appearance: Appearance
  ) -> [MessageRow] {
    let style = style(of: message, appearance)
    let isShort = columns.step == 0 && message.step != nil && message.kind != .checkpoint
    let text = text(of: message) + (isShort ? " (\(step(of: message)))" : "")
    var rows = text.wrapped(to: max(8, columns.width - columns.left))
      .map { MessageRow(text: $0, style: style) }
    rows[0].time = time(of: message)
    rows[0].step = step(of: message)
    rows[0].sign = sign(of: message.kind)
    return rows
  }

  private func time(of message: MessageLog.Message) -> String {
    guard let clock, let date = message.date else { return "" }
    if message.isDateEstimated { return "—" }
    return clock.text(date)
  }

  private func step(of message: MessageLog.Message) -> String {
    message.step.map { "step " + NumberText.grouped($0) } ?? ""
  }

  private func text(of message: MessageLog.Message) -> String {
    let name = namesRuns ? message.run.map { $0 + " · " } ?? "" : ""
    let count = NumberText.grouped(message.count)
    return switch message.kind {
    case _ where message.count == 1: name + message.text
    case .checkpoint: "\(name)\(message.text) · \(count) checkpoints so far"
    case .warning, .failure, .change, .end, .note: "\(name)\(message.text) (\(count) times)"
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

  /// Returns the style of a message; messages that were unread when the page opened are bold.
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
    return message.status == .read ? style : style.with(.bold)
  }
}
