import ArgumentParser
import Blueprint
import Compute
import Foundation
import Images
import Machine

/// Measures the speed of an evaluation with one and with ten views over that of training, in turns, and the
/// memory of both. Both read, decode and crop the images.
struct EvaluationSpeed: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluation",
    abstract: "Measure how fast images are evaluated, with one and ten views, over training.")

  @Argument(help: "The network.")
  var network = "paper"
  @Argument(help: "The number of rounds.", transform: positive)
  var rounds = 5
  @Argument(help: "A folder of images; scenes without one.")
  var folder: String?
  @Argument(help: "The number of inputs in a pass, a multiple of ten.", transform: positive)
  var batch = 120

  func validate() throws {
    guard batch.isMultiple(of: 10) else {
      throw ValidationError("\(batch) is not a multiple of ten.")
    }
  }

  func run() throws {
    let choice = folder.map { DataChoice.folder(path: $0) } ?? .scenes
    let preset = try NetworkSpec.named(network)
    let source = try DataSources.open(choice, seed: 1, for: preset.input)
    let spec = preset.withClasses(source.classes.count)
    let threads = ProcessorAllowance.current.threads
    let engine = try Engine(threads: threads)
    let before = residentMebibytes
    let evaluation = try EvaluationPasses(spec, source, batch: batch, on: engine)
    let between = residentMebibytes
    let training = try TrainingPass(spec, source, batch: batch, on: engine)
    printLine(
      "memory: evaluation \(between - before) MiB, training \(residentMebibytes - between) MiB, "
        + "with batches that wait")
    var ratios: [[Double]] = [[], []]
    printLine("training   one view    ten views   images/s; over training")
    for _ in 0..<rounds {
      let trained = try training.imagesPerSecond()
      let one = try evaluation.imagesPerSecond(.one)
      let ten = try evaluation.imagesPerSecond(.ten)
      ratios[0].append(one / trained)
      ratios[1].append(one / ten)
      printLine(
        String(
          format: "%8.1f %10.1f %12.1f   %.2f, one over ten %.2f", trained, one, ten, one / trained,
          one / ten))
    }
    let medians = ratios.map { $0.sorted()[$0.count / 2] }
    printLine(
      String(
        format: "median: evaluation %.2f × training; ten views cost %.2f × one view", medians[0],
        medians[1]))
  }
}

/// The resident memory of the process.
private var residentMebibytes: Int {
  let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
    .split(separator: " ").dropFirst().first.flatMap { Int($0) }
  return ((pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))) >> 20
}

/// Steps of training on the batches of a loader.
private final class TrainingPass {
  private let network: Network
  private let loader: BatchLoader
  private let knobs = Knobs(rate: 1e-6)
  private var step = 0

  init(
    _ spec: NetworkSpec, _ source: any DataSource, batch: Int, on engine: Engine
  ) throws {
    network = try Network(spec, layout: spec.layout(), batch: batch, seed: 1, on: engine)
    loader = try BatchLoader(
      source: source, input: InputFormat(of: spec), batch: batch, seed: 1, threads: 1,
      readyBatches: 3)
    try train()
  }

  func imagesPerSecond() throws -> Double {
    let start = ContinuousClock.now
    for _ in 0..<3 { try train() }
    return Double(3 * network.batch) / (start.duration(to: .now) / .seconds(1))
  }

  private func train() throws {
    let batch = try loader.next()
    batch.withImages { _ = network.input.elements.update(fromContentsOf: $0) }
    batch.withLabels { network.setLabels($0) }
    step += 1
    _ = network.train(knobs, step: step)
  }
}

/// Evaluations of training images, which are decoded or drawn anew each time.
private final class EvaluationPasses {
  private let network: EvaluatingNetwork
  private let source: any DataSource
  private let threads: Int

  init(
    _ spec: NetworkSpec, _ source: any DataSource, batch: Int, on engine: Engine
  ) throws {
    network = try EvaluatingNetwork(spec, layout: spec.layout(), batch: batch, on: engine)
    self.source = source
    threads = engine.threads
    _ = try imagesPerSecond(.one)
  }

  /// Evaluates three full batches and returns the number of images, not of views, in a second.
  func imagesPerSecond(_ views: EvaluationViews) throws -> Double {
    let perBatch = network.batch / views.count
    let loader = try EvaluationLoader(
      EvaluationImages(.train, of: source, limit: 4 * perBatch),
      input: InputFormat(of: network.spec), views: views, imagesPerBatch: perBatch,
      threads: threads)
    // The first batch is decoded before the others can be ready.
    try evaluate(loader)
    let start = ContinuousClock.now
    for _ in 0..<3 { try evaluate(loader) }
    return Double(3 * perBatch) / (start.duration(to: .now) / .seconds(1))
  }

  private func evaluate(_ loader: EvaluationLoader) throws {
    guard let batch = try loader.next() else { return }
    batch.withInputs { inputs in
      _ = network.input.elements.update(fromContentsOf: inputs)
    }
    network.evaluate(images: batch.count * batch.views)
    _ = network.probabilities
  }
}
