import TerminalUI

/// A command of the kernels' screen.
enum KernelsCommand: Hashable, Sendable {
  case left, right, up, down
  case select(Int)
  case nextContent, nextOrder, toggleColumns, nextContrast
  case recordBack, recordForward, firstRecord, now
  /// Shows the record that is nearest to a step, or the current kernels if they are nearer.
  case record(atStep: Int)
  case play, export
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
    let scrub = "show the previous or the next record of the timeline"
    let ends = "show the first record, or the current kernels"
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
      binding(.character(","), .recordBack, "time", scrub, 1),
      binding(.character("."), .recordForward, "time", scrub, 1),
      binding(.character(";"), .play, "play", "play and stop the timeline", 1),
      binding(.home, .firstRecord, nil, ends),
      binding(.end, .now, nil, ends),
      binding(
        .character("w"), .export, "write",
        "write the kernels as PNG and the timeline as APNG", 3),
    ]
  }()
}
