import TerminalUI

/// A command that moves the focus between the panels of a screen.
enum PanelsCommand: Hashable, Sendable {
  /// The panel before and after in the order of the screen.
  case previous, next
  /// The first and the last panel.
  case first, last
  /// The nearest panel in a direction.
  case left, right, up, down
  case enlarge
  /// Shows the panel of the machine on the whole screen, or closes it.
  case machine
  case focus(PanelName)
}

/// The key that screens with several panels share.
enum PanelsKeys {
  /// Returns the key that enlarges a panel.
  /// - Parameter name: The word for a panel of this screen.
  static func enlarge(_ screen: Screen, _ name: String) -> KeyBinding<DashboardCommand> {
    .init(
      [.enter], .panels(.enlarge), label: "enlarge",
      help: "enlarge the \(name) to the whole screen; Esc returns", rank: 4, only: screen.scope)
  }
}
