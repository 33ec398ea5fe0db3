import Blueprint
import Compute
import Runs

extension Lane {
  /// A validation in progress.
  struct OngoingValidation {
    /// The number of the next turn. In each turn, every replica scores another batch of the validation set.
    var turn = 0
    var score = Score()
    var outcome: ValidationOutcome
    /// True if LRN was on when the validation began. All batches must be scored with the same setting.
    var lrn: Bool
    /// True if the lane was paused already when the validation began.
    var ignoresPause: Bool
    /// The error of reading images on this rank, which ends the validation on all ranks; `nil` without one.
    var problem: String?
  }

  /// The top-1 error of the latest validation.
  struct MeasuredError {
    /// The step after which the lane was validated.
    var step: Int
    /// The top-1 error, from 0 to 1.
    var error: Double
    /// True if the error is lower than the errors of all earlier validations.
    var isBest: Bool
  }

  /// Begins a validation. Each later turn scores one batch.
  func beginValidation() {
    // Remains set until the validation is complete, so that a resumed run repeats an interrupted one.
    validationIsDue = step.isMultiple(of: plan.validateEvery)
    startValidation(ignoresPause: isPaused)
  }

  /// Begins a validation that is not part of the plan, unless one is in progress or the plan has none. The
  /// schedule does not count it, so training continues as without it.
  func beginAdditionalValidation() {
    guard plan.validateEvery > 0, ongoingValidation == nil else { return }
    startValidation(ignoresPause: isPaused)
  }

  /// The number of the next turn of the validation. When LRN has been switched, the validation begins again.
  func nextValidationTurn() -> Int {
    if let ongoingValidation, ongoingValidation.lrn != knobs.lrn {
      startValidation(ignoresPause: ongoingValidation.ignoresPause)
    }
    return ongoingValidation?.turn ?? 0
  }

  private func startValidation(ignoresPause: Bool) {
    measureBeforeValidation()
    let outcome = ValidationOutcome(
      step: step, images: validationSet.count, classes: plan.network.classes)
    ongoingValidation = OngoingValidation(
      outcome: outcome, lrn: knobs.lrn, ignoresPause: ignoresPause)
  }

  /// Scores the batch that the network's input holds.
  /// - Parameter isEmpty: True if all images of the batch are damaged, or if this rank has no batch in this turn.
  func scoreValidationBatch(isEmpty: Bool) {
    if !isEmpty {
      evaluateBatch()
      ongoingValidation?.outcome.add(
        validationSet.numbers, labels: network.labels, guesses: network.bestClasses)
    } else if job?.isHybrid == true, ongoingValidation?.problem == nil {
      // The other ranks need this rank's units for their images.
      network.setLabels([])
      evaluateBatch()
    }
    endValidationTurn()
  }

  private func evaluateBatch() {
    if activations == .batch { activations = .validation }
    ongoingValidation?.score += network.evaluate(knobs)
  }

  /// Keeps an error of reading images on one of the ranks, with which the validation ends.
  func failValidation(because problem: String) {
    ongoingValidation?.problem = problem
    endValidationTurn()
  }

  private func endValidationTurn() {
    ongoingValidation?.turn += 1
    let turns = job.map { (validationSet.batches - 1) / $0.replicas + 1 } ?? validationSet.batches
    guard var validation = ongoingValidation, validation.turn == turns else { return }
    do {
      try combine(&validation)
    } catch {
      // The trainer ends all lanes with the failure.
      return
    }
    if let problem = validation.problem {
      abandonValidation(because: problem)
    } else {
      completeValidation(validation)
    }
  }

  /// Cancels the validation in progress because of an error in its images. Training continues, because it
  /// does not need these images.
  func abandonValidation(because problem: String) {
    warn(kind: "validation", problem)
    validationIsDue = false
    ongoingValidation = nil
    checkpointIfDue()
  }

  private func completeValidation(_ validation: OngoingValidation) {
    let score = validation.score
    outcome = validation.outcome
    ongoingValidation = nil
    report(
      .validation(
        .init(
          step: step, epoch: epoch, loss: score.meanLoss, top1: score.top1, top5: score.top5)))
    let isBest = score.top1 < bestError ?? .infinity
    if isBest { bestError = score.top1 }
    lastValidation = .init(step: step, error: score.top1, isBest: isBest)
    // The additional validation at the end of a run is not part of the plan: a run with more steps would
    // not have it, so the schedule does not count it.
    if validationIsDue {
      validationIsDue = false
      switch schedule.decision(afterValidationError: score.top1) {
      case .keep: break
      case .multiply(let factor): scaleRate(by: factor, cause: .schedule)
      case .finish: finishReason = finishReason ?? .plateau
      }
    }
    checkpointIfDue()
  }
}
