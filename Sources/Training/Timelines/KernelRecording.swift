import Compute
import Observing
import Runs

/// Records the kernels of the first layer in the run's timeline.
struct KernelRecording {
  private let reader: KernelReader
  private let recorder: KernelRecorder
  /// The position in red, green, blue of each channel of the kernels.
  private let colors: [Int]
  private var budget = RecordingBudget()

  /// Opens the timeline and removes its records after a step; `nil` when the network does not begin with a
  /// convolution.
  init?(_ network: Network, path: String, after step: Int) throws {
    guard let reader = try KernelReader(network) else { return nil }
    self.reader = reader
    colors = network.spec.inputColors
    let (count, channels, size) = reader.shape
    recorder = try KernelRecorder(
      path: path, shape: .init(count: count, channels: channels, size: size), after: step)
  }

  /// Sets the path of the file after the run was renamed.
  func move(to path: String) { recorder.path = path }

  /// True if the kernels after this step are to be recorded.
  func isDue(at step: Int) -> Bool { recorder.isDue(at: step) && budget.allowsRecord }

  /// Records the kernels after a step.
  /// - Throws: `RunsError` if the file cannot be written.
  mutating func record(step: Int) throws {
    try budget.spend { [reader, recorder, colors] in
      let (count, channels, size, weights) = reader.read(.values)
      let kernels = Kernels(count: count, channels: channels, size: size, weights: weights)
      try recorder.append(kernels.reordered(from: colors), step: step)
    }
  }
}
