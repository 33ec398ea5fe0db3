import ArgumentParser
import Blueprint
import Channels
import Compute
import Foundation
import Images
import Machine
import Runs
import Statistics
import Training

/// Trains the compact network in each precision from several seeds, to compare the effect of the
/// precision with the effect of the seed.
struct PrecisionCurves: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curves",
    abstract:
      "Train the compact network in each precision from several seeds, and compare the results.")

  @Argument(help: "The data: scenes, or a folder.")
  var data = "scenes"
  @Argument(help: "The number of steps of each run.", transform: positive)
  var steps: Int = 1000
  @Argument(help: "The number of seeds.", transform: positive)
  var seeds: Int = 3

  func run() throws {
    printLine("precision    seed  training loss  validation loss   top-1   top-5")
    for precision in Precision.allCases {
      guard precision != .bf16 || Engine.hasBFloat16 else { continue }
      var results: [[Double]] = []
      for seed in 1...seeds {
        let result = try train(precision, seed: UInt64(seed))
        results.append(result)
        printLine(line(precision.rawValue, "\(seed)", result))
      }
      let columns = results[0].indices.map { column in Measurements(results.map { $0[column] }) }
      printLine(line(precision.rawValue, "mean", columns.map(\.mean)))
      printLine(line("", "dev.", columns.map { $0.deviation ?? 0 }))
    }
  }

  /// Trains once.
  /// - Returns: The mean loss of the last hundred steps in nats, and loss, top-1 and top-5 error of
  ///   the validation after them.
  private func train(_ precision: Precision, seed: UInt64) throws -> [Double] {
    let choice: DataChoice = data == "scenes" ? .scenes : .folder(path: data)
    let source = try DataSources.open(choice, seed: seed)
    var plan = RunPlan.standard(
      .compact(classes: source.classes.count, fitting: source.imageShape), data: choice,
      validationImages: source.count(.validation),
      threads: ProcessorAllowance.current.threads)
    plan.seed = seed
    plan.precision = precision
    plan.length = .steps(steps)
    plan.validateEvery = steps
    var losses: [Double] = []
    var last: TrainingEvent.Validation?
    var failure: String?
    let callbacks = Lane.Callbacks(
      report: { event in
        switch event {
        case .step(let step): losses.append(step.loss)
        case .validation(let validation): last = validation
        case .failed(_, let message): failure = message
        case .started, .rate, .scheduled, .toggled, .paused, .checkpoint, .resumed, .warning,
          .renamed, .finished:
          break
        }
      })
    try Trainer(
      [.init(plan, data: source, callbacks: callbacks)],
      connections: .init(commands: Mailbox<AddressedCommand>())
    ).run()
    guard let last else { fail(failure ?? "The run ended without a validation.") }
    return [Measurements(losses.suffix(100)).mean, last.loss, last.top1, last.top5]
  }

  private func line(_ precision: String, _ seed: String, _ values: [Double]) -> String {
    precision.padding(toLength: 12, withPad: " ", startingAt: 0)
      + String(repeating: " ", count: max(0, 5 - seed.count)) + seed
      + String(
        format: " %14.3f %16.3f %6.1f %% %5.1f %%", values[0], values[1],
        values[2] * 100, values[3] * 100)
  }
}
