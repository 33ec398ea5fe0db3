import Blueprint
import Observing
import Runs
import Statistics
import TerminalUI

/// The state of one run on the dashboard: its plan, its progress, and requests to its trainer.
/// Events and snapshots change it.
public struct LaneState: Equatable, Sendable {
  enum Phase: Equatable, Sendable {
    case preparing
    case training
    case paused
    case finished(seconds: Double, reason: TrainingEvent.FinishReason)
    case failed(message: String)
  }

  /// A knob change or a resumption at a step, which the curves show as an annotation.
  struct LaneChange: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case dropout, lrn, rate, resumed }
    var step: Int
    var kind: Kind
    var label: String
  }

  /// A step, and the training time up to it in seconds.
  struct SpeedStart: Equatable, Sendable {
    var step: Int
    var seconds: Double
  }

  struct Warning: Equatable, Sendable {
    var step: Int
    var message: String
  }

  var phase = Phase.preparing
  var plan: RunPlan?
  /// The path of the run's folder; `nil` before it is known.
  var folder: String?
  /// The run's name; `nil` if it is not known before the run starts.
  var name: String?
  var run: TrainingEvent.Started?
  var history = History()
  var validationHistory = ValidationHistory()
  var latest: TrainingEvent.Step?
  /// The dates of the events, for the messages.
  var dates = EventDates()
  /// The latest step; 0 before the first.
  public var step: Int { latest?.step ?? 0 }
  /// The step from which the mean speed is measured; `nil` between a resumption and its first step.
  var speedStart: SpeedStart? = SpeedStart(step: 0, seconds: 0)
  /// The moving mean of the speed, in images per second.
  var speed = MovingAverage(memory: 0.9)
  var rate: Double?
  var changes: [LaneChange] = []
  var dropout = KnobState()
  var lrn = KnobState()
  /// The changes by hand that can be undone.
  var undo = UndoStack()
  /// True if a pause was requested, false if a resumption was; `nil` once an event has confirmed it.
  var requestedPause: Bool?
  /// True from the request of a checkpoint to its event.
  var isSaving = false
  var isStopping = false
  /// True if the trainer ended without an event.
  var isTrainerLost = false
  /// The latest warning; `nil` once the messages have been read.
  var warning: Warning?

  /// True if top-5 errors can differ from 0, which needs more than five classes. Otherwise "—" is
  /// shown.
  var hasTop5: Bool {
    let classes = run?.classes.count ?? plan?.network.classes
    return classes.map(NetworkSpec.hasTop5) ?? true
  }

  var snapshot: Snapshot?
  /// The step of the snapshot's kernels.
  var kernelsStep: Int?
  /// The processes that train the run; `nil` for one process.
  var job: JobSize?
  /// The latest states of these processes; `nil` before the first report.
  var rankReport: RankReport?
  /// The time of the latest snapshot on the dashboard's clock, with or without such states.
  var reportedAt: Double?
  /// The share of structured kernels.
  var structuredShare: Double?

  /// Creates the state of a run that has not started.
  /// - Parameter smoothing: An index of `SmoothedSeries.memories`; `nil` is the default.
  init(
    plan: RunPlan? = nil, folder: String? = nil, name: String? = nil, smoothing: Int? = nil
  ) {
    self.folder = folder
    self.name = name
    if let smoothing { history.smoothing = smoothing }
    if let plan { adopt(plan) }
  }

  /// The state of a knob.
  subscript(knob: TrainingEvent.ToggledKnob) -> KnobState {
    get {
      switch knob {
      case .dropout: dropout
      case .lrn: lrn
      }
    }
    set {
      switch knob {
      case .dropout: dropout = newValue
      case .lrn: lrn = newValue
      }
    }
  }

  /// Sets the plan, with the knobs that it has after `step` steps.
  mutating func adopt(_ plan: RunPlan, afterStep step: Int = 0) {
    self.plan = plan
    history.origin = Double(plan.lineage?.step ?? 0)
    rate = plan.knobs.rate * plan.rateFactor(ofStep: step + 1)
    let kinds = plan.network.layers.map(\.kind)
    dropout.exists = kinds.contains(.dropout)
    dropout.isOn = plan.knobs.dropout > 0
    lrn.exists = kinds.contains { if case .normalization = $0 { true } else { false } }
    lrn.isOn = plan.knobs.lrn
  }

  mutating func apply(_ snapshot: Snapshot) {
    var snapshot = snapshot
    if let kernels = snapshot.kernels {
      kernelsStep = snapshot.step
      structuredShare = kernels.structuredShare
    } else {
      // Snapshots have kernels only while a screen shows them. The last kernels are kept.
      snapshot.kernels = self.snapshot?.kernels
    }
    if let report = RankReport(snapshot) {
      rankReport = report
      job = JobSize(
        ranks: report.ranks.count, columns: report.columns, isHybrid: report.isHybrid)
    }
    self.snapshot = snapshot
    history.append(snapshot)
  }

  var hasEnded: Bool {
    switch phase {
    case .finished, .failed: true
    case .preparing, .training, .paused: false
    }
  }

  /// True while the trainer validates: between a step after which validation is due and its result.
  var isValidating: Bool {
    guard phase == .training, let every = plan?.validateEvery, every > 0, let step = latest?.step
    else { return false }
    return step % every == 0 && history.validationSteps.last ?? -1 < Double(step)
  }

  /// The state of the run in one word, the same as in the list of runs; or what the trainer does at the
  /// moment, or is about to do on request.
  var phaseWord: String {
    if isStopping, !hasEnded { return "stopping…" }
    switch phase {
    case .preparing: return "preparing"
    case .training:
      if requestedPause == true { return "pausing…" }
      if isValidating { return "validating" }
      return isSaving ? "saving…" : RunSummary.State.running.name
    case .paused:
      if requestedPause == false { return "continuing…" }
      return isSaving ? "saving…" : "paused"
    case .finished(_, let reason): return RunSummary.State.finished(reason).name
    case .failed(let message):
      let state: RunSummary.State = isTrainerLost ? .interrupted : .failed(message: message)
      return state.name
    }
  }

  /// The share of the training time that was spent waiting for images; `nil` before the first step.
  var waitingShare: Double? {
    guard let latest, latest.seconds > 0 else { return nil }
    return latest.waited / latest.seconds
  }

  /// The remaining training time in seconds at the mean speed since the run started or was last resumed;
  /// `nil` without a planned end or before a step was measured. Earlier sessions do not count, because they can
  /// have run on another machine or beside other processes.
  var secondsLeft: Double? {
    guard let total = plannedSteps, let stepSeconds, let latest, latest.step < total else {
      return nil
    }
    return stepSeconds * Double(total - latest.step)
  }

  /// The training time of the whole plan in seconds at the same speed as ``secondsLeft``.
  var plannedSeconds: Double? {
    guard let total = plannedSteps, let stepSeconds else { return nil }
    return stepSeconds * Double(total)
  }

  /// The mean time of a step in seconds, with validations, since the run started or was last resumed.
  private var stepSeconds: Double? {
    guard let start = speedStart, let latest, latest.step > start.step else { return nil }
    return (latest.seconds - start.seconds) / Double(latest.step - start.step)
  }

  /// The number of steps at the planned end; `nil` for an endless plan, or before it is known.
  var plannedSteps: Int? {
    guard let plan, plan.batch > 0 else { return nil }
    // A length in epochs needs the number of images, a length in steps does not.
    if case .steps(let steps) = plan.length { return steps }
    return run.flatMap { plan.stepCount(imagesPerEpoch: $0.trainImages) }
  }
}
