import ArgumentParser
import DisplayText
import Foundation
import Runs

/// Looks after the runs on disk.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List, compare and keep the runs.",
    subcommands: [
      List.self, Show.self, Compare.self, Note.self, Rename.self, Delete.self,
    ],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the runs, the latest first (what happens without a subcommand).",
      discussion: """
        A filter leaves only some: words are parts of names; lrn=off, dropout=0.5, rate=0.01, \
        network=compact, data=scenes, seed=3 and the like are of the plan; state=running, \
        after=2026-11-01 and before=2026-12-01 of the run. All of them have to hold.
        """)

    @Argument(help: "Which ones: a part of the name, lrn=off, after=2026-11-01, …")
    var filter: [String] = []

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let store = try store.store()
      var listing = try store.list()
      let wanted = RunFilter(filter)
      if let complaint = wanted.complaints.first { throw FilterError(problem: complaint) }
      if !wanted.isEmpty {
        listing.runs.removeAll { !wanted.admits($0) }
        listing.unreadable = []
      }
      if json {
        try StandardOutput.print(JSONText.of(RunListing(listing)))
      } else if listing.runs.isEmpty && listing.unreadable.isEmpty {
        try StandardOutput.print(
          wanted.isEmpty
            ? "No runs in \(store.directory.printable) yet. `alexnet` starts one."
            : "No run in \(store.directory.printable) is like that. `alexnet runs` lists all.")
      } else {
        try StandardOutput.print(RunListing(listing).text(store: self.store))
      }
    }
  }
}

/// A filter that asks for what runs do not have.
struct FilterError: Explained, Equatable {
  var problem: String
  var remedy: String { "See `alexnet runs list --help`" }
  var hasNotStarted: Bool { true }
}

/// The runs as `runs list` tells them. The fields are those of `runs list --json`.
struct RunListing: Encodable {
  struct Entry: Encodable {
    var name: String
    var network: String
    var data: String
    /// `running`, `completed`, `stopped`, `plateau`, `failed` or `died`.
    var state: String
    /// Seconds since 1970.
    var started: Double?
    var steps: Int
    var loss: Double?
    var top1: Double?
    var top5: Double?
    /// The latest checkpoint's step.
    var checkpoint: Int?
    /// What went wrong, in words.
    var message: String?
    /// What its owner wrote about it.
    var note: String?
    /// Whether a table shows the top-5 error; JSON has it in any case.
    var hasTop5 = true

    private enum CodingKeys: String, CodingKey {
      case name, network, data, state, started, steps, loss, top1, top5, checkpoint, message, note
    }
  }

  struct Unreadable: Encodable {
    var name: String
    var message: String
  }

  var runs: [Entry]
  var unreadable: [Unreadable]

  init(_ listing: RunStore.Listing) {
    runs = listing.runs.map(Entry.init)
    unreadable = listing.unreadable.map {
      Unreadable(name: $0.name, message: $0.error.problem)
    }
  }
}

extension RunListing.Entry {
  init(_ run: RunSummary) {
    name = run.name
    network = run.network
    data = run.data
    state = run.state.word
    started = run.started
    steps = run.steps
    loss = run.loss
    top1 = run.bestTop1
    top5 = run.bestTop5
    checkpoint = run.checkpoint
    message = run.trouble
    note = run.note.isEmpty ? nil : run.note
    hasTop5 = run.plan.network.hasTop5
  }
}

extension RunSummary {
  /// How it failed, and what is wrong with its journal.
  var trouble: String? {
    var parts = [complaint].compactMap(\.self)
    if case .failed(let message) = state { parts.insert(message, at: 0) }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension RunListing {
  /// A table; what went wrong, and what can be done, stands below it.
  func text(store: StoreOptions) -> String {
    var table = TextTable([
      .left("run"), .left("state"), .left("network"), .left("data"), .right("steps"),
      .right("loss"), .right("best top-1"), .right("best top-5"), .right("saved"),
      .left("started"),
    ])
    for run in runs {
      table.add([
        run.name, run.state, run.network, run.data, run.steps.grouped,
        run.loss.map { $0.fixed(4) } ?? "—", Words.percent(run.top1),
        Words.percent(run.hasTop5 ? run.top5 : nil), run.checkpoint?.grouped ?? "—",
        Words.time(run.started),
      ])
    }
    let complaints = runs.compactMap { run in run.message.map { "\(run.name): \($0)" } }
    let losses = unreadable.map { "\($0.name) cannot be listed: \($0.message)" }
    let lines = runs.isEmpty ? [] : [table.text]
    let going = runs.filter { $0.state == "running" }.map {
      "\($0.name) is going: `\(store.command("attach", $0.name))` shows it"
    }
    let dead = runs.filter { $0.state == "died" }.map {
      "\($0.name) ended without a word: `\(store.command("resume", $0.name))` goes on after step "
        + ($0.checkpoint ?? 0).grouped
    }
    return (lines + (complaints + losses + going + dead).map(\.printable))
      .joined(separator: "\n")
  }
}

/// How tables of runs write numbers; what there is none of is a dash.
enum Words {
  static func percent(_ error: Double?) -> String {
    error.map { "\((100 * $0).fixed(2)) %" } ?? "—"
  }

  /// With its sign: "+1.25 %".
  static func difference(_ error: Double?) -> String {
    error.map { String(format: "%+.2f %%", 100 * $0) } ?? "—"
  }

  static func time(_ seconds: Double?) -> String {
    guard let seconds else { return "—" }
    let style = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
      .time(includingFractionalSeconds: false).dateTimeSeparator(.space)
    return Date(timeIntervalSince1970: seconds).formatted(style)
  }

  /// "3:07", "1:02:03".
  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds)
    return whole < 3600
      ? String(format: "%d:%02d", whole / 60, whole % 60)
      : String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
  }
}
