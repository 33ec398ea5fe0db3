import Blueprint
import Runs
import TerminalUI

/// What happened.
public enum DashboardAction: Equatable, Sendable {
  /// Of which run; without a name, of the first lane.
  case trainer(TrainingEvent, run: String? = nil)
  case glimpse(Glimpse)
  /// The trainer will not do what was asked, and why.
  case refused(String)
  /// Nothing more will come, though the runs have not said that they end; what is known of that, a
  /// paragraph a line.
  case cutOff(String)
  /// So many more lanes there is memory for, of so many bytes each, and so many more there can be: the
  /// answer to `measureRoom`.
  case room(lanes: Int, bytes: Int, free: Int)
  case terminal(TerminalEvent)
  case runs(RunsNews)
  /// The answer to `loadKernels`.
  case kernels(RecordedKernels)
  /// Pictures have been written, or not: what to tell.
  case exported(String)
  /// The time on a clock that only goes forward.
  case tick(seconds: Double)
}

/// What is to be done about it, by the one who owns the terminal and the way to the trainer.
public enum DashboardEffect: Equatable, Sendable {
  /// To the trainer, for this run; nil is the only one, or all of them.
  case send(TrainerCommand, run: String? = nil)
  /// How many more lanes of this plan is there room for?
  case measureRoom(RunPlan)
  /// Tell which runs there are on disk. What comes of this and the next four is told as `RunsNews`.
  case listRuns
  /// Read these with all that they have recorded.
  case loadRuns([String])
  case renameRun(String, to: String)
  case deleteRun(String)
  case writeNote(String, run: String)
  /// Read what a run's time-line has, and its kernels at a step: the last record at or before it, or
  /// of nil the latest. A run of nil is the only one.
  case loadKernels(step: Int?, run: String? = nil)
  /// Write pictures into the run's folder.
  case exportKernels(KernelExport, run: String? = nil)
  /// Leave the screen, whatever the run does.
  case quit
  /// Stop the process as ^Z does.
  case suspend
  /// Draw every cell again.
  case repaint
}
