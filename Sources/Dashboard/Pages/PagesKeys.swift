import TerminalUI

/// A command that opens a page over the screen.
enum PagesCommand: Hashable, Sendable {
  case help, search, messages, lesson
}

/// The keys that open pages.
enum PagesKeys {
  static let messagesAndLesson: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("m")], .pages(.messages), label: "messages",
      help: "messages: warnings, checkpoints, changes", rank: 10),
    .init(
      [.character("i")], .pages(.lesson), label: "lesson",
      help: "lesson: what to look for, and the paper's claim", rank: 0),
  ]

  static let help: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("?"), .function(1)], .pages(.help), label: "help", help: "this page", rank: 0),
    .init(
      [.character("/")], .pages(.search),
      help: "search on this page; in the list of runs, filter it"),
  ]
}
