import ArgumentParser

/// Looks after the images that networks learn from.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Look at images.", subcommands: [DataInspect.self])
}
