import Blueprint
import Observing
import Runs

/// A recorded run in the form of a lane to which all of its events have been applied.
///
/// Creating it can take seconds, because journals are long. Create it on another thread than that of
/// the screen.
public struct RecordedRun: Equatable, Sendable {
  /// The name of the run.
  public let name: String
  var lane: LaneState

  /// Applies the events of a run.
  /// - Parameter kernels: The kernels of the first convolution in the latest checkpoint, and its
  ///   step; `nil` without a checkpoint.
  public init(
    name: String, plan: RunPlan, events: [TrainingEvent],
    kernels: (step: Int, kernels: Kernels)? = nil
  ) {
    self.name = name
    lane = LaneState(plan: plan, name: name)
    for event in events { _ = lane.apply(event) }
    lane.name = name
    if let kernels {
      lane.snapshot = Snapshot(run: name, step: kernels.step, layers: [], kernels: kernels.kernels)
    }
  }
}
