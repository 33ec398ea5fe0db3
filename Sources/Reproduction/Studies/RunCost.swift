import Blueprint

/// The expected time of runs, from measured training steps.
struct RunCost {
  let stepSeconds: [Arm.Name: Double]
  let data: RunRecord.Data

  /// The time of a step with its share of loading, checkpoints and journal, in proportion to the measured time of
  /// the computation alone.
  private static let overhead = 1.1
  /// The time of a forward pass in proportion to a training step, which has a backward pass of about twice the
  /// work.
  private static let forwardShare = 1.0 / 3

  var stepSecondsByName: [String: Double] {
    Dictionary(uniqueKeysWithValues: stepSeconds.map { ($0.key.rawValue, $0.value) })
  }

  /// Returns the seconds of a step of an arm; 0 for an arm that was not measured.
  func stepSeconds(of arm: Arm.Name) -> Double { (stepSeconds[arm] ?? 0) * Self.overhead }

  /// Returns the expected seconds of a run with its evaluations.
  func seconds(of run: Study.PlannedRun) -> Double {
    let (plan, step) = (run.plan, stepSeconds(of: run.arm))
    let steps =
      plan.stepCount(
        imagesPerEpoch: plan.imagesPerEpoch(of: data.trainImages)) ?? 0
    let validations = plan.validateEvery > 0 ? 1 + steps / plan.validateEvery : 0
    let views = run.views.reduce(0, +) + validations
    let evaluated =
      views * data.validationImages + (run.evaluatesTraining ? data.trainImages : 0)
    return step
      * (Double(steps) + Self.forwardShare * Double(evaluated) / Double(plan.batch))
  }
}
