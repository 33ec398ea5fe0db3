import Channels
import Compute
import Runs

/// Decides when a checkpoint is due, and copies weights and momenta between two steps for the writer.
/// By itself it takes no more than a hundredth of the time.
///
/// By steps it keeps to the interval: the next step counts only when the checkpoint is on the disk, so a
/// crash never costs more steps than that, and a step that takes longer than writing hides it. By time
/// it waits for none, and a crash costs the interval and what was done while the checkpoint at its end
/// was being written.
struct Checkpointer {
  /// Where checkpoints go.
  struct Destination {
    var run: Run
    /// Puts the journal on the disk, so that it never ends before a checkpoint.
    var synchronize: @Sendable () -> Void
  }

  /// Checkpoints may take this share of the time.
  private static let share = 0.01
  /// Work of ten minutes is what a crash may cost.
  private static let interval = Duration.seconds(600)

  /// Where they go. To be changed while none is being written.
  var run: Run
  private let writer: CheckpointWriter
  private let snapshot: Snapshot
  /// Steps from one to the next; nil is by time.
  private let every: Int?
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var cost = Duration.zero
  private var state: TrainingState?
  private(set) var isWanted = false
  /// The step of the latest one that is on the disk.
  private(set) var lastStep: Int?
  /// Why the latest one that was taken is not on the disk; nil when it is.
  private var failure: CheckpointWriter.Problem?

  init(
    _ network: Network, every: Int?, to destination: Destination, after resumed: TrainingState?
  ) throws(ComputeError) {
    run = destination.run
    let parts = Snapshot.parts(of: network)
    writer = CheckpointWriter(
      parts.map { Safetensors.Tensor($0.name, shape: $0.parameter.shape) },
      count: Snapshot.count(of: network), synchronize: destination.synchronize)
    snapshot = try Snapshot(of: network, in: writer.numbers.elements)
    self.every = every
    last = clock.now
    state = resumed
    lastStep = resumed?.step
    writer.start()
  }

  /// Asks for one as soon as it can be.
  mutating func want() { isWanted = true }

  /// Between two steps: takes one if it is due.
  mutating func takeIfDue(_ state: @autoclosure () -> TrainingState, step: Int, isBest: Bool) {
    if let every {
      isWanted = isWanted || every > 0 && step.isMultiple(of: every)
    } else {
      let elapsed = clock.now - last
      let isAffordable = elapsed >= cost / Self.share
      if isAffordable, isBest || elapsed >= Self.interval { isWanted = true }
    }
    guard isWanted, !writer.isBusy else { return }
    take(state())
  }

  /// Before another step counts: by steps, the latest one is on the disk by then.
  func keepInterval() {
    if every != nil { writer.finish() }
  }

  /// Takes one unless the latest is as good, and waits until it is written.
  mutating func takeAndWait(_ state: TrainingState) {
    writer.finish()
    isWanted = false
    guard state != self.state else { return }
    take(state)
    writer.finish()
  }

  private mutating func take(_ state: TrainingState) {
    isWanted = false
    self.state = state
    let duration = clock.measure { snapshot.take() }
    writer.write(state, to: run.checkpoints)
    cost = duration
    last = clock.now
  }

  /// What to tell of those that have been written, or have not.
  mutating func takeNews() -> [TrainingEvent] {
    writer.takeWritten().map { written in
      cost += written.time
      switch written.result {
      case .success(let path):
        lastStep = written.step
        failure = nil
        return .checkpoint(step: written.step, path: path)
      case .failure(let problem):
        // The next one is written even if nothing has changed.
        if state?.step == written.step { state = nil }
        failure = problem
        return .warning(step: written.step, kind: "checkpoint", message: message(problem))
      }
    }
  }

  /// Why there is no checkpoint of a state, which is that of the latest one taken; nil when there is.
  func problem(in state: TrainingState) -> String? {
    guard state != self.state || lastStep != state.step else { return nil }
    return switch failure {
    case .notWritten(let error): error.problem
    case .poisoned: "there are weights that are not finite"
    case nil: "it was not written"
    }
  }

  /// Waits for the one that is being written.
  func finish() { writer.finish() }

  func close() { writer.close() }

  private func message(_ problem: CheckpointWriter.Problem) -> String {
    let what =
      switch problem {
      case .notWritten(let error): error.description
      case .poisoned: "There are weights that are not finite."
      }
    let kept = lastStep.map { "; that of step \($0) is kept" } ?? ""
    return "\(what) No checkpoint was written\(kept). Training goes on."
  }
}

extension Snapshot.Part {
  /// `conv1.weight`, `conv1.bias`, `conv1.weight.momentum`.
  var name: String {
    let name = parameter.layer + (parameter.shape.count > 1 ? ".weight" : ".bias")
    return part == .velocity ? name + ".momentum" : name
  }
}
