import Blueprint
import Runs
import TerminalUI

/// What happened.
public enum DashboardAction: Equatable, Sendable {
  /// Of which run; without a name, of the first lane.
  case trainer(TrainingEvent, run: String? = nil)
  case glimpse(Glimpse)
  case terminal(TerminalEvent)
  /// The time on a clock that only goes forward.
  case tick(seconds: Double)
}

/// What is to be done about it, by the one who owns the terminal and the way to the trainer.
public enum DashboardEffect: Equatable, Sendable {
  /// To the trainer, for this run; nil is the only one, or all of them.
  case send(TrainerCommand, run: String? = nil)
  /// Leave the screen; the run has ended, or a person would not wait.
  case quit
  /// Stop the process as ^Z does.
  case suspend
  /// Draw every cell again.
  case repaint
}
