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
  @OptionGroup(title: "Lanes") var laneOptions: LaneOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions
  @Flag var output: Output?

  func run() throws {
    let data = try planOptions.openData()
    let plan = try planOptions.plan(for: data)
    let groups = try laneOptions.groups(beside: plan)
    let run = try runOptions.makeRun(plan, data: data)
    let signals = StopSignals()
    for (number, changes) in groups.enumerated() {
      let others = try LaneOptions.entries(changes, beside: plan, data: data, run: run)
      let first = TrainingSession.Entry(plan, data: data, run: run)
      try Self.follow(number == 0 ? [first] + others : others, until: signals, output)
    }
  }

  /// Trains to the end and tells it.
  /// - Throws: how it failed, or the status of the signal that ended it.
  static func follow(
    _ entries: [TrainingSession.Entry], until signals: StopSignals, _ output: Output?
  ) throws {
    let watcher = Watcher(.nothing)
    let session = try TrainingSession(entries, watcher: watcher)
    signals.onFirst { session.send(.stop) }
    let runs = entries.map(\.run)
    var reporter: any EventReporter =
      switch output {
      case .json: JSONReporter()
      case .quiet: QuietReporter()
      case nil: ProgressReporter(runs: runs, isTerminal: isatty(STDOUT_FILENO) == 1)
      }
    try reporter.follow(watcher, runs: runs.map(\.name))
    // Ended in order, the status still says that a signal asked for it.
    if let signal = signals.received { throw ExitCode(128 + signal) }
  }
}
