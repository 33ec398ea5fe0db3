import Runs

extension Lane {
  /// Adds the training error of a step, and returns true if the run ends because the mean since the last
  /// validation is low enough. The interval is part of each checkpoint, so that a resumed run ends at the same
  /// step.
  func reachesTrainingError(with error: Double) -> Bool {
    guard let limit = plan.endsAtTrainingError, plan.validateEvery > 0 else { return false }
    errorInterval?.add(error)
    if step.isMultiple(of: plan.validateEvery) { errorInterval?.end(limit: limit) }
    return errorInterval?.endsRun == true
  }
}
