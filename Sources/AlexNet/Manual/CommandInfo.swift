import ArgumentParser
import DisplayText
import FoundationEssentials

/// A command with its options, as the parser describes it in JSON for programs that write documentation.
struct CommandInfo: Decodable, Equatable {
  /// An option, a flag or an argument.
  struct Argument: Decodable, Equatable {
    struct Name: Decodable, Equatable {
      var kind: String
      var name: String

      /// The name with its dashes.
      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    var kind: String
    var shouldDisplay: Bool
    var sectionTitle: String?
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?
  }

  var commandName: String
  var shouldDisplay: Bool
  var abstract: String?
  var discussion: String?
  var subcommands: [CommandInfo]?
  var arguments: [Argument]?

  /// The description of the program with all commands.
  static func program() throws -> CommandInfo {
    do {
      _ = try AlexNetCommand.parseAsRoot(["--experimental-dump-help"])
      preconditionFailure("the parser answers the option by an error with the description")
    } catch {
      struct Document: Decodable { var command: CommandInfo }
      let text = AlexNetCommand.fullMessage(for: error)
      return try JSONDecoder().decode(Document.self, from: Data(text.utf8)).command
    }
  }

  /// The subcommands that users call. The help for subcommands is a part of the program.
  var visibleSubcommands: [CommandInfo] {
    (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  /// The discussion in blocks: lines that are indented stay as they are.
  var discussionBlocks: [HelpBlock] {
    var blocks: [HelpBlock] = []
    for part in (discussion ?? "").split(separator: "\n\n") {
      for line in part.split(separator: "\n") {
        let isLiteral = line.hasPrefix("  ")
        let text = line.trimmed
        if isLiteral, case .literal(let lines)? = blocks.last {
          blocks[blocks.count - 1] = .literal(lines + [text])
        } else if isLiteral {
          blocks.append(.literal([text]))
        } else {
          blocks.append(.paragraph(text))
        }
      }
    }
    return blocks
  }
}
