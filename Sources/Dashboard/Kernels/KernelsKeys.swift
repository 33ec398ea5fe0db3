import TerminalUI

/// A command of the kernels' screen.
enum KernelsCommand: Hashable, Sendable {
  case left, right, up, down
  case choose(Int)
  case nextContent, nextOrder, toggleColumns, nextContrast
  case recordBack, recordForward, firstRecord, now
  case play, export
}

/// The keys of the kernels.
enum KernelsKeys {
  /// Kernels are drawn on several screens.
  static let everywhere: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("n")], .kernels(.nextContrast), label: "contrast",
      help: "kernels: each by itself, all alike, least to most", rank: 8)
  ]

  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.kernels, DashboardCommand.kernels)
    let choose = "choose a kernel"
    let scrub = "the timeline: a record back, and on"
    let ends = "the first record, and now"
    return [
      binding(.left, .left, "choose", choose, 3),
      binding(.right, .right, "choose", choose, 3),
      binding(.up, .up, "choose", choose, 3),
      binding(.down, .down, "choose", choose, 3),
      binding(
        .character("v"), .nextContent, "view", "the weights, their last update, their gradient", 2),
      binding(
        .character("o"), .nextOrder, "order",
        "order: number, norm, colour, frequency, structure", 2),
      binding(
        .character("g"), .toggleColumns, "columns",
        "the two columns apart, with the colour of each", 5),
      binding(.character(","), .recordBack, "time", scrub, 1),
      binding(.character("."), .recordForward, "time", scrub, 1),
      binding(.character(";"), .play, "play", "play the timeline, and stop", 1),
      binding(.home, .firstRecord, nil, ends),
      binding(.end, .now, nil, ends),
      binding(
        .character("w"), .export, "write",
        "write the sheet as PNG, the timeline as APNG", 3),
    ]
  }()
}
