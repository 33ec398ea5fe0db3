import ArgumentParser
import Blueprint
import DisplayText
import Foundation
import Runs

extension RunsCommand {
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say all about a run.")

    @Argument(help: "Its name.", transform: GivenText.nonEmpty)
    var name: String

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let run = try store.store().run(named: name)
      let report = RunReport(
        try run.summary(), RunCourse(try run.recording().events), folder: run.folder)
      try StandardOutput.print(json ? JSONText.of(report) : report.text)
    }
  }

  struct Note: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a note on a run, in place of the one before, or read it.")

    @Argument(help: "The run's name.", transform: GivenText.nonEmpty)
    var name: String

    @Argument(help: "The note; '' takes it away. Without one, it is printed.")
    var text: String?

    @OptionGroup var store: StoreOptions

    func run() throws {
      let run = try store.store().run(named: name)
      if let text {
        try run.writeNote(text)
      } else if !run.note.isEmpty {
        try StandardOutput.print(run.note.printableLines)
      }
    }
  }

  struct Rename: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a run that is not going another name.")

    @Argument(help: "Its name.", transform: GivenText.nonEmpty)
    var name: String

    @Argument(help: "What it is to be called.", transform: GivenText.nonEmpty)
    var newName: String

    @OptionGroup var store: StoreOptions

    func run() throws {
      let store = try store.store()
      _ = try store.rename(store.run(named: name), to: newName)
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete runs that are not going, with all that they hold.")

    @Argument(help: "Their names.", transform: GivenText.nonEmpty)
    var names: [String]

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @OptionGroup var store: StoreOptions

    func run() throws {
      let store = try store.store()
      // All are looked at before the first is gone.
      let runs = try names.map { try store.run(named: $0) }
      if let going = runs.first(where: \.isGoing) { throw RunsError.alreadyRunning(going.name) }
      guard try yes || isAgreed(to: runs, in: store) else {
        try StandardOutput.print("nothing deleted")
        return
      }
      for run in runs { try store.delete(run) }
    }

    private func isAgreed(to runs: [Run], in store: RunStore) throws -> Bool {
      guard isatty(STDIN_FILENO) == 1 else { throw UnaskedDeletion() }
      let list = runs.map(\.name).joined(separator: ", ")
      try StandardOutput.print(
        "Delete \(list) from \(store.directory.printable), checkpoints and all? [y/N] ",
        terminator: "")
      return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
  }
}

/// There is nobody to ask.
struct UnaskedDeletion: Explained, Equatable {
  var problem: String { "deleting runs asks first, and there is no terminal to ask on" }
  var remedy: String { "Give --yes" }
  var hasNotStarted: Bool { true }
}

/// A run as `runs show` tells it.
struct RunReport: Encodable {
  var name: String
  var folder: String
  var state: String
  /// Seconds since 1970.
  var started: Double?
  var steps: Int
  /// Training time.
  var seconds: Double
  var imagesPerSecond: Double?
  /// The latest checkpoint's step.
  var checkpoint: Int?
  var best: ComparisonReport.Check?
  var last: ComparisonReport.Check?
  var changes: [ComparisonReport.Change]
  var note: String
  var message: String?
  var plan: RunPlan

  init(_ summary: RunSummary, _ course: RunCourse, folder: String) {
    name = summary.name
    self.folder = folder
    state = summary.state.word
    started = summary.started
    steps = course.steps
    seconds = course.seconds
    imagesPerSecond = course.imagesPerSecond
    checkpoint = summary.checkpoint
    best = course.best.map(ComparisonReport.Check.init)
    last = course.last.map(ComparisonReport.Check.init)
    changes = course.changes.map { .init(step: $0.step, change: $0.words) }
    note = summary.note
    message = summary.trouble
    plan = summary.plan
  }

  var text: String {
    var table = TextTable([.left("run"), .left(name)])
    table.add(["folder", folder])
    table.add(["state", state])
    table.add(["started", Words.time(started)])
    table.add(["steps", "\(steps.grouped) in \(Words.duration(seconds)) of training"])
    table.add(["images/s", imagesPerSecond.map { $0.fixed(0) } ?? "—"])
    table.add(["saved", checkpoint.map { "at step \($0.grouped)" } ?? "—"])
    table.add(["best", words(best)])
    table.add(["last", words(last)])
    for fact in PlanFacts(plan).all { table.add([fact.name, fact.value]) }
    for change in changes {
      table.add(["changed", "\(change.change) from after step \(change.step.grouped)"])
    }
    for line in note.split(separator: "\n") { table.add(["note", String(line)]) }
    if let message { table.add(["trouble", message]) }
    return table.text
  }

  private func words(_ check: ComparisonReport.Check?) -> String {
    guard let check else { return "—" }
    let top5 = Words.percent(plan.network.hasTop5 ? check.top5 : nil)
    return "top-1 \(Words.percent(check.top1)), top-5 \(top5), "
      + "loss \(check.loss.fixed(3)) at step \(check.step.grouped)"
  }
}
