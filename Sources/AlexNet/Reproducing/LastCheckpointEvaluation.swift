import Blueprint
import Compute
import Evaluating
import FoundationEssentials
import Images
import Machine
import Reproduction
import Runs

/// The evaluation of a run's last checkpoint for its record.
struct LastCheckpointEvaluation {
  private let member: Study.PlannedRun
  private let run: Run
  private let step: Int
  private let images: DataChoice
  private let threads: Int
  private let signals: StopSignals

  init(
    _ member: Study.PlannedRun, _ run: Run, at step: Int, images: DataChoice, threads: Int,
    signals: StopSignals
  ) {
    self.member = member
    self.run = run
    self.step = step
    self.images = images
    self.threads = threads
    self.signals = signals
  }

  /// Evaluates the checkpoint.
  /// - Throws: `EvaluatingError.cancelled` after a signal, and the errors of the checkpoint and the images.
  func results() throws -> RunRecord.LastCheckpoint {
    let network = try TrainedNetwork(run, at: .step(step))
    let views = try member.views.compactMap(EvaluationViews.init).map { views in
      let result = try evaluate(network, .validation, views)
      // The result is also kept beside the run, for comparisons by hand.
      try run.record(result.evaluation(at: Date().timeIntervalSince1970))
      return evaluation(result)
    }
    let training =
      member.evaluatesTraining ? try evaluation(evaluate(network, .train, .one)) : nil
    return RunRecord.LastCheckpoint(
      evaluations: views, training: training, kernels: try kernels(of: network),
      weights: try network.checkpoint.weightsDigest())
  }

  private func evaluate(
    _ network: TrainedNetwork, _ split: Split, _ views: EvaluationViews
  ) throws -> SetResult {
    let data = try EvaluationData(images, splits: [split], for: network)
    let evaluator = try SetEvaluator(
      [network], on: data, settings: .init(views: views, threads: threads))
    var line = StatusLine(needsTerminal: true)
    defer { line.clear() }
    return try evaluator.evaluate(
      isCancelled: { signals.received != nil },
      onProgress: { progress in
        line.show { seconds in
          "evaluating \(run.name): "
            + EvaluationProgress.text(progress.done, of: progress.total, seconds: seconds)
        }
      })
  }

  private func evaluation(_ result: SetResult) -> RunRecord.Evaluation {
    .init(
      at: step, views: result.views, loss: result.loss, top1: result.top1, top5: result.top5)
  }

  /// The kernels of the checkpoint; `nil` for a network that does not begin with a convolution.
  private func kernels(of network: TrainedNetwork) throws -> KernelRecord? {
    guard network.spec.firstConvolution != nil else { return nil }
    return KernelRecord(try run.kernelsOfCheckpoint(at: step).kernels, of: network.spec)
  }
}

extension RunRecord.Machine {
  /// The machine of this process.
  static func current(threads: Int) -> RunRecord.Machine {
    RunRecord.Machine(
      program: AlexNetCommand.programVersion, library: Engine.libraryVersion,
      instructions: Engine.instructions, processor: ProcessorName.current, threads: threads)
  }
}
