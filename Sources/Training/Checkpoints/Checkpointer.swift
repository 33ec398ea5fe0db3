import Blueprint
import Channels
import Compute
import DisplayText
import Runs

/// Decides when a checkpoint is due, and has it written between two steps.
///
/// The interval is a number of steps or a time:
///
/// - If it is a number of steps, a step is complete only when the checkpoint of the last interval is on the
///   disk, so a crash never loses more steps than the interval. Training waits only if writing a checkpoint
///   takes longer than a step.
/// - If it is a time, training never waits, and checkpoints use at most a hundredth of the time. A crash
///   loses the steps of one interval, and those that were trained while the checkpoint was written.
///
/// A network that is divided between ranks has no copy of its parameters, so training waits in both cases.
struct Checkpointer {
  /// The destination of checkpoints.
  struct Destination {
    var run: Run
    /// Waits until the journal is on the disk. It runs before a checkpoint gets its final name, so that the
    /// journal contains all steps of the checkpoint.
    var synchronize: @Sendable () -> Void
  }

  /// The largest share of the time that checkpoints use if the plan has no interval in steps.
  private static let share = 0.01
  /// The interval of checkpoints if the plan has no interval in steps.
  private static let timeInterval = Duration.seconds(600)

  /// The run whose folder holds the checkpoints. It can change while no checkpoint is being written.
  var run: Run
  private let output: any CheckpointOutput
  /// The interval in steps; 0 writes only requested checkpoints, and `nil` writes by time.
  private let stepInterval: Int?
  private let clock = ContinuousClock()
  /// The time of the latest checkpoint.
  private var lastTime: ContinuousClock.Instant
  /// The cost of the latest checkpoint: the time in which training waited, and the processor time of writing
  /// beside it.
  private var cost = Duration.zero
  /// The state of the latest checkpoint, unless it could not be written.
  private var state: TrainingState?
  private(set) var isRequested = false
  /// True if a checkpoint was requested whose state is on the disk already. Its event is reported again.
  private var repeatsEvent = false
  /// The step of the latest checkpoint on the disk; `nil` when there is none.
  private(set) var lastStep: Int?
  /// The problem that prevented the latest checkpoint; `nil` when it was written.
  private var problem: CheckpointReport.Problem?

  /// Prepares the writing of checkpoints.
  /// - Parameters:
  ///   - network: The network.
  ///   - mean: The mean that is subtracted from the images, which every checkpoint contains.
  ///   - stepInterval: The interval in steps; 0 writes only requested checkpoints, and `nil` writes by time.
  ///   - destination: The run, and a closure that waits for its journal.
  ///   - resumed: The state of the checkpoint that the lane continues from; `nil` for a new run.
  init(
    _ network: Network, mean: InputMean, interval stepInterval: Int?,
    to destination: Destination, after resumed: TrainingState?
  ) throws(ComputeError) {
    run = destination.run
    if network.isDivided {
      output = try GatheredCheckpoints(network, mean, synchronize: destination.synchronize)
    } else {
      output = try CopiedCheckpoints(network, mean, synchronize: destination.synchronize)
    }
    self.stepInterval = stepInterval
    lastTime = clock.now
    state = resumed
    lastStep = resumed?.step
  }

  /// Requests a checkpoint, which is written between two steps when no other one is being written.
  mutating func request() { isRequested = true }

  /// Returns true if a checkpoint is due between two steps and can be written now.
  mutating func isDue(step: Int, isBest: Bool) -> Bool {
    if let stepInterval {
      isRequested = isRequested || stepInterval > 0 && step.isMultiple(of: stepInterval)
    } else {
      let elapsed = clock.now - lastTime
      let isAffordable = elapsed >= cost / Self.share
      if isAffordable, isBest || elapsed >= Self.timeInterval { isRequested = true }
    }
    return isRequested && !output.isBusy
  }

  /// Waits until the latest checkpoint is on the disk, if the interval is a number of steps. It is called
  /// before a step is complete.
  func waitBeforeStepIsComplete() {
    if stepInterval != nil { output.finish() }
  }

  /// Waits for the latest checkpoint, and returns true if it has another state, so that another must be
  /// written.
  mutating func isNew(_ state: TrainingState) -> Bool {
    output.finish()
    let wasRequested = isRequested
    isRequested = false
    guard state != self.state else {
      // Without `lastStep` of this state, the event of the checkpoint has not been reported yet.
      repeatsEvent = wasRequested && lastStep == state.step
      return false
    }
    return true
  }

  /// Writes a checkpoint, or begins to. No other one is being written.
  mutating func save(_ state: TrainingState) {
    isRequested = false
    self.state = state
    cost = clock.measure { output.write(state, to: run.checkpoints) }
    lastTime = clock.now
  }

  /// Returns the events of the checkpoints that were written, and of those that failed, since the last call.
  mutating func drainEvents() -> [TrainingEvent] {
    if repeatsEvent, let lastStep {
      repeatsEvent = false
      return [.checkpoint(step: lastStep, path: run.checkpoints.path(ofStep: lastStep))]
    }
    return output.drainReports().compactMap { report in
      cost += report.time
      switch report.result {
      case .success(let path):
        lastStep = report.step
        problem = nil
        return .checkpoint(step: report.step, path: path)
      case .failure(let problem):
        // With a state, the next checkpoint would be omitted if nothing has changed.
        if state?.step == report.step { state = nil }
        self.problem = problem
        // The missing rank ends the run with a message of its own.
        return message(problem).map {
          .warning(step: report.step, kind: "checkpoint", message: $0)
        }
      }
    }
  }

  /// Returns the reason why this state is not in a checkpoint on the disk, without a full stop; `nil` if it
  /// is in one.
  func problem(in state: TrainingState) -> String? {
    guard state != self.state || lastStep != state.step else { return nil }
    return switch problem {
    case .notWritten(let error): error.problem
    case .notFinite: "some weights are not finite"
    case .rankMissing: "a process with another part of the network is missing"
    case nil: "it was not written"
    }
  }

  /// Waits for the checkpoint that is being written.
  func finish() { output.finish() }

  /// Ends the writing of checkpoints.
  func close() { output.close() }

  private func message(_ problem: CheckpointReport.Problem) -> String? {
    let reason: String
    switch problem {
    case .notWritten(let error): reason = error.description
    case .notFinite: reason = "Some weights are not finite."
    case .rankMissing: return nil
    }
    let kept = lastStep.map { "; the checkpoint of step \(NumberText.grouped($0)) is kept" } ?? ""
    return "\(reason) No checkpoint was written\(kept). Training continues."
  }
}
