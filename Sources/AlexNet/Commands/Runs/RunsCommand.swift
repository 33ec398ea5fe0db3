import ArgumentParser

/// The commands for the recorded runs.
struct RunsCommand: NamedCommand {
  static let name = "runs"
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "List, show, compare, rename and delete the runs.",
    discussion: """
      `\(RunsShow.invocation) RUN` prints the folder of a run, the sizes of its files and its planned end.

      Examples:
        \(invocation) lrn=off after=2026-11-01
        \(RunsCompare.invocation) with-lrn no-lrn
        \(RunsRename.invocation) compact-scenes-1 first
      """,
    subcommands: subcommands.map { $0 as any ParsableCommand.Type },
    defaultSubcommand: RunsList.self)

  private static let subcommands: [any NamedCommand.Type] = [
    RunsList.self, RunsShow.self, RunsCompare.self, RunsNote.self, RunsRename.self, RunsDelete.self,
  ]

  /// The names of the subcommands.
  static let subcommandNames = subcommands.map { $0.name }
}
