import TerminalUI

/// A command for the run that trains.
enum LiveCommand: Hashable, Sendable, CaseIterable {
  case dropout, lrn, rate, undo
  case pause, step, checkpoint

  /// True for a command to all lanes, false for a command to the lane in focus.
  var isForAllLanes: Bool {
    switch self {
    case .pause, .step, .checkpoint: true
    case .dropout, .lrn, .rate, .undo: false
    }
  }
}

/// The keys that control the training, on every screen: capital letters, and `u`.
enum LiveKeys {
  static let training: [KeyBinding<DashboardCommand>] = [
    binding("D", .dropout, "dropout", "dropout off and on; the curves mark it", 0),
    binding("L", .lrn, "LRN", "response normalisation off and on; the curves mark it", 0),
    binding("R", .rate, "rate", "learning rate: type a value, or ↑ × 1.25, ↓ × 0.8, PgDn half", 1),
    binding("u", .undo, "undo", "undo the last change of dropout, LRN or rate; an old one asks", 2),
    binding("P", .pause, "pause", "pause and continue all lanes, between two steps", 1),
    binding("S", .step, "step", "train one step, then pause", 3),
    binding("C", .checkpoint, nil, "write a checkpoint after the current step", 6),
  ]

  private static func binding(
    _ key: Unicode.Scalar, _ command: LiveCommand, _ label: String?, _ help: String, _ rank: Int
  ) -> KeyBinding<DashboardCommand> {
    .init(
      [.character(key)], .live(command), label: label, help: help, rank: rank, family: .training)
  }

  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let choose = "choose a panel"
    let binding = ScreenKeys(.live, DashboardCommand.panels)
    return [
      binding(.left, .left, "panel", choose, 2),
      binding(.right, .right, "panel", choose, 2),
      binding(.up, .up, "panel", choose, 2),
      binding(.down, .down, "panel", choose, 2),
      binding(.home, .first, nil, choose),
      binding(.end, .last, nil, choose),
      PanelsKeys.enlarge(.live, "panel"),
      binding(
        .character("c"), .machine, nil,
        "the load of the computer: processors, memory, disk, temperature", 6),
    ]
  }()
}
