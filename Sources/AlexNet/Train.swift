import ArgumentParser
import Blueprint
import Foundation
import Images
import Runs
import Training

/// Trains without a screen.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train without a screen: a progress line, or one JSON event a line.")

  enum Output: String, EnumerableFlag {
    case json, quiet

    static func help(for value: Output) -> ArgumentHelp? {
      switch value {
      case .json: "Print one JSON event a line."
      case .quiet: "Print nothing but errors."
      }
    }
  }

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions
  @Flag var output: Output?

  func run() throws {
    let data = try planOptions.openData()
    let plan = try planOptions.plan(for: data)
    let run = try runOptions.makeRun(plan, data: data)
    try Self.follow(plan, data: data, run: run, output)
  }

  /// Trains to the end and tells it.
  /// - Throws: how it failed, or the status of the signal that ended it.
  static func follow(
    _ plan: RunPlan, data: any DataSource, run: Run, from resumption: Resumption? = nil,
    _ output: Output?
  ) throws {
    let signals = StopSignals()
    let watcher = Watcher(.nothing)
    let session = try TrainingSession(
      plan, data: data, run: run, from: resumption, watcher: watcher)
    signals.onFirst { session.send(.stop) }
    var reporter: any EventReporter =
      switch output {
      case .json: JSONReporter(run: run.name)
      case .quiet: QuietReporter()
      case nil: ProgressReporter(run: run, isTerminal: isatty(STDOUT_FILENO) == 1)
      }
    try reporter.follow(watcher)
    // Ended in order, the status still says that a signal asked for it.
    if let signal = signals.received { throw ExitCode(128 + signal) }
  }
}
