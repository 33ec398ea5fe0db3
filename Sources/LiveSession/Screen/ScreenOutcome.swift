import Glibc
import Runs

/// The state in which a live screen was closed.
public struct ScreenOutcome {
  /// The run that was shown first, under its latest name.
  public var run: Run
  /// The ends of the runs. Runs that continue have none.
  public var outcomes: RunOutcomes
  /// Set if the trainer ended without an event.
  public var trainerLost: TrainerLost?
  /// The signal that closed the screen; `nil` if the user closed it.
  public var signal: Int32?
  /// The process ID of the trainer, if a run continues or is about to stop; otherwise `nil`.
  public var process: pid_t?
  /// True if the trainer was asked to stop.
  public var isStopping: Bool
  /// True if this process started the trainer, and so reports how the runs ended.
  public var isOwner: Bool
}
