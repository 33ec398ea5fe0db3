import Evaluating

extension CheckpointChoice {
  /// The words of `--step`.
  static let words = ["best", "last"]

  /// Creates the choice that a value of `--step` describes; `nil` for other texts.
  init?(argument: String) {
    switch argument {
    case "best": self = .best
    case "last": self = .last
    default:
      guard let step = Int(argument), step >= 0 else { return nil }
      self = .step(step)
    }
  }
}

extension AllowedValues {
  /// The checkpoint whose network is used.
  static let checkpoint = ValueRule(
    "best, last, or the step of a checkpoint", words: CheckpointChoice.words
  ) { CheckpointChoice(argument: $0) }
}
