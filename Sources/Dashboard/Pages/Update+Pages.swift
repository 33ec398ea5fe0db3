import TerminalUI

/// The pages that lie over a screen: help and messages.
extension DashboardState {
  private var look: Look { Look(surface.abilities, theme: theme) }

  /// Nil when the key is not one of the help page's own.
  mutating func turnHelp(_ key: Key, _ place: HelpPage.Place) -> [DashboardEffect]? {
    var place = place
    if place.isTyping, typeSearch(key, &place) {
      overlay = .help(place)
      return []
    }
    let scrolling = HelpPage(place: place).scrolling(in: layout.body)
    switch key {
    case .escape where place.search != nil: overlay = .help(HelpPage.Place())
    case .escape, .enter, .character("q"), .character("?"), .function(1): overlay = nil
    case .character("/"):
      overlay = .help(HelpPage.Place(search: place.search ?? TextField(), isTyping: true))
    default:
      guard let row = scrolling.row(place.row, after: key) else { return nil }
      place.row = row
      overlay = .help(place)
    }
    return []
  }

  /// False when the key has nothing to do with what is typed.
  private func typeSearch(_ key: Key, _ place: inout HelpPage.Place) -> Bool {
    switch key {
    case .escape: place = HelpPage.Place()
    case .enter:
      place.isTyping = false
      if place.search?.isEmpty == true { place.search = nil }
    default:
      guard place.search?.press(key) == true else { return false }
      place.row = 0
    }
    return true
  }

  /// Nil when the key is not one of the message page's own.
  mutating func turnMessages(_ key: Key, _ row: Int) -> [DashboardEffect]? {
    switch key {
    case .escape, .enter, .character("q"), .character("m"): closeMessages()
    default:
      let page = MessagesPage(log: log, row: row).scrolling(in: layout.body, look: look)
      guard let row = page.row(row, after: key) else { return nil }
      overlay = .messages(row)
    }
    return []
  }

  mutating func openMessages() {
    overlay = .messages(0)
    for index in lanes.indices { lanes[index].warning = nil }
  }

  mutating func closeMessages() {
    overlay = nil
    log.markRead()
  }

  /// The wheel over a page.
  mutating func scrollPage(by count: Int) {
    switch overlay {
    case .help(var place):
      place.row = HelpPage(place: place).scrolling(in: layout.body).row(place.row, wheel: count)
      overlay = .help(place)
    case .messages(let row):
      let page = MessagesPage(log: log, row: row).scrolling(in: layout.body, look: look)
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

  /// Text from elsewhere goes where keys are letters.
  mutating func paste(_ text: String) {
    pasteInPath(text)
    pasteInName(text)
    guard case .help(var place) = overlay, place.isTyping else { return }
    place.search?.paste(text)
    place.row = 0
    overlay = .help(place)
  }
}
