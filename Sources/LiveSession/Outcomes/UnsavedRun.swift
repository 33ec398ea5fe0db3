import Blueprint

/// A run that ended without a failure, but is not completely on the disk.
public struct UnsavedRun: Explained, Equatable {
  /// The run's name.
  public var run: String
  /// A sentence about the missing files: the text of the run's last warning.
  public var message: String
  /// The command line that continues the run.
  public var command: String

  /// The error without a full stop.
  public var problem: String { "run \(run) is not completely saved: \(message)" }
  /// The advice without a full stop.
  public var remedy: String {
    "Free disk space or check the folder; then `\(command)` continues from the last checkpoint"
  }
}

/// A run that ended because training failed.
public struct RunFailure: Explained, Equatable {
  /// The message of the event that ended the run, with the run's name where there are several.
  public var problem: String
  /// Empty: the message contains it.
  public var remedy: String { "" }

  /// Creates the failure from the message of an event.
  public init(problem: String) { self.problem = problem }
}
