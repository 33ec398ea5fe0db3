import Blueprint
import Compute
import Images
import Runs

extension Lane {
  /// A validation as far as it has come.
  struct Examination {
    /// The next batch of the validation set.
    var number = 0
    var total = Score()
    var outcome: ValidationOutcome
    /// As it began: one figure is about one network.
    var lrn: Bool
    /// It began when the lane was paused already.
    var ignoresPause: Bool
  }

  /// Begins to score the fixed validation images, a batch a turn.
  func examine() {
    // Until it is made: who goes on from an interrupted one makes it first.
    validationIsDue = step.isMultiple(of: plan.validateEvery)
    beginExamination(ignoresPause: isPaused)
  }

  /// Which batch is next. A toggled LRN begins again.
  func nextExamined() -> Int {
    if let examination, examination.lrn != knobs.lrn {
      beginExamination(ignoresPause: examination.ignoresPause)
    }
    return examination?.number ?? 0
  }

  private func beginExamination(ignoresPause: Bool) {
    let outcome = ValidationOutcome(
      step: step, images: validationSet.count, classes: plan.network.classes)
    examination = Examination(outcome: outcome, lrn: knobs.lrn, ignoresPause: ignoresPause)
  }

  /// Scores the batch that the network has; all of its images may be damaged.
  func score(isEmpty: Bool) {
    if !isEmpty {
      examination?.total += network.evaluate(knobs)
      examination?.outcome.add(
        validationSet.numbers, labels: network.labels, guesses: network.bestClasses)
    }
    examination?.number += 1
    if let examination, examination.number == validationSet.batches { told(examination.total) }
  }

  /// Images that cannot be read are no reason to end, for training does not need these.
  func giveUpExamination(because error: ImagesError) {
    lines.report(.warning(step: step, kind: "validation", message: "\(error)"))
    validationIsDue = false
    examination = nil
    checkpointIfDue()
  }

  private func told(_ total: Score) {
    outcome = examination?.outcome
    examination = nil
    lines.report(
      .validation(
        .init(
          step: step, epoch: epoch, loss: total.meanLoss, top1: total.top1, top5: total.top5)))
    let isBest = total.top1 < bestError ?? .infinity
    if isBest { bestError = total.top1 }
    lastValidation = .init(step: step, error: total.top1, isBest: isBest)
    // The one more that ends a run is none of the schedule's: with more steps it would not have been.
    if validationIsDue {
      validationIsDue = false
      switch schedule.after(validationError: total.top1) {
      case .keep: break
      case .multiply(let factor): scaleRate(by: factor, cause: .schedule)
      case .finish: ending = ending ?? .plateau
      }
    }
    checkpointIfDue()
  }
}
