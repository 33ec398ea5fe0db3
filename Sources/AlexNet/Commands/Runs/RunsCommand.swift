import ArgumentParser

/// The commands for the recorded runs.
struct RunsCommand: NamedCommand {
  static let name = "runs"
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "List, compare, rename and delete the runs.",
    subcommands: [
      RunsList.self, RunsShow.self, RunsCompare.self, RunsNote.self, RunsRename.self,
      RunsDelete.self,
    ],
    defaultSubcommand: RunsList.self)
}
