import Blueprint
import DisplayText
import Runs

/// The progress of one run: the latest values of its training, as texts with their names.
struct LaneProgress {
  /// The values, in the order in which they stand in a line.
  enum Quantity: CaseIterable {
    case state, step, epoch, trainLoss, trainError, validationError, speed, timeLeft
  }

  /// The length of a text. Where there is little room, "error" is shortened, and then the planned end is left
  /// out.
  enum Form: CaseIterable { case long, short, shortest }

  var name: String
  /// The steps at the planned end; `nil` for a plan without an end, or before it is known.
  private(set) var plannedSteps: Int?
  private(set) var latest: TrainingEvent.Step?
  private(set) var validation: TrainingEvent.Validation?
  /// The state, if it is not the usual one: "paused", "finished".
  private(set) var state: String?
  /// The first step since the start or the last pause, and its time in seconds.
  private var firstStep: (step: Int, time: Double)?
  private var latestTime = 0.0
  private var plan: RunPlan?

  init(name: String, plan: RunPlan?) {
    self.name = name
    self.plan = plan
    if case .steps(let steps) = plan?.length { plannedSteps = steps }
  }

  /// True if the run has ended.
  private(set) var hasEnded = false

  /// Applies an event.
  /// - Parameter time: The time of the event in seconds, from any origin.
  mutating func update(_ event: TrainingEvent, at time: Double) {
    switch event {
    case .started(let started):
      plan = started.plan
      plannedSteps = started.plan.stepCount(
        imagesPerEpoch: started.plan.imagesPerEpoch(of: started.trainImages))
    case .resumed(let resumed):
      firstStep = nil
      plan?.length = resumed.length
      // A length in epochs needs the number of images, which the event has only if it has changed.
      if case .steps(let steps) = resumed.length {
        plannedSteps = steps
      } else if let images = resumed.trainImages, let plan {
        plannedSteps = plan.stepCount(imagesPerEpoch: plan.imagesPerEpoch(of: images))
      }
    case .step(let step):
      firstStep = firstStep ?? (step.step, time)
      latest = step
      latestTime = time
    case .validation(let validation): self.validation = validation
    case .paused(_, let on):
      state = on ? "paused" : nil
      firstStep = nil
    case .finished(_, _, let reason): end(RunSummary.State.finished(reason).name)
    case .failed(_, let message): end(RunSummary.State.failed(message: message).name)
    case .rate, .scheduled, .toggled, .checkpoint, .warning, .renamed: break
    }
  }

  private mutating func end(_ name: String) {
    state = name
    hasEnded = true
  }

  /// The text of a value; `nil` if it is not known.
  func text(of quantity: Quantity, _ form: Form) -> String? {
    guard let latest else { return quantity == .state ? state : nil }
    let error = form == .long ? "error" : "err"
    switch quantity {
    case .state: return state
    case .step:
      let total = form == .shortest ? "" : plannedSteps.map { "/\($0.grouped)" } ?? ""
      return "step \(latest.step.grouped)\(total)"
    case .epoch: return "epoch \(latest.epoch.fixed(2))"
    case .trainLoss: return "train loss \(NumberText.loss(latest.loss))"
    case .trainError: return "train top-1 \(error) \(latest.top1.percent)"
    case .validationError:
      return validation.map { "val top-1 \(error) \($0.top1.percent) @\($0.step.grouped)" }
    case .speed: return "\(NumberText.perSecond(latest.imagesPerSecond)) images/s"
    case .timeLeft: return secondsLeft.map { "\(NumberText.duration($0)) left" }
    }
  }

  /// The time until the planned end at the mean speed since the start or the last pause, or until the
  /// session's time limit if that is earlier; in seconds. `nil` if neither is known.
  var secondsLeft: Double? {
    guard state == nil, let latest else { return nil }
    return [timeToPlannedEnd, latest.secondsLeft].compactMap(\.self).min()
  }

  private var timeToPlannedEnd: Double? {
    guard let plannedSteps, let firstStep, let latest, latest.step > firstStep.step,
      latest.step < plannedSteps
    else { return nil }
    let stepTime = (latestTime - firstStep.time) / Double(latest.step - firstStep.step)
    return stepTime * Double(plannedSteps - latest.step)
  }
}
