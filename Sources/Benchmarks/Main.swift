import ArgumentParser

/// Measurements of the program, and long trials of it. Each figure in README.md names its command.
@main struct Main: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks",
    abstract:
      "Measure learning, precisions and the dashboard, and test for hours that runs survive damage.",
    subcommands: [
      Learning.self, PrecisionErrors.self, PrecisionCurves.self, SceneDrawing.self,
      EvaluationSpeed.self, FrameTimes.self, SnapshotCosts.self, Soak.self,
    ],
    defaultSubcommand: Learning.self)
}

/// Converts an argument into a number above 0.
/// - Throws: `ValidationError` if it is not such a number.
@Sendable func positive<Number: LosslessStringConvertible & Comparable & Numeric>(
  _ text: String
) throws -> Number {
  guard let number = Number(text), number > 0 else {
    throw ValidationError("'\(text)' is not a number above 0.")
  }
  return number
}
