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
  /// - Parameters:
  ///   - kernels: The latest recorded kernels of the first convolution, and their step; `nil` without any.
  ///   - layers: The last record of the statistics of the layers; `nil` without any.
  public init(
    name: String, plan: RunPlan, events: [TrainingEvent],
    kernels: (step: Int, kernels: Kernels)? = nil, layers: LayerTimeline.Record? = nil
  ) {
    self.name = name
    lane = LaneState(plan: plan, name: name)
    for event in events { _ = lane.apply(event) }
    lane.name = name
    guard let step = layers?.step ?? kernels?.step else { return }
    lane.kernelsStep = kernels?.step
    lane.snapshot = Snapshot(
      run: name, step: step, layers: layers?.measurements.layers ?? [], kernels: kernels?.kernels)
  }
}
