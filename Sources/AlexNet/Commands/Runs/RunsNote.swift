import ArgumentParser
import DisplayText
import Runs

/// Writes or prints the note of a run.
struct RunsNote: NamedCommand {
  static let name = "note"
  static let parent: (any NamedCommand.Type)? = RunsCommand.self
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Replace the note of a run, or print it.")

  @Argument(
    help: ArgumentHelp("The name of the run.", valueName: "run"), completion: .runs,
    transform: AllowedValues.run.parse
  )
  var name: String

  @Argument(help: "The new note; '' removes the note. Without this argument the note is printed.")
  var text: String?

  @OptionGroup var store: StoreOptions

  func run() throws {
    let run = try store.store().run(named: name)
    if let text {
      try run.writeNote(text)
    } else if !run.note.isEmpty {
      try StandardOutput.print(run.note.printableLines)
    }
  }
}
