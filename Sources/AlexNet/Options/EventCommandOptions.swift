import ArgumentParser
import LiveSession

/// The commands that the trainer runs at moments of a run.
struct EventCommandOptions: ParsableArguments {
  @Option(
    name: .customLong("on"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Run a command, as /bin/sh -c does, at an event of a run: finished, diverged, failed, plateau, or best "
        + "(the lowest validation error so far); repeatable: --on finished 'mail -s \"$ALEXNET_RUN\" me < "
        + "/dev/null'. The facts are in its environment, such as ALEXNET_TOP1, an error from 0 to 1; its "
        + "output is in the run's log.",
      valueName: "event> <command"),
    completion: .list(RunMoment.allCases.map(\.rawValue)))
  var on: [String] = []

  /// The commands in the order in which they were given.
  /// - Throws: `OptionError` for a moment that does not exist, or a moment without a command.
  func commands() throws(OptionError) -> [EventCommand] {
    var commands: [EventCommand] = []
    for index in stride(from: 0, to: on.count, by: 2) {
      let word = on[index]
      guard let moment = RunMoment(rawValue: word) else {
        let words = RunMoment.allCases.map(\.rawValue)
        throw OptionError(
          option: "--on", value: OptionError.shown(word),
          allowed: "an event and a command in quotes; the events are \(words.enumerated)",
          nearest: word.nearest(in: words))
      }
      guard index + 1 < on.count, !on[index + 1].isEmpty else {
        throw OptionError(
          option: "--on", value: "\(word) without a command",
          allowed: "the command in quotes, as in --on \(word) 'date > \(word)'")
      }
      commands.append(EventCommand(moment, on[index + 1]))
    }
    return commands
  }

  /// The words that give these options to another process.
  var words: [String] {
    stride(from: 0, to: on.count, by: 2).flatMap { ["--on"] + on[$0..<min($0 + 2, on.count)] }
  }
}

extension [String] {
  /// The words with commas and a last "and".
  fileprivate var enumerated: String {
    count > 1 ? dropLast().joined(separator: ", ") + " and " + self[count - 1] : joined()
  }
}
