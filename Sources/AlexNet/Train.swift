import ArgumentParser
import Foundation
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
    let signals = StopSignals()
    let session = try TrainingSession(plan, data: data, run: run, isWatched: false)
    signals.onFirst { session.send(.stop) }
    var reporter: any EventReporter =
      switch output {
      case .json: JSONReporter(run: run.name)
      case .quiet: QuietReporter()
      case nil: ProgressReporter(run: run, isTerminal: isatty(STDOUT_FILENO) == 1)
      }
    try reporter.follow(session)
    // Ended in order, the status still says that a signal asked for it.
    if let signal = signals.received { throw ExitCode(128 + signal) }
  }
}
