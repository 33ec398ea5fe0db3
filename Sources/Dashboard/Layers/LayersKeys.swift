import TerminalUI

/// A command of the layers' screen.
enum LayersCommand: Hashable, Sendable {
  case previous, next
  case select(String)
}

/// The keys of the layers' screen.
enum LayersKeys {
  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.layers, DashboardCommand.layers)
    return [
      binding(.up, .previous, "layer", "select a layer", 1),
      binding(.down, .next, "layer", "select a layer", 1),
    ] + TimelineKeys.records(on: .layers) + TimelineKeys.ends(on: .layers)
  }()
}
