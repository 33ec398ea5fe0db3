import ArgumentParser
import Attaching
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
  @Flag(help: "Return as soon as it trains; `alexnet attach` shows it.")
  var detach = false

  func validate() throws {
    if detach, output != nil {
      throw ValidationError("--detach prints no events; `alexnet attach` shows them.")
    }
  }

  func run() throws {
    if let launched = Launched.current() {
      let data = try planOptions.openData()
      let plan = try planOptions.plan(for: data)
      return try launched.train(plan, data: data) { try runOptions.makeRun(plan, data: data) }
    }
    if detach { return try Detachment.start(runOptions.store) }
    let data = try planOptions.openData()
    let plan = try planOptions.plan(for: data)
    let run = try runOptions.makeRun(plan, data: data)
    try Self.follow(plan, data: data, run: run, output)
  }

  /// Trains to the end and tells it; meanwhile others may watch.
  /// - Parameters:
  ///   - isWatchable: whether it is an error that nobody can watch.
  ///   - onStart: called when one can attach.
  /// - Throws: how it failed, or the status of the signal that ended it.
  static func follow(
    _ plan: RunPlan, data: any DataSource, run: Run, from resumption: Resumption? = nil,
    _ output: Output?, isWatchable: Bool = false, onStart: () -> Void = {}
  ) throws {
    let signals = StopSignals()
    let watcher = Watcher(.nothing)
    let session = try TrainingSession(
      plan, data: data, run: run, from: resumption, watcher: watcher)
    signals.onFirst { session.send(.stop) }
    let host = try Self.host(session, of: run, isNeeded: isWatchable)
    defer { host?.close() }
    onStart()
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

  private static func host(
    _ session: TrainingSession, of run: Run, isNeeded: Bool
  ) throws(AttachingError) -> TrainerHost? {
    do throws(AttachingError) {
      return try TrainerHost(session, of: run)
    } catch {
      if isNeeded { throw error }
      FileHandle.standardError.write(Data("alexnet: nobody can attach: \(error)\n".utf8))
      return nil
    }
  }
}
