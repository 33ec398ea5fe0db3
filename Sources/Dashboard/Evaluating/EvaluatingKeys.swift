import TerminalUI

/// A command of the evaluation.
enum EvaluatingCommand: Hashable, Sendable {
  case open
}

/// The key of the evaluation.
enum EvaluatingKeys {
  /// The letter that opens the box, and cancels the work in it.
  static let letter: Unicode.Scalar = "e"

  static let everywhere: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character(letter)], .evaluating(.open), label: "evaluate",
      help: "evaluate the run on its validation set or other images", rank: 8)
  ]
}
