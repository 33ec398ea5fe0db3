import ArgumentParser
import Blueprint
import Compute
import DisplayText
import Foundation
import Images
import Runs

/// The composition root: the commands, and the one place that prints errors and ends the process.
@main struct Main {
  static func main() {
    StandardDescriptors.open()
    // Where files may grow no further, or nobody reads any more, writing fails: that is reported, and
    // is no reason to die.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    OpenMPSettings.establish()
    do {
      try AlexNetCommand.checkCommand(CommandLine.arguments.dropFirst().first)
      var command = try AlexNetCommand.parseAsRoot(
        NumericArguments.joined(Array(CommandLine.arguments.dropFirst())))
      try command.run()
      try StandardOutput.close()
    } catch {
      end(because: error)
    }
  }

  /// Prints what is left to say, and ends the process.
  private static func end(because error: any Error) -> Never {
    var ending = Ending(of: error)
    if let output = ending.output {
      do {
        try StandardOutput.print(output)
        try StandardOutput.close()
      } catch {
        ending = Ending(of: error)
      }
    }
    if let complaint = ending.complaint { StandardError.write(complaint) }
    exit(ending.status)
  }
}

/// `alexnet` with nothing behind it trains on the built-in scenes and shows it.
struct AlexNetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alexnet",
    abstract: "Trains AlexNet (Krizhevsky, Sutskever, Hinton 2012) and shows it learning.",
    discussion: """
      Without a subcommand it trains a compact AlexNet on images that it draws itself, and shows \
      the curves and the kernels as they form.
      """,
    version: "0.1.0 with oneDNN \(Engine.libraryVersion)",
    subcommands: [
      Watch.self, Train.self, Resume.self, Attach.self, RunsCommand.self, KernelsCommand.self,
      Describe.self, Bench.self,
      DataCommand.self,
    ],
    defaultSubcommand: Watch.self)

  private static let commands = [
    "watch", "train", "resume", "attach", "runs", "kernels", "describe", "bench", "data",
  ]

  /// A misspelt command would otherwise be taken for an argument of the default one.
  static func checkCommand(_ word: String?) throws(UnknownCommand) {
    guard let word, !word.hasPrefix("-"), word != "help", !commands.contains(word) else { return }
    throw UnknownCommand(word: word, known: commands)
  }
}

struct UnknownCommand: Explained, Equatable {
  var word: String
  var known: [String]

  var problem: String { "there is no command '\(word)'" }
  var remedy: String { "There are \(known.joined(separator: ", ")); see 'alexnet --help'" }
  var hasNotStarted: Bool { true }
}

/// What is left to say when a command is over: text for standard output, a complaint of the form
/// "alexnet: what is wrong. What to do." and the exit status (0 done, 1 failed, 2 cannot start, 141 when
/// the reader of standard output has ended).
struct Ending: Equatable {
  var status: Int32
  var output: String?
  var complaint: String?

  init(of error: any Error) {
    if let failure = error as? OutputFailure, failure.isReaderGone {
      // As with other tools: who reads no further is not told why nothing more comes.
      status = OutputFailure.readerGoneStatus
      return
    }
    if let failure = error as? ReaderLeft {
      status = OutputFailure.readerGoneStatus
      complaint = Self.complaint(failure.problem, failure.remedy)
      return
    }
    if let failure = error as? any Explained {
      status = failure.hasNotStarted ? 2 : 1
      complaint = Self.complaint(failure.problem, failure.remedy)
      return
    }
    if let failure = error as? LaunchFailure {
      status = failure.status
      complaint = failure.complaint.printableLines
      return
    }
    let code = AlexNetCommand.exitCode(for: error)
    let message = AlexNetCommand.fullMessage(for: error)
    switch code {
    case .success:
      status = 0
      output = message
    case .validationFailure:
      status = 2
      // The parser's own words, then its hint at the help of the command in question.
      let problem = AlexNetCommand.message(for: error)
      if let failure = NumericArguments.error(parserMessage: problem) {
        complaint = Self.complaint(failure.problem, failure.remedy)
        return
      }
      let hint = message.split(separator: "\n").last { $0.contains("--help'") }
      complaint = Self.complaint(
        problem.prefix(1).lowercased() + problem.dropFirst().replacing("\n", with: " "),
        String((hint ?? "See 'alexnet --help'").trimmingPrefix(while: \.isWhitespace)))
    default:
      // An exit code alone says that all has been said.
      status = code.rawValue
      complaint = error is ExitCode ? nil : Self.complaint("\(error)", "")
    }
  }

  /// One line of two sentences; the first goes on after the program's name.
  private static func complaint(_ problem: String, _ remedy: String) -> String {
    func sentence(_ text: String) -> String {
      text.isEmpty || text.hasSuffix(".") || text.hasSuffix("?") ? text : text + "."
    }
    let advice = remedy.prefix(1).uppercased() + remedy.dropFirst()
    let parts = [sentence(problem), sentence(advice)].filter { !$0.isEmpty }
    return "alexnet: \(parts.joined(separator: " ").printable)\n"
  }
}
