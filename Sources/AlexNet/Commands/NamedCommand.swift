import ArgumentParser

/// A command that states its name once. Its configuration, the list of commands, help texts and error
/// messages derive the name from here.
protocol NamedCommand: ParsableCommand {
  /// The name as it is typed: "list".
  static var name: String { get }
  /// The command of which this one is a subcommand; `nil` for the program itself.
  static var parent: (any NamedCommand.Type)? { get }
}

extension NamedCommand {
  static var parent: (any NamedCommand.Type)? { AlexNetCommand.self }

  /// The words with which a user calls the command: "alexnet runs list".
  static var invocation: String { parent.map { "\($0.invocation) \(name)" } ?? name }
}
