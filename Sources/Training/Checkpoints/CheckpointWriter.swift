import Channels
import Runs

/// Writes checkpoints on a separate thread, from memory that the trainer fills. Only the writer uses the memory
/// while `isBusy` is true, and only the trainer otherwise.
final class CheckpointWriter: Sendable {
  private struct Job: Sendable {
    var state: TrainingState
    var folder: CheckpointFolder
  }

  private struct State: Sendable {
    /// The job that the thread has not started.
    var job: Job?
    var isBusy = false
    var reports: [CheckpointReport] = []
    var isClosed = false
  }

  /// The weights, the momentum buffers and the mean of the images, tensor by tensor. Only the trainer uses
  /// them while the writer is not busy.
  let numbers: Buffer<Float>
  private let tensors: [Safetensors.Tensor]
  private let synchronize: @Sendable () -> Void
  private let state = Monitor(State())

  /// - Parameters:
  ///   - tensors: The names and shapes of the tensors.
  ///   - count: The number of values of all tensors.
  ///   - synchronize: A closure called when a file is complete, before it gets its final name.
  init(
    _ tensors: [Safetensors.Tensor], count: Int,
    synchronize: @escaping @Sendable () -> Void
  ) {
    self.tensors = tensors
    self.synchronize = synchronize
    numbers = Buffer(count: count, repeating: 0)
  }

  func start() {
    NamedThread.start("checkpoints", stackSize: 1 << 20, isBackground: true) { self.run() }
  }

  var isBusy: Bool { state.update { $0.isBusy } }

  /// Starts to write the numbers as a checkpoint.
  func write(_ trainingState: TrainingState, to folder: CheckpointFolder) {
    state.update { state in
      precondition(!state.isBusy, "a checkpoint is already being written")
      state.isBusy = true
      state.job = Job(state: trainingState, folder: folder)
    }
  }

  /// Removes and returns the reports since the last call.
  func drainReports() -> [CheckpointReport] {
    state.update { state in
      defer { state.reports = [] }
      return state.reports
    }
  }

  /// Waits until the writer is not busy.
  func finish() { _ = state.wait { $0.isBusy ? nil : true } }

  /// Ends the thread after the present job.
  func close() { state.update { $0.isClosed = true } }

  private func run() {
    while let job = nextJob() {
      let start = ThreadTime.now
      let result = write(job)
      let report = CheckpointReport(
        step: job.state.step, result: result, time: ThreadTime.now - start)
      state.update { state in
        state.reports.append(report)
        state.isBusy = false
      }
    }
  }

  /// Waits for a job; `nil` when the writer is closed.
  private func nextJob() -> Job? {
    state.wait { state -> Job?? in
      if let job = state.job {
        state.job = nil
        return .some(job)
      }
      return state.isClosed ? .some(nil) : nil
    }!
  }

  private func write(_ job: Job) -> Result<String, CheckpointReport.Problem> {
    guard UnsafeBufferPointer(numbers.elements).areFinite else { return .failure(.notFinite) }
    do throws(RunsError) {
      let path = try job.folder.write(
        job.state, tensors, data: UnsafeRawBufferPointer(numbers.elements),
        beforeRename: synchronize)
      return .success(path)
    } catch {
      return .failure(.notWritten(error))
    }
  }
}
