import DisplayText
import Runs

extension LaneState {
  /// True if the lane is paused. A requested pause or continuation counts as done.
  var isPaused: Bool { !hasEnded && (requestedPause ?? (phase == .paused)) }

  /// The latest top-1 error in validation, with its step if that is not the latest step:
  /// "57.7% @1,900"; `nil` before the first validation.
  var validationTop1Text: String? {
    history.validationTop1.last.map { NumberText.percent($0) + validationStepText }
  }

  /// The latest top-5 error in validation, as `validationTop1Text`.
  var validationTop5Text: String? {
    guard hasTop5 else { return nil }
    return history.validationTop5.last.map { NumberText.percent($0) + validationStepText }
  }

  /// The latest loss in validation, as `validationTop1Text`.
  var validationLossText: String? {
    history.validationLoss.last.map { NumberText.loss($0) + validationStepText }
  }

  /// The moving mean of the top-1 error of the training batches; `nil` before the first step.
  var trainTop1Text: String? {
    history.top1.smoothed.last.map { NumberText.percent($0) }
  }

  /// The moving mean of the loss of the training batches; `nil` before the first step.
  var trainLossText: String? { history.loss.smoothed.last.map(NumberText.loss) }

  /// The step of the latest validation, such as " @1,900"; empty if it is the latest step.
  private var validationStepText: String {
    guard let step = history.validationSteps.last.map({ Int($0) }), step != latest?.step else {
      return ""
    }
    return " @" + NumberText.grouped(step)
  }

  /// The activity of the trainer, or the end of the run.
  var activityText: String { activityText("P") }

  /// Returns the activity of the trainer, or the end of the run.
  /// - Parameter key: The key that continues a paused run.
  func activityText(_ key: String) -> String {
    if isStopping, !hasEnded { return "stopping after the current step, then saved" }
    switch phase {
    case .preparing: return "preparing images and network"
    case .training:
      if requestedPause == true { return "pausing after the current step" }
      if isValidating { return validationText }
      if isSaving { return "training; a checkpoint is being saved" }
      let next = nextValidationStep.map { " · next validation at step \(NumberText.grouped($0))" }
      return "training" + (next ?? "")
    case .paused: return "paused after step \(NumberText.grouped(step)) · \(key) continues"
    case .finished(_, let reason): return reason.text(after: latest?.step)
    case .failed: return "\(phaseWord) after step \(NumberText.grouped(step))"
    }
  }

  private var validationText: String {
    guard let images = run?.validationImages else { return "validating" }
    return "validating on \(NumberText.grouped(images)) images"
  }

  /// The step of the next validation; `nil` if the run no longer trains, or validates no more.
  var nextValidationStep: Int? {
    guard !hasEnded, !isStopping, let every = plan?.validateEvery, every > 0 else { return nil }
    guard step < plannedSteps ?? .max else { return nil }
    // The last step is validated too.
    return min((step / every + 1) * every, plannedSteps ?? .max)
  }
}
