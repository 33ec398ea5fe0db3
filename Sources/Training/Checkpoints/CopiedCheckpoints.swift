import Blueprint
import Compute
import Runs

/// Checkpoints of a copy of the parameters, which are written while training continues.
struct CopiedCheckpoints: CheckpointOutput {
  private let writer: CheckpointWriter
  private let parameterCopy: ParameterCopy

  /// Creates the memory for copies and starts the writer's thread.
  /// - Parameters:
  ///   - network: The network, which is not divided.
  ///   - mean: The mean that is subtracted from the images, which every checkpoint contains.
  ///   - synchronize: A closure called when a file is complete, before it gets its final name.
  init(
    _ network: Network, _ mean: InputMean, synchronize: @escaping @Sendable () -> Void
  ) throws(ComputeError) {
    let count = ParameterCopy.count(of: network)
    writer = CheckpointWriter(
      Checkpoint.tensors(of: network, mean), count: count + mean.values.count,
      synchronize: synchronize)
    _ = writer.numbers.elements[count...].update(fromContentsOf: mean.values)
    parameterCopy = try ParameterCopy(
      of: network, in: .init(rebasing: writer.numbers.elements[..<count]))
    writer.start()
  }

  var isBusy: Bool { writer.isBusy }

  func write(_ state: TrainingState, to folder: CheckpointFolder) {
    parameterCopy.update()
    writer.write(state, to: folder)
  }

  func drainReports() -> [CheckpointReport] { writer.drainReports() }

  func finish() { writer.finish() }

  func close() { writer.close() }
}
