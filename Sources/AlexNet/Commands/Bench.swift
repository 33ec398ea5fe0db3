import ArgumentParser
import Blueprint
import Compute
import Foundation
import Machine

/// Measures how fast a network trains here.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure training speed, layer by layer, against what the processor can do.")

  @Option(help: "\(NetworkChoice.help)")
  var network = NetworkChoice(name: "compact")

  @Option(help: "Images a step.")
  var batch = 128

  @Option(help: "Steps to time.")
  var steps = 20

  @Option(help: "\(Precision.help)")
  var precision = Precision.fp32

  @Option(help: "Threads that compute (default: the processors that it may use).")
  var threads: Int?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try OptionError.check("--batch", batch, in: Limits.batch)
    try OptionError.check("--steps", steps, in: 1...100_000)
    try OptionError.check("--threads", threads, in: Limits.threads)
    let benchmark = StepBenchmark(
      spec: try network.spec(), batch: batch, steps: steps,
      threads: threads ?? ProcessorAllowance.current.threads, precision: precision)
    let showsProgress = isatty(STDERR_FILENO) == 1
    let report = try benchmark.run { round in
      if showsProgress { Self.show("\rround \(round) of \(steps) ") }
    }
    if showsProgress { Self.show("\r\u{1b}[K") }
    let result = BenchResult(benchmark, report)
    try StandardOutput.print(json ? JSONText.of(result) : result.text)
  }

  private static func show(_ text: String) { StandardError.write(text) }
}
