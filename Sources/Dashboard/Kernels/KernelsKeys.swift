import TerminalUI

/// A command of the kernels' screen.
enum KernelsCommand: Hashable, Sendable {
  case left, right, up, down
  case select(Int)
  case nextContent, nextOrder, toggleColumns, nextContrast
}

/// The keys of the kernels.
enum KernelsKeys {
  /// Kernels are drawn on several screens.
  static let everywhere: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("n")], .kernels(.nextContrast), label: "contrast",
      help: "contrast of the kernels: each, shared, or full range", rank: 8)
  ]

  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.kernels, DashboardCommand.kernels)
    let choose = "select a kernel"
    return [
      binding(.left, .left, "choose", choose, 3),
      binding(.right, .right, "choose", choose, 3),
      binding(.up, .up, "choose", choose, 3),
      binding(.down, .down, "choose", choose, 3),
      binding(
        .character("v"), .nextContent, "view:",
        "show the weights, their last update or their gradient", 2),
      binding(
        .character("o"), .nextOrder, "order:",
        "sort by number, norm, colour, waves or structure", 2),
      binding(
        .character("c"), .toggleColumns, "columns",
        "draw the two columns apart, with the colour of each", 5),
    ] + TimelineKeys.records(on: .kernels) + TimelineKeys.ends(on: .kernels)
  }()
}
