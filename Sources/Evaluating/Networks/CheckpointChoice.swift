import Runs

/// The checkpoint of a run whose network is used.
public enum CheckpointChoice: Hashable, Sendable {
  /// The best checkpoint where one has a validation error, otherwise the last one.
  case standard
  /// The checkpoint with the lowest top-1 error of a validation at its step.
  case best
  /// The checkpoint of the latest step.
  case last
  /// The checkpoint of a step.
  case step(Int)

  /// Returns the step of the checkpoint in a run.
  /// - Throws: `EvaluatingError.noCheckpoints`, `.noSuchStep` or `.notValidated`, which name the steps that
  ///   exist.
  public func step(in run: Run) throws(EvaluatingError) -> Int {
    let steps = run.checkpoints.steps
    guard let last = steps.last else {
      throw .noCheckpoints(run: run.name, isTraining: run.isTraining)
    }
    switch self {
    case .standard: return run.checkpoints.bestStep ?? last
    case .last: return last
    case .best:
      guard let best = run.checkpoints.bestStep else {
        throw .notValidated(run: run.name, steps: steps)
      }
      return best
    case .step(let step):
      guard steps.contains(step) else {
        throw .noSuchStep(run: run.name, step: step, steps: steps)
      }
      return step
    }
  }
}
