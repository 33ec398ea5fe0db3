import ArgumentParser

/// Looks after the images that networks learn from.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Look at images, prepare them, or fetch some.",
    subcommands: [DataInspect.self, DataPrepare.self, DataGet.self])
}
