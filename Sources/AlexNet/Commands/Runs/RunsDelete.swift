import ArgumentParser
import DisplayText
import Glibc
import Runs

/// Deletes runs.
struct RunsDelete: NamedCommand {
  static let name = "delete"
  static let parent: (any NamedCommand.Type)? = RunsCommand.self
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Delete runs that are not training, with their checkpoints and everything else.")

  @Argument(
    help: ArgumentHelp("The names of the runs.", valueName: "run"),
    completion: .runs, transform: AllowedValues.run.parse)
  var names: [String]

  @Flag(name: .shortAndLong, help: "Delete without a question.")
  var yes = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.store()
    // All names are checked before the first run is deleted.
    let runs = try names.map { try store.run(named: $0) }
    for run in runs { try run.checkCanBeChanged() }
    guard try yes || isConfirmed(runs, in: store) else {
      try StandardOutput.print("Nothing was deleted.")
      return
    }
    for run in runs {
      let size = run.size.total
      try store.delete(run)
      try StandardOutput.print("deleted \(run.name.printable), \(size.fileSizeText)")
    }
  }

  private func isConfirmed(_ runs: [Run], in store: RunStore) throws -> Bool {
    guard isatty(STDIN_FILENO) == 1 else { throw UnconfirmedDeletion() }
    let list = runs.map(\.name).joined(separator: ", ")
    let size = runs.reduce(0) { $0 + $1.size.total }
    try StandardOutput.print(
      "Delete \(list) from \(store.directory.printable), with all checkpoints "
        + "(\(size.fileSizeText))? [y/N] ",
      terminator: "")
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }
}

/// The error of a deletion without `--yes` where standard input is not a terminal.
struct UnconfirmedDeletion: ProgramError, Equatable {
  var problem: String { "a deletion must be confirmed, and standard input is not a terminal" }
  var remedy: String { "Confirm it with --yes" }
  var hasNotStarted: Bool { true }
}
