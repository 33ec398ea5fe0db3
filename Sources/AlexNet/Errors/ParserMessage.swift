import ArgumentParser
import Blueprint
import FoundationEssentials

/// A message of the command-line parser, from which the program makes an error with a problem and a remedy.
/// The parser has no other access to its errors.
struct ParserMessage {
  /// The message, without its last full stop.
  private let text: String
  /// The words that call the command: "alexnet", "train".
  private let command: [String]

  init(_ error: any Error) {
    let message = AlexNetCommand.message(for: error)
    text = message.hasSuffix(".") ? String(message.dropLast()) : message
    let hint = AlexNetCommand.fullMessage(for: error).firstMatch(of: /See '([^']+) --help'/)
    command = hint.map { $0.1.split(separator: " ").map(String.init) } ?? [AlexNetCommand.name]
  }

  /// The error that the message describes.
  var error: CommandLineError {
    if let value = InvalidValue(text) {
      return CommandLineError(
        problem: "\(value.name) cannot be \(OptionError.shown(value.value))",
        remedy: value.advice ?? hint)
    }
    if let match = text.wholeMatch(of: /Missing value for '(--[^' ]+).*/) {
      return CommandLineError(
        problem: "\(match.1) has no value", remedy: advice(onOption: String(match.1)) ?? hint)
    }
    if let match = text.wholeMatch(of: /Missing expected argument '(--\S+|<[^>]+>).*'/) {
      return missing(String(match.1))
    }
    if let match = text.wholeMatch(
      of: /(?s)Unknown option '(--?[^']+)'(?:\. Did you mean '([^']+)'\?)?/)
    {
      return unknownOption(String(match.1), parsersGuess: match.2.map(String.init))
    }
    if let match = text.wholeMatch(
      of: /(?s)(?:Unexpected argument|\d+ unexpected arguments:) '(.*)'/)
    {
      return surplus(match.1.split(separator: "', '").map(String.init))
    }
    if let match = text.wholeMatch(of: /Value to be set with flag '(.*)' had .* flag '(.*)'/) {
      return CommandLineError(
        problem: "\(match.2) and \(match.1) exclude each other", remedy: "Give one of them")
    }
    if let match = text.wholeMatch(of: /(?s)The option '(.*)' does not take any value.*/) {
      return CommandLineError(
        problem: "\(match.1) has no value", remedy: "Give \(match.1) alone")
    }
    return CommandLineError(
      problem: text.prefix(1).lowercased() + text.dropFirst().replacing("\n", with: " "),
      remedy: hint)
  }

  private var hint: String { "`\(command.joined(separator: " ")) --help` lists what can be given" }

  private func missing(_ name: String) -> CommandLineError {
    let advice = name.hasPrefix("-") ? advice(onOption: name) : advice(onArgument: name)
    return CommandLineError(problem: "\(name) is missing", remedy: advice ?? hint)
  }

  private func unknownOption(_ option: String, parsersGuess: String?) -> CommandLineError {
    let synonym = OptionSynonyms.option(for: option)
    let guess = parsersGuess.flatMap { option.nearest(in: [$0]) }
    let known = [synonym, guess].compactMap(\.self).first(where: isKnown)
    return CommandLineError(
      problem: "there is no option \(option) here",
      remedy: (known.map { "Did you mean \($0)? " } ?? "") + hint)
  }

  private func isKnown(_ option: String) -> Bool {
    guard let message = message(for: [option.prefix { $0 != " " }].map(String.init)) else {
      return true
    }
    return !message.hasPrefix("Unknown option")
  }

  /// The error for arguments that the command does not have.
  private func surplus(_ words: [String]) -> CommandLineError {
    let list = words.map { "'\($0)'" }.joined(separator: ", ")
    let remedy =
      if let first = words.first, AlexNetCommand.names.contains(first) {
        "Write the command first, as in `\(AlexNetCommand.name) \(first)`, and its options after it"
      } else if let first = words.first, isKnown("--network"),
        NetworkSpec.presetNames.contains(first)
      {
        "Did you mean --network \(first)? \(hint)"
      } else if let first = words.first, isKnown("--data"),
        FileManager.default.fileExists(atPath: first)
      {
        "Did you mean --data \(first)? \(hint)"
      } else {
        hint
      }
    return CommandLineError(
      problem: "\(words.count == 1 ? "the argument" : "the arguments") \(list) cannot be used here",
      remedy: remedy)
  }
}

extension ParserMessage {
  /// The parser's message about a value.
  private struct InvalidValue {
    /// The option, or the placeholder of the argument: "--rate", "<run>".
    var name: String
    var value: String
    /// The remedy; `nil` if the parser has none.
    var advice: String?

    /// Reads a message; `nil` for messages of other kinds.
    init?(_ message: String) {
      let pattern = /(?s)The value '(?<value>.*)' is invalid for '(?<name>[^']*)'(?<rest>.*)/
      guard let match = message.wholeMatch(of: pattern) else { return nil }
      name = match.name.prefix { $0 != " " }.description
      value = String(match.value)
      if match.rest.hasPrefix(": ") {
        // The description of a `RefusedValue`.
        advice = String(match.rest.dropFirst(2))
      } else if match.rest.hasPrefix(".") {
        let words = match.rest.matches(of: /'([^']+)'|  - (\S+)/).compactMap { $0.1 ?? $0.2 }
          .map(String.init)
        advice =
          OptionError(
            option: name, value: value, allowed: Self.list(words), nearest: value.nearest(in: words)
          ).remedy
      }
    }

    private static func list(_ words: [String]) -> String {
      guard let last = words.last, words.count > 1 else { return words.first ?? "" }
      return words.dropLast().joined(separator: ", ") + " or " + last
    }
  }

  /// The advice on the value of an option, which is the parser's answer to an empty value.
  private func advice(onOption option: String) -> String? {
    message(for: [option, ""]).flatMap(InvalidValue.init)?.advice
  }

  /// The advice on an argument, which is the parser's answer to an empty argument in its position.
  private func advice(onArgument placeholder: String) -> String? {
    for others in 0..<3 {
      let words = Array(repeating: "x", count: others) + [""]
      if let value = message(for: words).flatMap(InvalidValue.init), value.name == placeholder {
        return value.advice
      }
    }
    return nil
  }

  /// The parser's message for other arguments of the same command; `nil` if they are valid.
  private func message(for arguments: [String]) -> String? {
    do {
      _ = try AlexNetCommand.parseAsRoot(command.dropFirst() + arguments)
      return nil
    } catch {
      return AlexNetCommand.message(for: error)
    }
  }
}

/// An error in the words of the command line.
struct CommandLineError: ProgramError, Equatable {
  var problem: String
  var remedy: String
  var hasNotStarted: Bool { true }
}

/// Names that options have in other programs, or that a user could expect.
enum OptionSynonyms {
  /// Returns the option that another name stands for; `nil` for an unknown name.
  static func option(for name: String) -> String? { options[name] }

  private static let options = [
    "--learning-rate": "--rate", "--lr": "--rate", "--weight-decay": "--decay", "--wd": "--decay",
    "--batch-size": "--batch", "--bs": "--batch", "--model": "--network", "--arch": "--network",
    "--dataset": "--data", "--images": "--data", "--input": "--data", "--name": "--run",
    "--no-dropout": "--dropout off", "--no-lrn": "--lrn off", "--no-augment": "--augment off",
    "--normalization": "--lrn", "--time": "--for", "--duration": "--for", "--minutes": "--for",
    "--iterations": "--steps", "--max-steps": "--steps", "--max-epochs": "--epochs",
    "--dir": "--runs", "--directory": "--runs", "--folder": "--runs", "--size": "--once",
    "--colour": "--color", "--no-color": "--color never", "--no-colour": "--color never",
    "--silent": "--quiet", "--background": "--detach", "--daemon": "--detach",
    "--output": "--to", "--out": "--to", "-o": "--to", "-n": "--steps", "-j": "--threads",
    "-q": "--quiet", "-v": "--version", "-V": "--version", "--checkpoint": "--step",
    "--crops": "--views", "--ensemble": "--average", "--topk": "--top", "--top-k": "--top",
    "--neighbors": "--count", "--neighbours": "--count", "--in": "--among",
  ]
}
