import Observing

extension Run {
  /// The kernels of the first layer after a step.
  public struct KernelsAtStep: Sendable {
    /// The step.
    public var step: Int
    /// The kernels after the step.
    public var kernels: Kernels
  }

  /// Reads the latest kernels up to a step, from the timeline or, without a timeline, from a checkpoint.
  /// If all recorded kernels are later, the first are returned.
  /// - Parameter step: The step; `nil` for the latest kernels.
  /// - Throws: `RunsError.noKernels`, and the errors of the timeline, the plan and the checkpoint.
  public func kernels(at step: Int? = nil) throws(RunsError) -> KernelsAtStep {
    if let timeline = try KernelTimeline(path: kernelsPath) {
      // Damaged records are skipped.
      let latest = timeline.index(at: step ?? .max) ?? -1
      for index in stride(from: latest, through: 0, by: -1) {
        if let kernels = timeline.kernels(at: index) {
          return KernelsAtStep(step: timeline.steps[index], kernels: kernels)
        }
      }
    }
    return try kernelsOfCheckpoint(at: step)
  }

  /// Reads the kernels of a checkpoint, with the channels in the order red, green and blue.
  /// - Parameter step: The step, up to which the latest checkpoint is read; `nil` for the last checkpoint.
  /// - Throws: `RunsError.noKernels`, and the errors of the plan and the checkpoint.
  public func kernelsOfCheckpoint(at step: Int?) throws(RunsError) -> KernelsAtStep {
    let network = try plan().network
    for layer in network.layers {
      guard case .convolution(let convolution) = layer.kind else { continue }
      let steps = checkpoints.steps
      guard let found = steps.last(where: { $0 <= step ?? .max }) ?? steps.first else { break }
      let channels = network.input.channels
      let (count, size) = (convolution.outputs, convolution.kernel)
      let weights = try checkpoints.checkpoint(ofStep: found)
        .numbers("\(layer.name).weight", shape: [count, channels, size, size])
      return KernelsAtStep(
        step: found,
        kernels: Kernels(count: count, channels: channels, size: size, weights: weights)
          .reordered(from: network.inputColors))
    }
    throw .noKernels(run: name)
  }

  /// Writes a file that the user has requested into the run's folder, completely or not at all.
  /// - Returns: The path of the file.
  /// - Throws: `RunsError.fileFailed`.
  public func write(_ bytes: [UInt8], as name: String) throws(RunsError) -> String {
    let path = "\(folder)/\(name)"
    try FileBytes.replace(path, bytes)
    return path
  }
}
