import Blueprint
import Channels
import Compute
import DisplayText
import Runs

/// Decides when a checkpoint is due, and copies weights and momentum buffers between two steps for the
/// writer.
///
/// The interval is a number of steps or a time:
///
/// - If it is a number of steps, a step is complete only when the checkpoint of the last interval is on the
///   disk, so a crash never loses more steps than the interval. Training waits only if writing a checkpoint
///   takes longer than a step.
/// - If it is a time, training never waits, and checkpoints use at most a hundredth of the time. A crash
///   loses the steps of one interval, and those that were trained while the checkpoint was written.
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
  private let writer: CheckpointWriter
  private let parameterCopy: ParameterCopy
  /// The interval in steps; 0 writes only requested checkpoints, and `nil` writes by time.
  private let stepInterval: Int?
  private let clock = ContinuousClock()
  /// The time of the latest copy.
  private var lastCopy: ContinuousClock.Instant
  /// The cost of the latest checkpoint: the time to copy and the processor time to write.
  private var cost = Duration.zero
  /// The state of the latest copy, unless its checkpoint could not be written.
  private var state: TrainingState?
  private(set) var isRequested = false
  /// True if a checkpoint was requested whose state is on the disk already. Its event is reported again.
  private var repeatsEvent = false
  /// The step of the latest checkpoint on the disk; `nil` when there is none.
  private(set) var lastStep: Int?
  /// The problem that prevented the latest checkpoint; `nil` when it was written.
  private var problem: CheckpointWriter.Problem?

  /// Creates the memory for copies and starts the writer's thread.
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
    let segments = ParameterCopy.segments(of: network)
    let count = ParameterCopy.count(of: network)
    writer = CheckpointWriter(
      segments.map { Safetensors.Tensor($0.name, shape: $0.parameter.shape) }
        + [Checkpoint.tensor(of: mean)],
      count: count + mean.values.count, synchronize: destination.synchronize)
    _ = writer.numbers.elements[count...].update(fromContentsOf: mean.values)
    parameterCopy = try ParameterCopy(
      of: network, in: .init(rebasing: writer.numbers.elements[..<count]))
    self.stepInterval = stepInterval
    lastCopy = clock.now
    state = resumed
    lastStep = resumed?.step
    writer.start()
  }

  /// Requests a checkpoint, which is written between two steps when the writer is not busy.
  mutating func request() { isRequested = true }

  /// Returns true if a checkpoint is due between two steps and can be written now.
  mutating func isDue(step: Int, isBest: Bool) -> Bool {
    if let stepInterval {
      isRequested = isRequested || stepInterval > 0 && step.isMultiple(of: stepInterval)
    } else {
      let elapsed = clock.now - lastCopy
      let isAffordable = elapsed >= cost / Self.share
      if isAffordable, isBest || elapsed >= Self.timeInterval { isRequested = true }
    }
    return isRequested && !writer.isBusy
  }

  /// Waits until the latest checkpoint is on the disk, if the interval is a number of steps. It is called
  /// before a step is complete.
  func waitBeforeStepIsComplete() {
    if stepInterval != nil { writer.finish() }
  }

  /// Waits for the latest checkpoint, and returns true if it has another state, so that another must be
  /// written.
  mutating func isNew(_ state: TrainingState) -> Bool {
    writer.finish()
    let wasRequested = isRequested
    isRequested = false
    guard state != self.state else {
      // Without `lastStep` of this state, the event of the checkpoint has not been reported yet.
      repeatsEvent = wasRequested && lastStep == state.step
      return false
    }
    return true
  }

  /// Starts to write a checkpoint. No other one is being written.
  mutating func save(_ state: TrainingState) {
    isRequested = false
    self.state = state
    let duration = clock.measure { parameterCopy.update() }
    writer.write(state, to: run.checkpoints)
    cost = duration
    lastCopy = clock.now
  }

  /// Returns the events of the checkpoints that were written, and of those that failed, since the last call.
  mutating func drainEvents() -> [TrainingEvent] {
    if repeatsEvent, let lastStep {
      repeatsEvent = false
      return [.checkpoint(step: lastStep, path: run.checkpoints.path(ofStep: lastStep))]
    }
    return writer.drainReports().map { report in
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
        return .warning(step: report.step, kind: "checkpoint", message: message(problem))
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
    case nil: "it was not written"
    }
  }

  /// Waits for the checkpoint that is being written.
  func finish() { writer.finish() }

  /// Ends the writer's thread.
  func close() { writer.close() }

  private func message(_ problem: CheckpointWriter.Problem) -> String {
    let reason =
      switch problem {
      case .notWritten(let error): error.description
      case .notFinite: "Some weights are not finite."
      }
    let kept = lastStep.map { "; the checkpoint of step \(NumberText.grouped($0)) is kept" } ?? ""
    return "\(reason) No checkpoint was written\(kept). Training continues."
  }
}

extension ParameterCopy.Segment {
  /// The name in a checkpoint, such as `conv1.weight`, `conv1.bias` or `conv1.weight.momentum`.
  var name: String {
    quantity == .momentumBuffer ? parameter.name + ".momentum" : parameter.name
  }
}
