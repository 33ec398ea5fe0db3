import Blueprint
import Foundation

/// Where a run goes on, and how: from a checkpoint, or from its beginning when it was ended before the
/// first. Plan and knobs may be changed before it does.
public struct Resumption: Sendable {
  /// Its length, how often it is checkpointed and where its data are can be changed: nothing else.
  public var plan: RunPlan
  public var knobs: Knobs
  public let checkpoint: Checkpoint?
  /// What had to be passed over, in words.
  public internal(set) var complaints: [String] = []

  public var step: Int { checkpoint?.state.step ?? 0 }
}

extension Run {
  public var checkpoints: CheckpointFolder { CheckpointFolder(path: "\(folder)/checkpoints") }

  /// From the latest checkpoint that is whole, or from that of a step; step 0 is the beginning.
  /// - Throws: what is wrong with the checkpoint; damaged ones are passed over when no step is asked for,
  ///   as long as there is another.
  public func resumption(from step: Int? = nil) throws(RunsError) -> Resumption {
    let plan = try plan()
    let beginning = Resumption(plan: plan, knobs: plan.knobs, checkpoint: nil)
    let steps = checkpoints.steps
    // A lane that was forked later has no beginning of its own.
    let hasBeginning = (plan.lineage?.step ?? 0) == 0
    if step == 0, hasBeginning { return beginning }
    if let step {
      guard steps.contains(step) else { throw .noSuchCheckpoint(run: name, step: step, steps) }
      return try resumption(from: checkpoints.checkpoint(ofStep: step), of: plan)
    }
    var complaints: [String] = []
    for (place, step) in steps.enumerated().reversed() {
      do throws(RunsError) {
        var found = try resumption(from: checkpoints.checkpoint(ofStep: step), of: plan)
        found.complaints = complaints
        return found
      } catch {
        guard case .damagedTensors = error else {
          throw place == 0 ? error : .olderCheckpoint(error.problem, step: steps[place - 1])
        }
        complaints.append("\(error.problem). An older one is taken.")
        // Whoever has lost all of them is not to lose the run's place without being asked.
        if place == 0 { throw error }
      }
    }
    guard hasBeginning else { throw .noSuchCheckpoint(run: name, step: 0, steps) }
    return beginning
  }

  private func resumption(
    from checkpoint: Checkpoint, of plan: RunPlan
  ) throws(RunsError) -> Resumption {
    let state = checkpoint.state
    guard state.plan.network == plan.network else {
      throw .foreignCheckpoint(
        path: checkpoint.path, reason: "it is of the network '\(state.plan.network.name)'")
    }
    guard state.plan.isOneRun(with: plan) else {
      throw .foreignCheckpoint(path: checkpoint.path, reason: "it is of a run with another plan")
    }
    var resumed = state.plan
    resumed.lineage = plan.lineage
    // The data can have moved since.
    resumed.data = plan.data
    return Resumption(plan: resumed, knobs: state.knobs, checkpoint: checkpoint)
  }
}

extension RunPlan {
  /// Whether the two differ in no more than may change while a run goes.
  func isOneRun(with other: RunPlan) -> Bool {
    var same = self
    same.length = other.length
    same.checkpointEvery = other.checkpointEvery
    same.data = other.data
    // Its parent may have another name by now.
    if let parent = other.lineage?.parent { same.lineage?.parent = parent }
    return same == other
  }
}
