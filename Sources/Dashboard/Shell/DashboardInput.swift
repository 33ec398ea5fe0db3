import Blueprint
import Machine
import Observing
import Runs
import TerminalUI

/// An input of `update`: an event of a run, a key or gesture, a reply to an effect, or a tick.
public enum DashboardInput: Equatable, Sendable {
  /// An event of the run with this name; without a name, of the first lane.
  case trainer(TrainingEvent, run: String? = nil)
  /// A snapshot of the network of one run.
  case snapshot(Snapshot)
  /// The reason for which the trainer did not apply a command.
  case refused(String)
  /// The trainer ended without an event. The text explains it, one paragraph per line.
  case trainerLost(String)
  /// The runs whose trainer was lost cannot be resumed. The text is the reason.
  case resumeFailed(String)
  /// The answer to `measureRoom`: how many more lanes fit into memory, the bytes that each needs,
  /// and how many more lanes the trainer can have at all.
  case room(lanes: Int, bytes: Int, free: Int)
  /// A key, a mouse event, or a change of the terminal.
  case terminal(TerminalEvent)
  /// The reply to an effect that concerns the recorded runs.
  case runList(RunListReply)
  /// The reply to `loadKernels`.
  case kernels(RecordedKernels)
  /// The reply to `loadLayers`.
  case layers(RecordedLayers)
  /// The reply to `listFolder`.
  case folder(ListedFolder)
  /// The reply to `inspect`.
  case runFiles(RunFiles)
  /// A reply to `evaluate`.
  case evaluation(EvaluationReply)
  /// A reply to `export`.
  case export(ExportReply)
  /// A reply to `findImages`.
  case foundImages(FoundImages)
  /// A reply to `analyzeImages`.
  case imageAnswer(ImageAnswer)
  /// The load of the machine, and the size of the latest checkpoint of the run in focus in bytes.
  case machine(MachineSample, checkpointBytes: Int?)
  /// The time in seconds on a monotonic clock, and the date; without a date, the date of the tick
  /// before.
  case tick(seconds: Double, clock: WallClock? = nil)
}
