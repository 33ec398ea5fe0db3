import Blueprint
import Compute
import Runs

/// The way in which checkpoints are written.
protocol CheckpointOutput {
  /// True while a checkpoint is being written.
  var isBusy: Bool { get }
  /// Writes the present parameters as a checkpoint, or begins to. No other one is being written.
  func write(_ state: TrainingState, to folder: CheckpointFolder)
  /// Removes and returns the reports since the last call.
  func drainReports() -> [CheckpointReport]
  /// Waits for the checkpoint that is being written.
  func finish()
  /// Ends the output after the checkpoint that is being written.
  func close()
}

/// The result of writing one checkpoint.
struct CheckpointReport: Sendable {
  var step: Int
  /// The path of the file, or the reason why it was not written.
  var result: Result<String, Problem>
  /// The processor time of writing, without the time of the trainer.
  var time: Duration

  enum Problem: Error, Sendable {
    case notWritten(RunsError)
    /// Some weights are infinite or not a number.
    case notFinite
    /// A process with another part of the network is missing.
    case rankMissing
  }
}

extension UnsafeBufferPointer<Float> {
  /// True if all numbers are finite. The inner loop has no branches, so it is vectorised: x − x is 0, and NaN
  /// when x is not finite.
  var areFinite: Bool {
    let block = 4096
    for start in stride(from: 0, to: count, by: block) {
      var difference: UInt32 = 0
      for number in self[start..<Swift.min(start + block, count)] {
        difference |= (number - number).bitPattern
      }
      if difference != 0 { return false }
    }
    return true
  }
}

extension Checkpoint {
  /// Returns the names and shapes of the tensors of a network's checkpoints.
  static func tensors(of network: Network, _ mean: InputMean) -> [Safetensors.Tensor] {
    ParameterCopy.segments(of: network).map {
      Safetensors.Tensor($0.name, shape: $0.parameter.shape)
    } + [tensor(of: mean)]
  }
}

extension ParameterCopy.Segment {
  /// The name in a checkpoint, such as `conv1.weight`, `conv1.bias` or `conv1.weight.momentum`.
  var name: String {
    quantity == .momentumBuffer ? parameter.name + ".momentum" : parameter.name
  }
}
