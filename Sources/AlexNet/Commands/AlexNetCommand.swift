import ArgumentParser
import Compute

/// The program `alexnet`. Without a subcommand it trains on the built-in scenes and shows the training.
struct AlexNetCommand: NamedCommand {
  static let name = "alexnet"
  static let parent: (any NamedCommand.Type)? = nil
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Trains AlexNet (Krizhevsky, Sutskever, Hinton 2012) and shows the training live.",
    discussion: """
      Without a subcommand it trains a compact AlexNet on images that it draws itself, and shows \
      the curves and the kernels while they form.
      """,
    version: "0.1.0 with oneDNN \(Engine.libraryVersion)",
    subcommands: commands.map { $0 as any ParsableCommand.Type },
    defaultSubcommand: Watch.self)

  private static let commands: [any NamedCommand.Type] = [
    Watch.self, Train.self, Resume.self, Attach.self, RunsCommand.self, KernelsCommand.self,
    Describe.self, Bench.self, DataCommand.self,
  ]

  /// Checks that the first argument is an option or a known command. The parser would pass an unknown
  /// command to the default command as an argument.
  static func checkCommand(_ word: String?) throws(UnknownCommand) {
    let known = commands.map { $0.name }
    guard let word, !word.hasPrefix("-"), word != "help", !known.contains(word) else { return }
    throw UnknownCommand(word: word, known: known)
  }
}

/// A first argument that is not a command.
struct UnknownCommand: ProgramError, Equatable {
  var word: String
  /// The names of all commands.
  var known: [String]

  var problem: String { "there is no command '\(word)'" }
  var remedy: String {
    "The commands are \(known.joined(separator: ", ")); see '\(AlexNetCommand.invocation) --help'"
  }
  var hasNotStarted: Bool { true }
}
