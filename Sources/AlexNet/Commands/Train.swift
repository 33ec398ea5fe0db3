import ArgumentParser
import Attaching
import Blueprint
import DisplayText
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
  @Flag(help: "Return as soon as it trains; `alexnet attach` shows it.")
  var detach = false

  func validate() throws {
    if detach, output != nil {
      throw ValidationError("--detach prints no events; `alexnet attach` shows them.")
    }
  }

  func run() throws {
    let launched = Launched.current()
    if detach, launched == nil { return try Detachment.start(runOptions.store) }
    let data = try planOptions.openData()
    let plan = try planOptions.plan(for: data, lesson: laneOptions.lesson)
    let groups = try laneOptions.groups(beside: plan)
    if output != .quiet { laneOptions.tellLesson() }
    if output == nil { laneOptions.tellMemory(of: groups[0].count + 1, plan) }
    func entries(_ changes: [[Change]], beside run: Run) throws -> [TrainingSession.Entry] {
      try LaneOptions.entries(changes, beside: plan, data: data, run: run)
    }
    let makeFirst = {
      let run = try runOptions.makeRun(plan, data: data)
      return [TrainingSession.Entry(plan, data: data, run: run)]
        + (try entries(groups[0], beside: run))
    }
    let signals: StopSignals
    let first: [TrainingSession.Entry]
    if let launched {
      (first, signals) = try launched.train(in: runOptions.store, makeFirst)
    } else {
      (first, signals) = (try makeFirst(), StopSignals())
      try Self.follow(first, in: runOptions.store, until: signals, output)
    }
    for changes in groups.dropFirst() {
      try Self.follow(
        try entries(changes, beside: first[0].run), in: runOptions.store, until: signals, output)
    }
  }

  /// Trains to the end and tells it; meanwhile others may watch.
  /// - Parameters:
  ///   - isWatchable: whether it is an error that nobody can watch.
  ///   - onStart: called when one can attach.
  /// - Throws: how it failed, what could not be saved, or the status of the signal that ended it.
  static func follow(
    _ entries: [TrainingSession.Entry], in store: StoreOptions, until signals: StopSignals,
    _ output: Output?, isWatchable: Bool = false, onStart: () -> Void = {}
  ) throws {
    let watcher = Watcher(.nothing)
    let session = try TrainingSession(entries, watcher: watcher)
    let command = store.command("resume", entries[0].run.name)
    signals.onFirst(remedy: "`\(command)` continues from the last checkpoint") {
      session.send(.stop)
    }
    let host = try Self.host(session, of: entries[0].run, isNeeded: isWatchable)
    defer { host?.close() }
    onStart()
    let runs = entries.map(\.run)
    var reporter: any EventReporter =
      switch output {
      case .json: JSONReporter()
      case .quiet: QuietReporter()
      case nil: ProgressReporter(runs: runs, isTerminal: isatty(STDOUT_FILENO) == 1)
      }
    var isReaderGone = false
    let endings = reporter.follow(watcher, runs: runs.map(\.name)) { failure in
      isReaderGone = failure.isReaderGone
      Self.respond(to: failure, session)
    }
    if let failure = endings.failure { throw failure }
    if let unsaved = endings.unsaved(in: store) { throw unsaved }
    // Ended in order, the status still says that a signal asked for it.
    if let signal = signals.received { throw ExitCode(128 + signal) }
    if isReaderGone, endings.areStopped {
      throw ReaderLeft(run: endings.runs[0], command: store.command("resume", endings.runs[0]))
    }
  }

  /// Nobody can follow a run whose reader has ended, so that it is stopped, and saved. Where there is
  /// no room for what is printed, the training itself is still wanted.
  private static func respond(to failure: OutputFailure, _ session: TrainingSession) {
    guard !failure.isReaderGone else { return session.send(.stop) }
    let message = "Training continues, but \(failure.problem). Nothing more is printed."
    StandardError.write("alexnet: \(failure.problem). Training continues without it.\n")
    session.warn(kind: "output", message)
  }

  private static func host(
    _ session: TrainingSession, of run: Run, isNeeded: Bool
  ) throws(AttachingError) -> TrainerHost? {
    do throws(AttachingError) {
      return try TrainerHost(session, of: run)
    } catch {
      if isNeeded { throw error }
      StandardError.write("alexnet: nobody can attach: \("\(error)".printable)\n")
      return nil
    }
  }
}
