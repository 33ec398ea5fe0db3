import Blueprint
import Channels
import Compute
import Foundation
import Images
import Machine
import Runs
import Training

/// Trains the compact network for so many steps in each precision from each seed: whether what a
/// precision changes is less than what another seed changes.
struct PrecisionCurves {
  var data: String
  var steps: Int
  var seeds: Int

  func run() throws {
    say("precision    seed  training loss  validation loss   top-1   top-5")
    for precision in Precision.allCases {
      guard precision != .bf16 || Engine.hasBFloat16 else { continue }
      var ends: [[Double]] = []
      for seed in 1...seeds {
        let end = try train(precision, seed: UInt64(seed))
        ends.append(end)
        say(line(precision.rawValue, "\(seed)", end))
      }
      let columns = ends[0].indices.map { column in ends.map { $0[column] } }
      let mean = columns.map(Self.mean)
      let deviation = columns.map { column -> Double in
        let mean = Self.mean(column)
        let squares = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(max(1, column.count - 1))).squareRoot()
      }
      say(line(precision.rawValue, "mean", mean))
      say(line("", "dev.", deviation))
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// Mean loss of the last hundred steps, in nats, and of the validation after them loss, top-1 and
  /// top-5 error.
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
    let lines = Lane.Lines(
      report: { event in
        switch event {
        case .step(let step): losses.append(step.loss)
        case .validation(let validation): last = validation
        case .failed(_, let message): failure = message
        default: break
        }
      })
    try Trainer(
      [.init(plan, data: source, lines: lines)], lines: .init(commands: Mailbox<Order>())
    ).run()
    guard let last else { fatalError(failure ?? "nothing was validated") }
    let end = losses.suffix(100)
    return [Self.mean(Array(end)), last.loss, last.top1, last.top5]
  }

  private func line(_ precision: String, _ seed: String, _ values: [Double]) -> String {
    precision.padding(toLength: 12, withPad: " ", startingAt: 0)
      + String(repeating: " ", count: max(0, 5 - seed.count)) + seed
      + String(
        format: " %14.3f %16.3f %6.1f %% %5.1f %%", values[0], values[1],
        values[2] * 100, values[3] * 100)
  }
}
