import ArgumentParser

/// The commands for folders of images.
struct DataCommand: NamedCommand {
  static let name = "data"
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Inspect images, prepare them, or fetch a public set.",
    subcommands: subcommands.map { $0 as any ParsableCommand.Type })

  private static let subcommands: [any NamedCommand.Type] = [
    DataInspect.self, DataPrepare.self, DataGet.self,
  ]

  /// The names of the subcommands.
  static let subcommandNames = subcommands.map { $0.name }
}
