import Blueprint
import Runs
import TerminalUI

/// What the screen knows of one run: of its plan, how it goes, and what has been asked of it. It learns
/// from the trainer's events alone.
public struct LaneState: Equatable, Sendable {
  enum Phase: Equatable, Sendable {
    case preparing
    case training
    case paused
    case finished(seconds: Double, reason: TrainingEvent.FinishReason)
    case failed(message: String)
  }

  /// Something changed at a step: a mark on the curves.
  struct Change: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case dropout, lrn, rate, resumed }
    var step: Int
    var kind: Kind
    var label: String
  }

  struct Warning: Equatable, Sendable {
    var step: Int
    var message: String
  }

  var phase = Phase.preparing
  var plan: RunPlan?
  /// Where the run is kept, as its owner would type it.
  var folder: String?
  /// What the run is called, where that is known before it has started.
  var name: String?
  var run: TrainingEvent.Started?
  var history = History()
  var course = RunCourse()
  var latest: TrainingEvent.Step?
  /// The last one that was told; 0 before the first.
  public var step: Int { latest?.step ?? 0 }
  /// Smoothed, for one batch's time says little.
  var speed = MovingAverage(memory: 0.9)
  var rate: Double?
  var changes: [Change] = []
  var dropout = KnobState()
  var lrn = KnobState()
  /// Asked for and not yet told: true is pause.
  var askedPause: Bool?
  /// A checkpoint was asked for and is not yet told of.
  var isSaving = false
  var isStopping = false
  /// It failed without a word: only the trainer's end is known.
  var isCutOff = false
  /// The latest, until the messages are read.
  var warning: Warning?

  /// Whether top-5 errors say something; where they do not, "—" stands for them.
  var hasTop5: Bool {
    let classes = run?.classes.count ?? plan?.network.classes
    return classes.map(NetworkSpec.hasTop5) ?? true
  }

  var glimpse: Glimpse?
  /// Of which step its kernels are.
  var kernelsStep: Int?
  /// The share of kernels that are no longer noise.
  var structuredShare: Double?

  /// - Parameter smoothing: an index of `History.smoothings`; nil is the usual one.
  init(
    plan: RunPlan? = nil, folder: String? = nil, name: String? = nil, smoothing: Int? = nil
  ) {
    self.folder = folder
    self.name = name
    if let smoothing { history.smoothing = smoothing }
    if let plan { adopt(plan) }
  }

  mutating func adopt(_ plan: RunPlan) {
    self.plan = plan
    rate = plan.knobs.rate
    let kinds = plan.network.layers.map(\.kind)
    dropout.exists = kinds.contains(.dropout)
    dropout.isOn = plan.knobs.dropout > 0
    lrn.exists = kinds.contains { if case .normalization = $0 { true } else { false } }
    lrn.isOn = plan.knobs.lrn
  }

  mutating func take(_ glimpse: Glimpse) {
    var glimpse = glimpse
    if let kernels = glimpse.kernels {
      kernelsStep = glimpse.step
      structuredShare = kernels.structuredShare
    } else {
      // No screen in front shows them: the last ones stay until one does.
      glimpse.kernels = self.glimpse?.kernels
    }
    self.glimpse = glimpse
    history.append(glimpse)
  }

  var hasEnded: Bool {
    switch phase {
    case .finished, .failed: true
    case .preparing, .training, .paused: false
    }
  }

  /// The trainer validates between the step that is due for it and the next.
  var isValidating: Bool {
    guard phase == .training, let every = plan?.validateEvery, every > 0, let step = latest?.step
    else { return false }
    return step % every == 0 && history.validationSteps.last ?? -1 < Double(step)
  }

  var phaseWord: String {
    if isStopping, !hasEnded { return "stopping…" }
    switch phase {
    case .preparing: return "preparing"
    case .training:
      if askedPause == true { return "pausing…" }
      if isValidating { return "validating" }
      return isSaving ? "saving…" : "training"
    case .paused:
      if askedPause == false { return "resuming…" }
      return isSaving ? "saving…" : "paused"
    case .finished: return "finished"
    case .failed: return isCutOff ? "cut off" : "failed"
    }
  }

  /// The share of its time that the trainer has waited for images; nil before there is any.
  var waitingShare: Double? {
    guard let latest, latest.seconds > 0 else { return nil }
    return latest.waited / latest.seconds
  }

  /// Training time that is left at the pace so far; nil without a plan for the end, or a step.
  var secondsLeft: Double? {
    guard let total = plannedSteps, let latest, latest.step > 0, latest.step < total else {
      return nil
    }
    return latest.seconds / Double(latest.step) * Double(total - latest.step)
  }

  /// Steps that the plan will have made at its end; nil when it has none.
  var plannedSteps: Int? {
    guard let plan, plan.batch > 0 else { return nil }
    // A length in steps is known before the data are.
    if case .steps(let steps) = plan.length { return steps }
    return run.flatMap { plan.stepCount(imagesPerEpoch: $0.trainImages) }
  }
}
