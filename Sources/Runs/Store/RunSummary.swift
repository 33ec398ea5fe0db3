import Blueprint

/// The properties of a run that a list of runs shows.
public struct RunSummary: Equatable, Sendable {
  /// The state of a run.
  public enum State: Equatable, Sendable {
    /// A process trains the run.
    case running
    /// The run ended without an error.
    case finished(TrainingEvent.FinishReason)
    /// The run ended with an error.
    case failed(message: String)
    /// The run ended without an event: a crash, a kill or a power failure.
    case interrupted
  }

  /// The run's name.
  public var name: String
  /// The network's name.
  public var network: String
  /// The name of the images, such as "CIFAR-10".
  public var data: String
  /// The run's plan.
  public var plan: RunPlan
  /// The length after the latest resumption; `nil` if the run was not resumed.
  var resumedLength: RunPlan.Length?
  /// The run's state.
  public var state: State
  /// True if the run has ended and its folder is in use: its trainer trains other lanes, and is reached
  /// through this folder.
  public var isHeldByTrainer = false
  /// The date of the start, in seconds since 1970; `nil` if the run has not started.
  public var started: Double?
  /// The date at which the run started or continued for the last time, in seconds since 1970; `nil` if it
  /// has not started.
  public var sessionStarted: Double?
  /// The number of steps.
  public var steps: Int
  /// The loss of the last step, in nats; `nil` before the first step.
  public var loss: Double?
  /// The lowest top-1 error of all validations, 0…1; `nil` before the first.
  public var bestTop1: Double?
  /// The lowest top-5 error of all validations, 0…1; `nil` before the first.
  public var bestTop5: Double?
  /// The step of the latest checkpoint; `nil` without a checkpoint.
  public var checkpoint: Int?
  /// A description of the damage to the journal; `nil` when it is not damaged.
  public var damage: String?
  /// The owner's note; empty without a note.
  public var note = ""
  /// The size of all files of the run, in bytes; 0 if it is not known.
  public var diskBytes = 0
  /// The results of evaluations, the latest first.
  public var evaluations: [Evaluation] = []
  /// The times that show if `evaluations` are those of the files.
  var evaluationTimes = EvaluationTimes()
  /// The size of the journal in bytes. It changes with every event.
  var journalSize = 0
}

extension RunSummary {
  /// The run's plan with its current length, which a resumption can change.
  public var currentPlan: RunPlan {
    var plan = plan
    plan.length = resumedLength ?? plan.length
    return plan
  }
}

extension Run {
  /// Reads the properties of the run that a list shows.
  /// - Throws: The errors of ``plan()``, and `RunsError.fileFailed`.
  public func summary() throws(RunsError) -> RunSummary { try RunSummary(of: self) }
}

extension RunSummary {
  /// Creates the summary of recorded events. Without an event of the end the run is interrupted.
  public init(name: String, plan: RunPlan, events: [TrainingEvent]) {
    self.init(
      name: name, network: plan.network.name, data: plan.data.description, plan: plan,
      state: .interrupted, steps: 0)
    for event in events { add(event, isTraining: false) }
  }

  /// Reads a run's plan and journal. Only the last step is parsed, because nearly all lines of a journal
  /// are steps.
  /// - Parameter earlier: An earlier summary, which is reused if the run has not changed since.
  init(of run: Run, after earlier: RunSummary? = nil) throws(RunsError) {
    let isTraining = run.isTraining
    if var earlier, !isTraining, earlier.state != .running, earlier.journalSize == run.journalSize {
      earlier.checkpoint = run.checkpoints.steps.last
      earlier.note = run.note
      earlier.diskBytes = run.diskBytes
      earlier.isHeldByTrainer = false
      earlier.readEvaluations(of: run, after: earlier)
      self = earlier
      return
    }
    let plan = try run.plan()
    let journal = try run.journalBytes()
    var lines = 0
    var lastStep = 0
    journal.forEachLine { line in
      lines += 1
      if line.starts(with: StepLineParser.beginning) { lastStep = lines }
    }
    var line = 0
    var recording = Recording(journal) { bytes in
      line += 1
      return line == lastStep || !bytes.starts(with: StepLineParser.beginning)
    }
    if recording.damagedLines.contains(lastStep) { recording = Recording(journal) }
    self.init(
      name: run.name, network: plan.network.name, data: plan.data.description,
      plan: plan, state: isTraining ? .running : .interrupted, steps: 0,
      checkpoint: run.checkpoints.steps.last, damage: recording.damage,
      note: run.note, diskBytes: run.diskBytes, journalSize: journal.count)
    for event in recording.events { add(event, isTraining: isTraining) }
    isHeldByTrainer = isTraining && state != .running
    readEvaluations(of: run, after: earlier)
  }

  /// Reads the results of evaluations if they have changed since an earlier summary.
  private mutating func readEvaluations(of run: Run, after earlier: RunSummary?) {
    // The times are read first, so a result that is added in the meantime is read the next time.
    let times = run.evaluationTimes
    if let earlier, earlier.evaluationTimes == times {
      (evaluations, evaluationTimes) = (earlier.evaluations, times)
    } else {
      evaluations = times.results == nil ? [] : run.evaluations
      evaluationTimes = times
    }
  }

  private mutating func add(_ event: TrainingEvent, isTraining: Bool) {
    switch event {
    case .started(let event):
      started = started ?? event.time
      sessionStarted = event.time
      data = event.data
    case .step(let step):
      steps = step.step
      loss = step.loss
    case .validation(let validation):
      bestTop1 = Self.lower(bestTop1, validation.top1)
      bestTop5 = Self.lower(bestTop5, validation.top5)
    case .finished(let step, _, let reason):
      steps = max(steps, step)
      state = .finished(reason)
    case .failed(let step, let message):
      steps = max(steps, step)
      state = .failed(message: message)
    case .resumed(let resumed):
      steps = resumed.step
      resumedLength = resumed.length
      sessionStarted = resumed.time
      state = isTraining ? .running : .interrupted
    case .rate, .scheduled, .toggled, .paused, .checkpoint, .warning, .renamed:
      break
    }
  }

  private static func lower(_ best: Double?, _ value: Double) -> Double? {
    guard value.isFinite else { return best }
    return min(best ?? value, value)
  }
}
