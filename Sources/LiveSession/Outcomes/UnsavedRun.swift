import Blueprint

/// A run that ended without a failure, but is not completely on the disk.
public struct UnsavedRun: Explained, Equatable {
  /// The run's name.
  public var run: String
  /// A sentence about the missing files: the text of the run's last warning.
  public var message: String
  /// The command line that continues the run.
  public var command: String
  /// True if the run has a checkpoint from which it can continue.
  public var hasCheckpoint = true

  /// The error without a full stop.
  public var problem: String { "run \(run) is not completely saved: \(message)" }
  /// The advice without a full stop.
  public var remedy: String {
    "Free disk space or check the folder; then `\(command)` "
      + (hasCheckpoint ? "continues from the last checkpoint" : "starts it again")
  }
}
