import Compute
import Observing
import Runs

/// Records the kernels of the first layer in the run's timeline, at intervals that keep the cost a small
/// share of the time.
struct TimelineRecording {
  /// The largest share of the time that recording uses.
  private static let share = 0.002

  private let reader: KernelReader
  private let recorder: KernelRecorder
  private let clock = ContinuousClock()
  /// The earliest time of the next record.
  private var next: ContinuousClock.Instant

  /// Opens the timeline and removes its records after a step; `nil` when the network does not begin with a
  /// convolution.
  init?(_ network: Network, path: String, after step: Int) throws {
    guard let reader = try KernelReader(network) else { return nil }
    self.reader = reader
    let (count, channels, size) = reader.shape
    recorder = try KernelRecorder(
      path: path, shape: .init(count: count, channels: channels, size: size), after: step)
    next = clock.now
  }

  /// Sets the path of the file after the run was renamed.
  func move(to path: String) { recorder.path = path }

  mutating func recordIfDue(step: Int) throws(RunsError) {
    guard recorder.isDue(at: step), clock.now >= next else { return }
    try record(step: step)
  }

  mutating func record(step: Int) throws(RunsError) {
    let start = ThreadTime.now
    let (count, channels, size, weights) = reader.read(.values)
    let kernels = Kernels(count: count, channels: channels, size: size, weights: weights)
    try recorder.append(kernels, step: step)
    next = clock.now + (ThreadTime.now - start) / Self.share
  }
}

extension Lane {
  /// Opens the timeline and records the present kernels. When the file cannot be written, the lane warns
  /// and training continues.
  func beginTimeline() {
    guard let path = kernelsPath else { return }
    do {
      timeline = try TimelineRecording(network, path: path, after: step)
    } catch {
      warnOfTimeline(error)
    }
    recordKernels(always: true)
  }

  /// Records the kernels between two steps, if a record is due.
  /// - Parameter always: True to record them also if no record is due.
  func recordKernels(always: Bool = false) {
    do {
      if always {
        try timeline?.record(step: step)
      } else {
        try timeline?.recordIfDue(step: step)
      }
    } catch {
      timeline = nil
      warnOfTimeline(error)
    }
  }

  private func warnOfTimeline(_ error: any Error) {
    timelineProblem = (error as? RunsError)?.problem ?? "\(error)"
    warn(kind: "kernels", "\(error) Kernels are no longer recorded.")
  }
}
