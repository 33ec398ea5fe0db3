/// The horizontal positions of all series of a run: from its beginning, or since the step at which it was copied
/// from another run.
struct HistoryAxes: Equatable, Sendable {
  /// The positions of the training steps.
  let training: StepAxis
  /// The positions of the validations.
  let validation: StepAxis
  /// The positions of the snapshots.
  let snapshots: StepAxis

  /// - Parameters:
  ///   - history: The series of the run.
  ///   - sinceFork: True to count from the step of the fork; a run that is not a fork begins at step 0.
  init(_ history: History, sinceFork: Bool) {
    guard sinceFork, history.origin > 0 else {
      training = history.stepAxis
      validation = history.validationStepAxis
      snapshots = history.snapshotStepAxis
      return
    }
    // A fork is validated before its first step.
    let known = history.stepAxis.steps.isEmpty ? history.validationStepAxis : history.stepAxis
    let origin = known.position(ofStep: history.origin)
    training = history.stepAxis.since(origin)
    validation = history.validationStepAxis.since(origin)
    snapshots = history.snapshotStepAxis.since(origin)
  }

  /// The latest step, at least 1.
  var latest: Double { max(1, training.steps.last ?? 0, validation.steps.last ?? 0) }
}

extension StepAxis {
  /// A step with its epoch and its training time in seconds.
  struct Position: Equatable, Sendable {
    var step: Double
    var epoch: Double
    var seconds: Double
  }

  /// Returns the position of a step, interpolated linearly.
  func position(ofStep step: Double) -> Position {
    Position(step: step, epoch: value(at: step, in: .epoch), seconds: value(at: step, in: .time))
  }
}
