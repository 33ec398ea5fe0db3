import Blueprint
import Runs

/// A recorded run, ready to be drawn beside the live ones: it is what a lane is that has seen all its
/// events. Made wherever that keeps no screen waiting, for journals are long.
public struct RecordedRun: Equatable, Sendable {
  public let name: String
  var lane: LaneState

  /// - Parameter kernels: the first convolution's, of the latest checkpoint; nil when there is none.
  public init(
    name: String, plan: RunPlan, events: [TrainingEvent],
    kernels: (step: Int, kernels: Kernels)? = nil
  ) {
    self.name = name
    lane = LaneState(plan: plan, name: name)
    for event in events { _ = lane.learn(event) }
    lane.name = name
    if let kernels {
      lane.glimpse = Glimpse(run: name, step: kernels.step, layers: [], kernels: kernels.kernels)
    }
  }
}

/// What came of what was asked about the runs on disk.
public enum RunsNews: Equatable, Sendable {
  /// Times are told by the clock on the wall.
  case listed(RunStore.Listing, secondsFromUTC: Int)
  case loaded([RecordedRun])
  case renamed(String, to: String)
  case deleted(String)
  case noted(String)
  /// In words.
  case failed(String)
}
