import Blueprint
import Runs
import TerminalUI

/// What happened.
public enum DashboardAction: Equatable, Sendable {
  case trainer(TrainingEvent)
  case glimpse(Glimpse)
  /// The trainer will not do what was asked, and why.
  case refused(String)
  /// Nothing more will come, though the run has not said that it ends; what is known of that, a
  /// paragraph a line.
  case cutOff(String)
  case terminal(TerminalEvent)
  /// The time on a clock that only goes forward.
  case tick(seconds: Double)
}

/// What is to be done about it, by the one who owns the terminal and the way to the trainer.
public enum DashboardEffect: Equatable, Sendable {
  case send(TrainerCommand)
  /// Leave the screen, whatever the run does.
  case quit
  /// Stop the process as ^Z does.
  case suspend
  /// Draw every cell again.
  case repaint
}
