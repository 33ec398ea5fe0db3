import Channels
import Foundation
import Runs

/// Writes checkpoints on a thread of its own, from memory that the trainer fills: whose it is follows
/// from `isBusy`.
final class CheckpointWriter: Sendable {
  struct Written: Sendable {
    var step: Int
    /// Where it is, or why it is not.
    var result: Result<String, Problem>
    /// What writing took from the processors.
    var time: Duration
  }

  enum Problem: Error, Sendable {
    case notWritten(RunsError)
    /// The weights are not finite numbers.
    case poisoned
  }

  private struct Desk: Sendable {
    var job: (state: TrainingState, folder: CheckpointFolder)?
    var isBusy = false
    var written: [Written] = []
    var isClosed = false
  }

  /// Weights and momenta, tensor by tensor. The trainer's while the writer is not busy.
  let numbers: Buffer<Float>
  private let tensors: [Safetensors.Tensor]
  private let synchronize: @Sendable () -> Void
  private let desk = Monitor(Desk())

  /// - Parameter synchronize: called when a file is written and before it counts.
  init(
    _ tensors: [Safetensors.Tensor], count: Int,
    synchronize: @escaping @Sendable () -> Void
  ) {
    self.tensors = tensors
    self.synchronize = synchronize
    numbers = Buffer(count: count, repeating: 0)
  }

  func start() {
    let thread = Thread { self.work() }
    thread.name = "checkpoints"
    thread.stackSize = 1 << 20
    thread.start()
  }

  var isBusy: Bool { desk.update { $0.isBusy } }

  /// Hands the numbers over.
  func write(_ state: TrainingState, to folder: CheckpointFolder) {
    desk.update { desk in
      precondition(!desk.isBusy, "one checkpoint is written at a time")
      desk.isBusy = true
      desk.job = (state, folder)
    }
  }

  /// What has been written, or not, since the last time.
  func takeWritten() -> [Written] {
    desk.update { desk in
      defer { desk.written = [] }
      return desk.written
    }
  }

  /// Waits until the numbers are the trainer's again.
  func finish() { _ = desk.wait { $0.isBusy ? nil : true } }

  /// Ends the thread; what it has in hand is written first.
  func close() { desk.update { $0.isClosed = true } }

  private func work() {
    // As with loaders: training goes first.
    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
    while let job = nextJob() {
      let start = ThreadTime.now
      let result = write(numbers: job.state, to: job.folder)
      let written = Written(step: job.state.step, result: result, time: ThreadTime.now - start)
      desk.update { desk in
        desk.written.append(written)
        desk.isBusy = false
      }
    }
  }

  private func nextJob() -> (state: TrainingState, folder: CheckpointFolder)? {
    desk.wait { desk -> (state: TrainingState, folder: CheckpointFolder)?? in
      if let job = desk.job {
        desk.job = nil
        return .some(job)
      }
      return desk.isClosed ? .some(nil) : nil
    }!
  }

  private func write(
    numbers state: TrainingState, to folder: CheckpointFolder
  ) -> Result<String, Problem> {
    guard numbers.elements.areFinite else { return .failure(.poisoned) }
    do throws(RunsError) {
      let path = try folder.write(
        state, tensors, data: UnsafeRawBufferPointer(numbers.elements), beforeRename: synchronize)
      return .success(path)
    } catch {
      return .failure(.notWritten(error))
    }
  }
}

extension UnsafeMutableBufferPointer<Float> {
  /// Without branches in its loop, so that it vectorises: x − x is 0, and NaN for what is not finite.
  fileprivate var areFinite: Bool {
    let block = 4096
    for start in stride(from: 0, to: count, by: block) {
      var broken: UInt32 = 0
      for number in self[start..<Swift.min(start + block, count)] {
        broken |= (number - number).bitPattern
      }
      if broken != 0 { return false }
    }
    return true
  }
}

/// The time that the calling thread has had of a processor: on a busy machine work takes longer, and is
/// not to count as more.
enum ThreadTime {
  static var now: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
