import Compute
import Runs

/// Records the first layer's kernels between steps, seldom enough that training does not notice: they
/// are the time-line that can be scrubbed later.
struct KernelRecording {
  /// Recording may take this share of the time.
  private static let share = 0.002

  private let probe: KernelProbe
  private let recorder: KernelRecorder
  private let clock = ContinuousClock()
  private var next: ContinuousClock.Instant

  /// Nil when the network does not begin with a convolution.
  /// - Parameter step: what is recorded of later ones is dropped.
  init?(_ network: Network, path: String, after step: Int) throws {
    guard let probe = try KernelProbe(network) else { return nil }
    self.probe = probe
    let (count, channels, size) = probe.shape
    recorder = try KernelRecorder(
      path: path, shape: .init(count: count, channels: channels, size: size), after: step)
    next = clock.now
  }

  func move(to path: String) { recorder.path = path }

  mutating func recordIfDue(step: Int) throws(RunsError) {
    guard recorder.isDue(at: step), clock.now >= next else { return }
    try record(step: step)
  }

  mutating func record(step: Int) throws(RunsError) {
    let start = ThreadTime.now
    let (count, channels, size, weights) = probe.read(.values)
    let kernels = Kernels(count: count, channels: channels, size: size, weights: weights)
    try recorder.append(kernels, step: step)
    next = clock.now + (ThreadTime.now - start) / Self.share
  }
}

extension Lane {
  /// Opens the time-line; that it cannot be written is a warning, and training goes on.
  func beginKernelRecording() {
    guard let path = lines.kernelsPath else { return }
    do {
      kernelRecording = try KernelRecording(network, path: path, after: step)
    } catch {
      warnOfKernels(error)
    }
    recordKernels(always: true)
  }

  /// Between two steps.
  func recordKernels(always: Bool = false) {
    do {
      if always {
        try kernelRecording?.record(step: step)
      } else {
        try kernelRecording?.recordIfDue(step: step)
      }
    } catch {
      kernelRecording = nil
      warnOfKernels(error)
    }
  }

  private func warnOfKernels(_ error: any Error) {
    kernelsProblem = (error as? RunsError)?.problem ?? "\(error)"
    lines.report(
      .warning(
        step: step, kind: "kernels",
        message: "\(error) The kernels are not recorded any more."))
  }
}
