import Blueprint
import Compute
import Runs

/// Checkpoints of a network that is divided between ranks, on the rank of the first part. The parameters are gathered
/// and written part after part while all ranks wait, so no rank needs memory for a copy of them.
final class GatheredCheckpoints: CheckpointOutput {
  private let gather: ParameterGather
  private let tensors: [Safetensors.Tensor]
  private let mean: InputMean
  private let synchronize: () -> Void
  private var reports: [CheckpointReport] = []

  /// - Parameters:
  ///   - network: The network, which is divided.
  ///   - mean: The mean that is subtracted from the images, which every checkpoint contains.
  ///   - synchronize: A closure called when a file is complete, before it gets its final name.
  init(
    _ network: Network, _ mean: InputMean, synchronize: @escaping () -> Void
  ) throws(ComputeError) {
    gather = try ParameterGather(of: network)
    tensors = Checkpoint.tensors(of: network, mean)
    self.mean = mean
    self.synchronize = synchronize
  }

  var isBusy: Bool { false }

  /// Writes a checkpoint. The ranks with the other parts must run their gathers at the same moment. They send all
  /// parameters, so this rank receives all of them also after an error.
  func write(_ state: TrainingState, to folder: CheckpointFolder) {
    reports.append(
      CheckpointReport(step: state.step, result: result(of: state, in: folder), time: .zero))
  }

  private func result(
    of state: TrainingState, in folder: CheckpointFolder
  ) -> Result<String, CheckpointReport.Problem> {
    var file: Result<CheckpointFile, CheckpointReport.Problem>
    do throws(RunsError) {
      file = .success(try folder.create(state, tensors))
    } catch {
      file = .failure(.notWritten(error))
    }
    func append(_ numbers: UnsafeBufferPointer<Float>) {
      guard case .success(let incomplete) = file else { return }
      if numbers.areFinite {
        incomplete.append(UnsafeRawBufferPointer(numbers))
      } else {
        // The incomplete file is removed.
        file = .failure(.notFinite)
      }
    }
    guard gather.run(append) else { return .failure(.rankMissing) }
    mean.values.withUnsafeBufferPointer(append)
    return file.flatMap { complete in
      do throws(RunsError) {
        return .success(try complete.complete(beforeRename: synchronize))
      } catch {
        return .failure(.notWritten(error))
      }
    }
  }

  func drainReports() -> [CheckpointReport] {
    defer { reports = [] }
    return reports
  }

  /// Nothing is being written between two steps.
  func finish() {}

  func close() {}
}
