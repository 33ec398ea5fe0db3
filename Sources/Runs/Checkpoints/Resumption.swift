import Blueprint

/// The point from which a run continues: a checkpoint, or the beginning.
public struct Resumption: Sendable {
  /// The plan. Its length, the interval of checkpoints and the location of the data can be changed, and the
  /// batch of an import that has not trained yet.
  public var plan: RunPlan
  /// The knobs of the next step, which can be changed.
  public var knobs: Knobs
  /// The checkpoint; `nil` for the beginning.
  public let checkpoint: Checkpoint?
  /// One message for each damaged checkpoint that was skipped.
  public internal(set) var warnings: [String] = []

  /// The step after which the run continues; 0 for the beginning.
  public var step: Int { checkpoint?.state.step ?? 0 }
}

extension Run {
  /// The folder of the run's checkpoints, which need not exist.
  public var checkpoints: CheckpointFolder { CheckpointFolder(path: "\(folder)/checkpoints") }

  /// Finds the point from which the run continues.
  /// - Parameter step: The step of a checkpoint, or 0 for the beginning; `nil` for the latest checkpoint
  ///   that is not damaged.
  /// - Throws: The error of the checkpoint. If `step` is `nil`, damaged checkpoints are skipped, and an
  ///   error is thrown only if all are damaged.
  public func resumption(from step: Int? = nil) throws(RunsError) -> Resumption {
    let plan = try plan()
    let beginning = Resumption(plan: plan, knobs: plan.knobs, checkpoint: nil)
    let steps = checkpoints.steps
    // A lane that was forked after step 0 starts with the weights of another run, and an imported run with
    // those of a file.
    let hasBeginning = (plan.lineage?.step ?? 0) == 0 && plan.imported == nil
    if step == 0, hasBeginning { return beginning }
    if let step {
      guard steps.contains(step) else { throw .noSuchCheckpoint(run: name, step: step, steps) }
      return try resumption(from: checkpoints.checkpoint(ofStep: step), of: plan)
    }
    var warnings: [String] = []
    for (index, step) in steps.enumerated().reversed() {
      do throws(RunsError) {
        var found = try resumption(from: checkpoints.checkpoint(ofStep: step), of: plan)
        found.warnings = warnings
        return found
      } catch {
        guard case .damagedTensorFile = error else {
          throw index == 0 ? error : .olderCheckpoint(error.problem, step: steps[index - 1])
        }
        // If all checkpoints are damaged, the user must decide whether the run starts again.
        if index == 0 { throw error }
        warnings.append("\(error.problem). An older checkpoint is used.")
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
        path: checkpoint.path, reason: "its network is '\(state.plan.network.name)'")
    }
    guard state.plan.isOneRun(with: plan) else {
      throw .foreignCheckpoint(path: checkpoint.path, reason: "its plan is different")
    }
    var resumed = state.plan
    resumed.lineage = plan.lineage
    // The data can have been moved since the checkpoint was written.
    resumed.data = plan.data
    return Resumption(plan: resumed, knobs: state.knobs, checkpoint: checkpoint)
  }
}

extension RunPlan {
  /// Returns true if two plans differ only in settings that can change during a run.
  func isOneRun(with other: RunPlan) -> Bool {
    var same = self
    same.length = other.length
    same.checkpointEvery = other.checkpointEvery
    same.data = other.data
    // A job with another number of processes has other threads.
    same.threads = other.threads
    // The parent can have been renamed.
    if let parent = other.lineage?.parent { same.lineage?.parent = parent }
    return same == other
  }
}
