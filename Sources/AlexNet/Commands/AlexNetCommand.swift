import ArgumentParser
import Blueprint

/// The program `alexnet`. Without a subcommand it trains on the built-in scenes and shows the training.
struct AlexNetCommand: NamedCommand {
  static let name = ProgramCommand.program
  static let parent: (any NamedCommand.Type)? = nil
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Trains AlexNet (Krizhevsky, Sutskever, Hinton 2012) and shows the training live.",
    discussion: """
      First steps:
        \(name)                           train on drawn images, and watch
        \(Tour.invocation)                      the same, with a tour of the screen
        \(Watch.invocation) --lesson dropout    a comparison, explained on the screen
        \(Watch.invocation) --lane lrn=off      a second network beside it, without LRN
        \(Watch.invocation) --data FOLDER       your images, a folder for each class
        \(Train.invocation) --for 10m           ten minutes without a screen
        \(Attach.invocation)                    show a run that trains or has ended
        \(Resume.invocation)                    continue the latest run, also after a crash
        \(Evaluate.invocation) RUN              its errors; see also predict and similar
        \(RunsCommand.invocation)                      all runs; compare, show, rename, delete

      On the screen, \(ScreenList.sentence), ? explains every key, and q leaves while training \
      continues. Keys in capital letters change the training; u takes the last change back.

      `\(name) help TOPIC` explains:
      \(HelpTopic.list)
      """,
    version: programVersion,
    subcommands: commands.map { $0 as any ParsableCommand.Type },
    defaultSubcommand: Watch.self)

  /// The version of the program.
  static let programVersion = "0.1.0"

  private static let commands: [any NamedCommand.Type] = [
    Watch.self, Tour.self, Train.self, Resume.self, Attach.self, RunsCommand.self,
    KernelsCommand.self, Evaluate.self, Predict.self, Similar.self, Export.self, Import.self,
    Describe.self, Bench.self,
    DataCommand.self, Reproduce.self, Doctor.self, Installation.self,
  ]

  /// The names of all commands that the help lists.
  static let names = commands.filter { $0.configuration.shouldDisplay }.map { $0.name }

  /// Checks that the first words are an option or known commands. The parser would pass an unknown command
  /// to the default command as an argument.
  static func checkCommand(_ words: [String]) throws(UnknownCommand) {
    guard words.first != Installation.name else { return }
    try check(words.first, of: AlexNetCommand.self, names)
    guard words.first == DataCommand.name else { return }
    try check(words.dropFirst().first, of: DataCommand.self, DataCommand.subcommandNames)
  }

  private static func check(
    _ word: String?, of command: any NamedCommand.Type, _ known: [String]
  ) throws(UnknownCommand) {
    guard let word, !word.hasPrefix("-"), word != "help", !known.contains(word) else { return }
    throw UnknownCommand(word: word, command: command.invocation, known: known)
  }
}

/// A word that is not a command where one is expected.
struct UnknownCommand: ProgramError, Equatable {
  var word: String
  /// The command whose subcommand it should be: "alexnet", "alexnet data".
  var command: String
  /// The names of all subcommands.
  var known: [String]

  var problem: String { "there is no command '\(command) \(word)'" }
  var remedy: String {
    let guess =
      Self.invocation(ofSubcommand: word) ?? word.nearest(in: known).map { "\(command) \($0)" }
    return (guess.map { "Did you mean `\($0)`? " } ?? "")
      + "The commands are \(known.joined(separator: ", ")); see `\(command) --help`"
  }
  var hasNotStarted: Bool { true }

  /// The words that call a subcommand of another command: "alexnet runs compare" for "compare"; or a command
  /// that does the same.
  private static func invocation(ofSubcommand word: String) -> String? {
    if RunsCommand.subcommandNames.contains(word) { return "\(RunsCommand.invocation) \(word)" }
    if DataCommand.subcommandNames.contains(word) { return "\(DataCommand.invocation) \(word)" }
    return switch word {
    case "stop", "kill": Attach.invocation
    case "continue", "restart": Resume.invocation
    case "test", "validate": Evaluate.invocation
    case "classify", "infer": Predict.invocation
    case "networks", "models", "presets": HelpTopic.networks.invocation
    default: nil
    }
  }
}
