/// A moment of a run for which a user can give a command, as in `--on finished 'COMMAND'`.
public enum RunMoment: String, CaseIterable, Hashable, Sendable {
  /// The run ended as planned: after its last step, on its last plateau, or at its time limit. A run that is
  /// stopped by hand does not finish.
  case finished
  /// The run ended because its loss was not finite.
  case diverged
  /// The run ended with an error, which includes a loss that is not finite.
  case failed
  /// The plateau schedule found no further improvement: it divided the learning rate, or ended the run.
  case plateau
  /// A validation had the lowest top-1 error of the run. The first validation has it too.
  case best
}

/// A command of the user for a moment of each run.
public struct EventCommand: Hashable, Sendable {
  /// The moment.
  public var moment: RunMoment
  /// The text of the command for `/bin/sh -c`.
  public var command: String

  /// Creates a command for a moment.
  public init(_ moment: RunMoment, _ command: String) {
    self.moment = moment
    self.command = command
  }
}
