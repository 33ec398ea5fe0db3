import TerminalUI

/// A command for the run that trains.
enum LiveCommand: Hashable, Sendable, CaseIterable {
  case pause, step, dropout, lrn
  case rateDown, rateUp, rateTenth
  case checkpoint

  /// True for a command to all lanes, false for a command to the lane in focus.
  var isForAllLanes: Bool {
    switch self {
    case .pause, .step, .checkpoint: true
    case .dropout, .lrn, .rateDown, .rateUp, .rateTenth: false
    }
  }
}

/// The keys that control the training, on every screen.
enum LiveKeys {
  static let training: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("p"), .character(" ")], .live(.pause), label: "pause",
      help: "pause and resume all lanes, between two steps", rank: 1),
    .init(
      [.character("s")], .live(.step), label: "step", help: "train one batch, then pause",
      rank: 3),
    .init(
      [.character("d")], .live(.dropout), label: "dropout",
      help: "dropout off and on; the curves mark it", rank: 0),
    .init(
      [.character("l")], .live(.lrn), label: "LRN",
      help: "response normalisation off and on; the curves mark it", rank: 0),
    .init(
      [.character("[")], .live(.rateDown), label: "rate", help: "learning rate × 0.8", rank: 2),
    .init([.character("]")], .live(.rateUp), label: "rate", help: "learning rate × 1.25", rank: 2),
    .init([.character("/")], .live(.rateTenth), label: "÷10", help: "learning rate ÷ 10", rank: 6),
    .init(
      [.character("c")], .live(.checkpoint), help: "write a checkpoint after the current step"),
  ]

  static let onScreen = PanelsKeys.onScreen(.live, label: "panel")
}
