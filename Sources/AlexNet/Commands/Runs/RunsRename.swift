import ArgumentParser
import Runs

/// Renames a run.
struct RunsRename: NamedCommand {
  static let name = "rename"
  static let parent: (any NamedCommand.Type)? = RunsCommand.self
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Rename a run; N on its screen renames one that is training.",
    discussion: """
      N on the screen renames a run that is training; `\(Attach.invocation) RUN` opens the screen.
      """)

  @Argument(
    help: ArgumentHelp("The name of the run.", valueName: "run"), completion: .runs,
    transform: AllowedValues.run.parse
  )
  var name: String

  @Argument(help: "The new name.", transform: AllowedValues.newRunName.parse)
  var newName: String

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.store()
    _ = try store.rename(store.run(named: name), to: newName)
    try StandardOutput.print("renamed \(name) to \(newName)")
  }
}
