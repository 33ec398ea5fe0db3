import Channels
import Compute
import Runs

/// Decides when a checkpoint is due, and copies weights and momentum buffers between two steps for the
/// writer.
///
/// The interval is a number of steps or a time:
///
/// - If it is a number of steps, a step is complete only when the checkpoint of the last interval is on the
///   disk. A crash then never costs more steps than the interval. Steps that are longer than writing hide
///   its time.
/// - If it is a time, training never waits, and checkpoints use at most a hundredth of the time. A crash
///   costs the interval and the steps that were trained while the checkpoint at its end was written.
struct Checkpointer {
  /// The destination of checkpoints.
  struct Destination {
    var run: Run
    /// Writes the journal to the disk, so that it never ends before a checkpoint.
    var synchronize: @Sendable () -> Void
  }

  /// The largest share of the time that checkpoints by time use.
  private static let share = 0.01
  /// The interval of checkpoints by time.
  private static let interval = Duration.seconds(600)

  /// The run whose folder holds the checkpoints. It can change while no checkpoint is being written.
  var run: Run
  private let writer: CheckpointWriter
  private let parameterCopy: ParameterCopy
  /// The interval in steps, where 0 has none but requested checkpoints; `nil` for an interval in time.
  private let every: Int?
  private let clock = ContinuousClock()
  /// The time of the latest copy.
  private var last: ContinuousClock.Instant
  /// The cost of the latest checkpoint: the time to copy and the processor time to write.
  private var cost = Duration.zero
  /// The state of the latest copy, unless its checkpoint could not be written.
  private var state: TrainingState?
  private(set) var isRequested = false
  /// The step of the latest checkpoint on the disk; `nil` when there is none.
  private(set) var lastStep: Int?
  /// The problem that kept the latest copy from the disk; `nil` when there is none.
  private var problem: CheckpointWriter.Problem?

  /// - Parameter resumed: The state of the checkpoint that the lane continues from, if it does.
  init(
    _ network: Network, every: Int?, to destination: Destination, after resumed: TrainingState?
  ) throws(ComputeError) {
    run = destination.run
    let segments = ParameterCopy.segments(of: network)
    writer = CheckpointWriter(
      segments.map { Safetensors.Tensor($0.name, shape: $0.parameter.shape) },
      count: ParameterCopy.count(of: network), synchronize: destination.synchronize)
    parameterCopy = try ParameterCopy(of: network, in: writer.numbers.elements)
    self.every = every
    last = clock.now
    state = resumed
    lastStep = resumed?.step
    writer.start()
  }

  /// Makes a checkpoint due as soon as the writer is not busy.
  mutating func request() { isRequested = true }

  /// Starts to write a checkpoint between two steps if one is due.
  mutating func saveIfDue(_ state: @autoclosure () -> TrainingState, step: Int, isBest: Bool) {
    if let every {
      isRequested = isRequested || every > 0 && step.isMultiple(of: every)
    } else {
      let elapsed = clock.now - last
      let isAffordable = elapsed >= cost / Self.share
      if isAffordable, isBest || elapsed >= Self.interval { isRequested = true }
    }
    guard isRequested, !writer.isBusy else { return }
    save(state())
  }

  /// Waits before a step becomes complete: with an interval in steps, until the latest checkpoint is on the
  /// disk.
  func keepInterval() {
    if every != nil { writer.finish() }
  }

  /// Writes a checkpoint, unless the latest one has the same state, and waits until it is on the disk.
  mutating func saveAndWait(_ state: TrainingState) {
    writer.finish()
    isRequested = false
    guard state != self.state else { return }
    save(state)
    writer.finish()
  }

  private mutating func save(_ state: TrainingState) {
    isRequested = false
    self.state = state
    let duration = clock.measure { parameterCopy.update() }
    writer.write(state, to: run.checkpoints)
    cost = duration
    last = clock.now
  }

  /// Returns the events of the checkpoints that were written, or could not be, since the last call.
  mutating func drainEvents() -> [TrainingEvent] {
    writer.drainReports().map { report in
      cost += report.time
      switch report.result {
      case .success(let path):
        lastStep = report.step
        problem = nil
        return .checkpoint(step: report.step, path: path)
      case .failure(let problem):
        // Without a state, the next checkpoint is written even if nothing has changed.
        if state?.step == report.step { state = nil }
        self.problem = problem
        return .warning(step: report.step, kind: "checkpoint", message: message(problem))
      }
    }
  }

  /// Returns the reason why no checkpoint has this state, without a full stop; `nil` when one has it.
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
    let kept = lastStep.map { "; the checkpoint of step \($0) is kept" } ?? ""
    return "\(reason) No checkpoint was written\(kept). Training continues."
  }
}

extension ParameterCopy.Segment {
  /// The name in a checkpoint, such as `conv1.weight`, `conv1.bias` or `conv1.weight.momentum`.
  var name: String {
    let name = parameter.layer + (parameter.shape.count > 1 ? ".weight" : ".bias")
    return quantity == .momentumBuffer ? name + ".momentum" : name
  }
}
