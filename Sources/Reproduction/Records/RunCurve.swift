import Runs

/// The validations of a run and the training batches between them, from the events of its journal.
///
/// Steps that were repeated after a resumption count once, so the curve of a run that was killed is the same as
/// that of one that was not.
struct RunCurve {
  /// The loss and the top-1 error of each step, the first one at index 0.
  private var steps: [(loss: Double, top1: Double)] = []
  private var validations: [TrainingEvent.Validation] = []
  /// The number of steps that follow a missing one.
  private var misplaced = 0

  init(_ events: [TrainingEvent]) {
    for event in events {
      switch event {
      case .step(let step): add(step)
      case .validation(let validation):
        validations.removeAll { $0.step >= validation.step }
        validations.append(validation)
      case .resumed(let resumed):
        steps.removeLast(max(0, steps.count - resumed.step))
        validations.removeAll { $0.step > resumed.step }
      case .started, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning, .renamed,
        .finished, .failed:
        break
      }
    }
  }

  private mutating func add(_ step: TrainingEvent.Step) {
    steps.removeLast(max(0, steps.count - (step.step - 1)))
    guard steps.count == step.step - 1 else {
      misplaced += 1
      return
    }
    steps.append((step.loss, step.top1))
  }

  /// The number of steps without a gap.
  var stepCount: Int { steps.count }

  /// A Boolean value that indicates whether the loss of the last step is not finite.
  var hasDiverged: Bool { steps.last.map { !$0.loss.isFinite } ?? false }

  /// The validations with the means of the steps before them.
  var points: [RunRecord.Point] {
    var previous = 0
    return validations.map { validation in
      let batches = steps[min(previous, steps.count)..<min(validation.step, steps.count)]
      previous = validation.step
      func mean(_ value: ((loss: Double, top1: Double)) -> Double) -> Double? {
        batches.isEmpty ? nil : batches.reduce(0) { $0 + value($1) } / Double(batches.count)
      }
      return RunRecord.Point(
        step: validation.step, epoch: validation.epoch, trainingLoss: mean(\.loss),
        trainingTop1: mean(\.top1), loss: validation.loss, top1: validation.top1,
        top5: validation.top5)
    }
  }
}
