import TerminalUI

/// A command that moves the focus between the panels of a screen.
enum PanelsCommand: Hashable, Sendable {
  case next, previous, enlarge
  case focus(PanelName)
}

/// The keys of a screen that has several panels.
enum PanelsKeys {
  /// - Parameter label: The word for a panel of this screen.
  static func onScreen(_ screen: Screen, label: String) -> [KeyBinding<DashboardCommand>] {
    [
      .init(
        [.tab], .panels(.next), label: label, help: "go to the next or the previous \(label)",
        rank: 2,
        only: screen.scope),
      .init(
        [.backTab], .panels(.previous), help: "go to the next or the previous \(label)",
        only: screen.scope),
      .init(
        [.enter], .panels(.enlarge), label: "enlarge",
        help: "enlarge the \(label) to the whole screen; Esc returns", rank: 4,
        only: screen.scope),
    ]
  }
}
