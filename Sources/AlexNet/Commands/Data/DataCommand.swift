import ArgumentParser

/// The commands for folders of images.
struct DataCommand: NamedCommand {
  static let name = "data"
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Inspect images, prepare them, or fetch a public set.",
    subcommands: [DataInspect.self, DataPrepare.self, DataGet.self])
}
