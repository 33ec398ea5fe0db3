import TerminalUI

extension DashboardState {
  private var appearance: Appearance { Appearance(surface.capabilities, theme: theme) }

  mutating func perform(_ command: PagesCommand) {
    switch command {
    case .help: overlay = .help(HelpPage.Position())
    case .messages: openMessages()
    case .lesson: openLessonPage()
    }
  }

  // MARK: - Help

  /// Handles a key on the help page.
  /// - Returns: `nil` if the key has no meaning on this page.
  mutating func pressInHelp(_ key: Key, _ position: HelpPage.Position) -> [DashboardEffect]? {
    var position = position
    if position.isTyping, pressInSearch(key, &position) {
      overlay = .help(position)
      return []
    }
    let scrolling = HelpPage(position: position).scrolling(in: layout.body)
    switch key {
    case .escape where position.search != nil: overlay = .help(HelpPage.Position())
    case .escape, .enter, .character("q"), .character("?"), .function(1): overlay = nil
    case .character("/"):
      overlay = .help(HelpPage.Position(search: position.search ?? TextField(), isTyping: true))
    default:
      guard let row = scrolling.row(position.row, after: key) else { return nil }
      position.row = row
      overlay = .help(position)
    }
    return []
  }

  /// Handles a key while the search text is typed.
  /// - Returns: False if the key does not change the search.
  private func pressInSearch(_ key: Key, _ position: inout HelpPage.Position) -> Bool {
    switch key {
    case .escape: position = HelpPage.Position()
    case .enter:
      position.isTyping = false
      if position.search?.isEmpty == true { position.search = nil }
    default:
      guard position.search?.press(key) == true else { return false }
      position.row = 0
    }
    return true
  }

  // MARK: - Messages

  /// Handles a key on the page of messages.
  /// - Returns: `nil` if the key has no meaning on this page.
  mutating func pressInMessages(_ key: Key, _ row: Int) -> [DashboardEffect]? {
    switch key {
    case .escape, .enter, .character("q"), .character("m"): closeMessages()
    default:
      let page = MessagesPage(log: log, row: row).scrolling(in: layout.body, appearance: appearance)
      guard let row = page.row(row, after: key) else { return nil }
      overlay = .messages(row)
    }
    return []
  }

  private mutating func openMessages() {
    overlay = .messages(0)
    for index in lanes.indices { lanes[index].warning = nil }
  }

  mutating func closeMessages() {
    overlay = nil
    log.markRead()
  }

  /// Adds a message that does not concern the training to the message log.
  public mutating func addMessage(_ text: String) { log.add(.init(kind: .note, text: text)) }

  // MARK: - All overlays

  /// Scrolls the page over the screen by notches of the wheel.
  mutating func scrollOverlay(by count: Int) {
    switch overlay {
    case .help(var position):
      position.row = HelpPage(position: position).scrolling(in: layout.body)
        .row(position.row, wheel: count)
      overlay = .help(position)
    case .messages(let row):
      let page = MessagesPage(log: log, row: row).scrolling(in: layout.body, appearance: appearance)
      overlay = .messages(page.row(row, wheel: count))
    case .lesson(let row):
      guard let lesson else { break }
      let page = LessonPage(lesson: lesson, row: row).scrolling(in: layout.body)
      overlay = .lesson(page.row(row, wheel: count))
    case .fork(var menu):
      menu.move(by: count.signum())
      overlay = .fork(menu)
    case .quit, .failure, .stopLane, .path, .laneName, nil: break
    }
  }

  /// Inserts pasted text into the text field that receives the keys; without one it is discarded.
  mutating func paste(_ text: String) {
    switch overlay {
    case .help(var position) where position.isTyping:
      position.search?.paste(text)
      position.row = 0
      overlay = .help(position)
    case .path(var field):
      field.paste(text)
      overlay = .path(field)
    case .laneName(var field):
      field.paste(text)
      overlay = .laneName(field)
    case .help, .messages, .quit, .failure, .fork, .stopLane, .lesson, nil: pasteInRunList(text)
    }
  }
}
