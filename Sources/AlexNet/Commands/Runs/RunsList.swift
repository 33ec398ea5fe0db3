import ArgumentParser
import DisplayText
import Foundation
import Runs

/// Lists the runs.
struct RunsList: NamedCommand {
  static let name = "list"
  static let parent: (any NamedCommand.Type)? = RunsCommand.self
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "List the runs, the latest first (the default subcommand).",
    discussion: """
      A filter selects the runs that meet all conditions. A word is a part of the name. Conditions on \
      the plan are lrn=off, dropout=0.5, rate=0.01, network=compact, data=scenes, seed=3 and similar \
      ones; conditions on the run are state=running, after=2026-11-01 and before=2026-12-01.
      """)

  @Argument(help: "Conditions: a part of the name, lrn=off, after=2026-11-01, …")
  var filter: [String] = []

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let runStore = try store.store()
    var listing = try runStore.list()
    let filter = RunFilter(filter)
    if let problem = filter.problems.first { throw FilterError(problem: problem) }
    if !filter.isEmpty {
      listing.runs.removeAll { !filter.admits($0) }
      listing.unreadable = []
    }
    if json {
      try StandardOutput.print(JSONText.of(RunListing(listing)))
    } else if listing.runs.isEmpty && listing.unreadable.isEmpty {
      let directory = runStore.directory.printable
      try StandardOutput.print(
        filter.isEmpty
          ? "There are no runs in \(directory) yet. `\(AlexNetCommand.invocation)` starts one."
          : "No run in \(directory) matches. `\(RunsCommand.invocation)` lists all runs.")
    } else {
      try StandardOutput.print(RunListing(listing).text(store: store))
    }
  }
}

/// A condition that no run can have.
struct FilterError: ProgramError, Equatable {
  var problem: String
  var remedy: String { "See `\(RunsList.invocation) --help`" }
  var hasNotStarted: Bool { true }
}
