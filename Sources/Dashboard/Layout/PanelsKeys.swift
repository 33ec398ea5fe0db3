import TerminalUI

/// A command that moves the focus between the panels of a screen.
enum PanelsCommand: Hashable, Sendable {
  case next, previous, enlarge
  case choose(PanelName)
}

/// The keys of a screen that has several panels.
enum PanelsKeys {
  /// - Parameter label: the word for a panel of this screen.
  static func onScreen(_ screen: Screen, label: String) -> [KeyBinding<DashboardCommand>] {
    [
      .init(
        [.tab], .panels(.next), label: label, help: "the next \(label), and the one before",
        rank: 2,
        only: screen.scope),
      .init(
        [.backTab], .panels(.previous), help: "the next \(label), and the one before",
        only: screen.scope),
      .init(
        [.enter], .panels(.enlarge), label: "enlarge",
        help: "the chosen \(label) as large as the screen; Esc goes back", rank: 4,
        only: screen.scope),
    ]
  }
}
