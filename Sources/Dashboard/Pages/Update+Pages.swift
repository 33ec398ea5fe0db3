import TerminalUI

extension DashboardState {
  private var appearance: Appearance { Appearance(surface.capabilities, theme: theme) }

  mutating func perform(_ command: PagesCommand) {
    switch command {
    case .help: openHelp()
    case .search: openHelp(.searching)
    case .messages: openMessages()
    case .lesson: openLessonPage()
    }
  }

  // MARK: - Help

  private func helpPage(_ position: PagePosition) -> HelpPage {
    HelpPage(position: position, screen: screen, boxKeys: boxKeysUnderHelp)
  }

  /// Handles a key on the help page.
  /// - Returns: `nil` if the key has its usual meaning, such as the key of a screen.
  mutating func pressInHelp(_ key: Key, _ position: PagePosition) -> [DashboardEffect]? {
    var position = position
    if position.pressInSearch(key) {
      overlay = .help(position)
      return []
    }
    switch key {
    case .escape, .enter, .character("q"), .character("?"), .function(1): closeHelp()
    default:
      let scrolling = helpPage(position).scrolling(in: layout.body, appearance.glyphs)
      guard let row = scrolling.row(position.row, after: key) else {
        guard isHelpOverBox else { return nil }
        showNotice(NoticeText.noMeaning(of: key, "Esc returns to the box"))
        break
      }
      position.row = row
      overlay = .help(position)
    }
    return []
  }

  // MARK: - Messages

  func messagesPage(_ position: PagePosition) -> MessagesPage {
    MessagesPage(log: log, position: position, clock: clock, namesRuns: lanes.count > 1)
  }

  /// Handles a key on the page of messages.
  /// - Returns: `nil` if the key has no meaning on this page.
  mutating func pressInMessages(_ key: Key, _ position: PagePosition) -> [DashboardEffect]? {
    var position = position
    if position.pressInSearch(key) {
      overlay = .messages(position)
      return []
    }
    switch key {
    case .escape, .enter, .character("q"), .character("m"): overlay = nil
    default:
      let scrolling = messagesPage(position).scrolling(in: layout.body, appearance: appearance)
      guard let row = scrolling.row(position.row, after: key) else { return nil }
      position.row = row
      overlay = .messages(position)
    }
    return []
  }

  private mutating func openMessages() {
    announcement = nil
    overlay = .messages(PagePosition())
    for index in lanes.indices { lanes[index].warning = nil }
  }

  /// Removes the notices of events that happened before the screen was opened, and shows the live
  /// screen first for a run that begins. A lesson begins with its comparison.
  public mutating func finishReplay(beginsOnLive: Bool) {
    notice = nil
    if beginsOnLive, lesson == nil, lane.latest == nil { screen = .live }
  }

  /// Adds a message that does not concern the training to the message log.
  public mutating func addMessage(_ text: String) {
    log.add(.init(kind: .note, text: text, date: clock?.date))
  }

  /// Adds a message about a command of the user, who has read its notice.
  mutating func addReadMessage(_ text: String) {
    log.add(.init(kind: .note, text: text, date: clock?.date, status: .read))
  }

  /// Adds a message to the message log, and shows it on the status line for a minute or until the messages
  /// are read.
  public mutating func announce(_ text: String) {
    addMessage(text)
    announcement = Notice(text: text, since: now)
  }

  // MARK: - All overlays

  /// Scrolls the page over the screen by notches of the wheel.
  mutating func scrollOverlay(by count: Int) {
    switch overlay {
    case .help(var position):
      position.row = helpPage(position).scrolling(in: layout.body, appearance.glyphs)
        .row(position.row, wheel: count)
      overlay = .help(position)
    case .messages(var position):
      position.row = messagesPage(position)
        .scrolling(in: layout.body, appearance: appearance).row(position.row, wheel: count)
      overlay = .messages(position)
    case .lesson(let row):
      guard let page = lessonPage(row)?.scrolling(in: layout.page) else { break }
      overlay = .lesson(page.row(row, wheel: count))
    case .fork(var menu):
      menu.move(by: count.signum())
      overlay = .fork(menu)
    case .quantities(var menu):
      menu.select(menu.selected + count.signum())
      overlay = .quantities(menu)
    case .evaluation(let box): turnWheel(count, in: box)
    case .leave, .failure, .stopLane, .image, .name, .rate, .range, .export, nil: break
    }
  }

  /// Inserts pasted text into the text field that receives the keys; without one it is discarded.
  mutating func paste(_ text: String) {
    switch overlay {
    case .help(var position) where position.isTyping:
      position.paste(text)
      overlay = .help(position)
    case .messages(var position) where position.isTyping:
      position.paste(text)
      overlay = .messages(position)
    case .image(var prompt):
      prompt.paste(text)
      overlay = .image(prompt)
    case .name(var prompt):
      prompt.paste(text)
      overlay = .name(prompt)
    case .rate(var prompt):
      prompt.paste(text)
      overlay = .rate(prompt)
    case .range(var prompt):
      prompt.paste(text)
      overlay = .range(prompt)
    case .evaluation(let box): paste(text, in: box)
    case .export(let box): paste(text, in: box)
    case .help, .messages, .leave, .failure, .fork, .stopLane, .quantities, .lesson, nil:
      pasteInRunList(text)
    }
  }
}
