import ArgumentParser
import Blueprint
import Compute
import Glibc

/// Measures the training speed of a network on this machine.
struct Bench: NamedCommand {
  static let name = "bench"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Measure the training speed of each layer, and compare it with the processor's peak.")

  @Option(
    help: ArgumentHelp("\(NetworkChoice.help)", valueName: "name"),
    completion: NetworkChoice.completion, transform: AllowedValues.network.parse)
  var network = NetworkChoice(name: "compact")

  @Option(help: "Images in a step (default: 128).", transform: AllowedValues.batch.parse)
  var batch = 128

  @Option(help: "Steps to measure (default: 20).", transform: AllowedValues.measuredSteps.parse)
  var steps = 20

  @Option(help: "\(Precision.help)")
  var precision = Precision.fp32

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let benchmark = StepBenchmark(
      spec: try network.spec(), batch: batch, steps: steps,
      threads: threads.count, precision: precision)
    let showsProgress = isatty(STDERR_FILENO) == 1
    let report = try benchmark.run { round in
      if showsProgress { StandardError.write("\rround \(round) of \(steps) ") }
    }
    if showsProgress { StandardError.write("\r\u{1b}[K") }
    let result = BenchResult(benchmark, report)
    try StandardOutput.print(json ? JSONText.of(result) : result.text)
  }
}
