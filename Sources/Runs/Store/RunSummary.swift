import Blueprint
import Foundation

/// What a list says about a run.
public struct RunSummary: Equatable, Sendable {
  public enum State: Equatable, Sendable {
    /// A process is writing its journal.
    case running
    case finished(TrainingEvent.FinishReason)
    case failed(message: String)
    /// It ended without a word: a crash, a kill, a power cut.
    case interrupted
  }

  public var name: String
  public var network: String
  public var data: String
  public var plan: RunPlan
  public var state: State
  /// Seconds since 1970; nil when it never began.
  public var started: Double?
  /// Updates made.
  public var steps: Int
  /// The last step's loss.
  public var loss: Double?
  /// The lowest validation errors; nil before the first validation.
  public var bestTop1: Double?
  public var bestTop5: Double?
  /// The latest checkpoint's step, from after which it can go on; nil when there is none.
  public var checkpoint: Int?
  /// What is wrong with the journal, in words.
  public var complaint: String?
  /// What its owner wrote about it; empty when there is nothing.
  public var note = ""
  /// Of the journal, in bytes: it only grows.
  var journalSize = 0
}

extension Run {
  /// What a list says about it.
  public func summary() throws(RunsError) -> RunSummary { try RunSummary(of: self) }
}

extension RunSummary {
  /// Of what has been recorded of a run that is over, or, without an end in it, interrupted.
  public init(name: String, plan: RunPlan, events: [TrainingEvent]) {
    self.init(
      name: name, network: plan.network.name, data: plan.data.description, plan: plan,
      state: .interrupted, steps: 0)
    for event in events { add(event, isGoing: false) }
  }

  /// Reads a run's plan and journal. Of the steps, which are nearly all of a journal, only the last is
  /// parsed.
  /// - Parameter earlier: what was read of it before, for nothing may have happened since.
  init(of run: Run, after earlier: RunSummary? = nil) throws(RunsError) {
    let isGoing = run.isGoing
    if var earlier, !isGoing, earlier.state != .running, earlier.journalSize == run.journalSize {
      earlier.checkpoint = run.checkpoints.steps.last
      earlier.note = run.note
      self = earlier
      return
    }
    let plan = try run.plan()
    let journal = try run.journalBytes()
    var lines = 0
    var lastStep = 0
    journal.forEachLine { line in
      lines += 1
      if line.starts(with: StepLine.beginning) { lastStep = lines }
    }
    var line = 0
    var recording = Recording(journal) { bytes in
      line += 1
      return line == lastStep || !bytes.starts(with: StepLine.beginning)
    }
    if recording.damagedLines.contains(lastStep) { recording = Recording(journal) }
    self.init(
      name: run.name, network: plan.network.name, data: plan.data.description,
      plan: plan, state: isGoing ? .running : .interrupted, steps: 0,
      checkpoint: run.checkpoints.steps.last, complaint: recording.complaint,
      note: run.note, journalSize: journal.count)
    for event in recording.events { add(event, isGoing: isGoing) }
  }

  private mutating func add(_ event: TrainingEvent, isGoing: Bool) {
    switch event {
    case .started(let event):
      started = started ?? event.time
      data = event.data
    case .step(let step):
      steps = step.step
      loss = step.loss
    case .validation(let validation):
      bestTop1 = Self.lower(bestTop1, validation.top1)
      bestTop5 = Self.lower(bestTop5, validation.top5)
    case .finished(let step, _, let reason):
      steps = max(steps, step)
      if !isGoing { state = .finished(reason) }
    case .failed(let step, let message):
      steps = max(steps, step)
      if !isGoing { state = .failed(message: message) }
    case .resumed(let resumed):
      steps = resumed.step
      if !isGoing { state = .interrupted }
    case .rate, .toggled, .paused, .checkpoint, .warning, .renamed:
      break
    }
  }

  private static func lower(_ best: Double?, _ value: Double) -> Double? {
    guard value.isFinite else { return best }
    return min(best ?? value, value)
  }
}
