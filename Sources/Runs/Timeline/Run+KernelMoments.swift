import Foundation
import Observing

extension Run {
  /// The first layer's kernels as they were at a step.
  public struct KernelMoment: Sendable {
    public var step: Int
    public var kernels: Kernels
  }

  /// The latest kernels not after `step`, of nil the latest of all: from the time-line or, of a run
  /// without one, from a checkpoint.
  public func kernels(at step: Int? = nil) throws(RunsError) -> KernelMoment {
    if let timeline = try KernelTimeline(path: kernelsPath) {
      // A damaged record costs itself alone.
      var index = timeline.index(at: step ?? .max)
      while let place = index {
        if let kernels = timeline.kernels(at: place) {
          return KernelMoment(step: timeline.steps[place], kernels: kernels)
        }
        index = place > 0 ? place - 1 : nil
      }
    }
    return try kernelsOfCheckpoint(at: step)
  }

  private func kernelsOfCheckpoint(at step: Int?) throws(RunsError) -> KernelMoment {
    let layers = try plan().network.layers
    for layer in layers {
      guard case .convolution(let convolution) = layer.kind else { continue }
      // Of one whose time-line begins later than was asked for, what there is first.
      let steps = checkpoints.steps
      guard let found = steps.last(where: { $0 <= step ?? .max }) ?? steps.first else { break }
      let channels = try plan().network.input.channels
      let (count, size) = (convolution.outputs, convolution.kernel)
      let weights = try checkpoints.checkpoint(ofStep: found)
        .numbers("\(layer.name).weight", shape: [count, channels, size, size])
      return KernelMoment(
        step: found,
        kernels: Kernels(count: count, channels: channels, size: size, weights: weights))
    }
    throw .noKernels(run: name)
  }

  /// Writes a file of a person's into the run's folder, whole or not at all.
  /// - Returns: its path.
  public func write(_ bytes: [UInt8], as name: String) throws(RunsError) -> String {
    let path = "\(folder)/\(name)"
    try FileBytes.replace(path, bytes)
    return path
  }
}
