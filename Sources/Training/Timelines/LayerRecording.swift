import Compute
import Observing
import Runs

/// Records the statistics of all layers in the run's timeline.
struct LayerRecording {
  private let recorder: LayerRecorder
  private var budget = RecordingBudget()

  /// Opens the timeline and removes its records after a step.
  init(path: String, after step: Int) throws(RunsError) {
    recorder = try LayerRecorder(path: path, after: step)
  }

  /// Sets the path of the file after the run was renamed.
  func move(to path: String) { recorder.path = path }

  /// True if the statistics after this step are to be recorded.
  func isDue(at step: Int) -> Bool { recorder.isDue(at: step) && budget.allowsRecord }

  /// Records the statistics of the lane's latest step.
  /// - Throws: `RunsError` if the file cannot be written, or `ComputeError` without memory to measure.
  mutating func record(_ lane: Lane) throws {
    try budget.spend { [recorder] in
      try recorder.append(lane.instruments.measurements(of: lane), step: lane.step)
    }
  }
}
