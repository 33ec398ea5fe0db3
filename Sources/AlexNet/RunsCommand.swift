import ArgumentParser
import Foundation
import Runs

/// Looks after the runs on disk.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs.", subcommands: [List.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the runs, the latest first (what happens without a subcommand).")

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let store = try store.store()
      let listing = try store.list()
      if json {
        print(try JSONText.of(RunListing(listing)))
      } else if listing.runs.isEmpty && listing.unreadable.isEmpty {
        print("No runs in \(store.directory) yet. `alexnet` starts one.")
      } else {
        print(RunListing(listing).text(store: self.store))
      }
    }
  }
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
    started = run.started
    steps = run.steps
    loss = run.loss
    top1 = run.bestTop1
    top5 = run.bestTop5
    checkpoint = run.checkpoint
    message = run.complaint
    switch run.state {
    case .running: state = "running"
    case .finished(let reason): state = reason.rawValue
    case .interrupted: state = "died"
    case .failed(let reason):
      state = "failed"
      message = [reason, run.complaint].compactMap(\.self).joined(separator: "; ")
    }
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
        run.loss.map { String(format: "%.4f", $0) } ?? "—", Self.percent(run.top1),
        Self.percent(run.top5), run.checkpoint?.grouped ?? "—", Self.time(run.started),
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
    return (lines + complaints + losses + going + dead).joined(separator: "\n")
  }

  private static func percent(_ error: Double?) -> String {
    error.map { String(format: "%.2f %%", 100 * $0) } ?? "—"
  }

  private static func time(_ seconds: Double?) -> String {
    guard let seconds else { return "—" }
    let style = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
      .time(includingFractionalSeconds: false).dateTimeSeparator(.space)
    return Date(timeIntervalSince1970: seconds).formatted(style)
  }
}
