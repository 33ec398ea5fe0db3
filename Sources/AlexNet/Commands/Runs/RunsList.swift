import ArgumentParser
import Blueprint
import DisplayText
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

      The train loss is that of the last step alone. The screen shows a moving mean over the last steps.
      """)

  @Argument(help: "Conditions: a part of the name, lrn=off, after=2026-11-01, …")
  var filter: [String] = []

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let runStore = try store.store()
    var listing = try runStore.list()
    let words = filter
    let filter = RunFilter(words)
    if let problem = filter.problems.first {
      throw FilterError(problem: problem, nearest: Self.nearestCondition(words))
    }
    if !filter.isEmpty {
      listing.runs.removeAll { !filter.admits($0) }
      listing.unreadable = []
      if listing.runs.isEmpty { try Self.checkIsNoCommand(words) }
    }
    if json {
      try StandardOutput.print(JSONText.of(RunListing(listing)))
    } else if listing.runs.isEmpty && listing.unreadable.isEmpty {
      let directory = runStore.directory.printable
      try StandardOutput.print(
        filter.isEmpty
          ? "There are no runs in \(directory) yet. `\(AlexNetCommand.invocation)` starts one."
          : "No run in \(directory) matches '\(words.joined(separator: " ").printable)'; a word is a part "
            + "of a run's name. `\(RunsCommand.invocation)` lists all runs.")
    } else {
      try StandardOutput.print(
        RunListing(listing).text(store: store, width: StandardOutput.columns))
    }
  }
}

extension RunsList {
  /// The condition that a misspelt one stands for; `nil` if all are known, or none is similar.
  private static func nearestCondition(_ words: [String]) -> String? {
    let known = Setting.allCases.map(\.name) + ["state", "after", "before"]
    let names = words.filter { $0.contains("=") }.map { String($0.prefix { $0 != "=" }) }
    return names.first { !known.contains($0) }?.nearest(in: known)
  }

  /// Checks that a filter without a match is not a misspelt subcommand: `alexnet runs shwo first`. The parser
  /// passes it to this command, which is the default.
  private static func checkIsNoCommand(_ words: [String]) throws(UnknownCommand) {
    let known = RunsCommand.subcommandNames
    guard let word = words.first, word.count > 2, word.nearest(in: known) != nil else { return }
    throw UnknownCommand(word: word, command: RunsCommand.invocation, known: known)
  }
}

/// A condition that no run can have.
struct FilterError: ProgramError, Equatable {
  var problem: String
  /// A condition with a similar name.
  var nearest: String?

  var remedy: String {
    (nearest.map { "Did you mean \($0)? " } ?? "") + "See `\(RunsList.invocation) --help`"
  }
  var hasNotStarted: Bool { true }
}
