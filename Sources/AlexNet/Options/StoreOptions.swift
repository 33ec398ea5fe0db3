import ArgumentParser
import FoundationEssentials
import LiveSession
import Runs

/// The folder of all runs.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of all runs (default: $XDG_DATA_HOME/alexnet/runs, or ~/.local/share/alexnet/runs).",
      valueName: "dir"), completion: .directory, transform: AllowedValues.folder.parse)
  var runs: String?

  func store() throws(RunsError) -> RunStore {
    guard let runs else { return try RunStore(environment: ProcessInfo.processInfo.environment) }
    return RunStore(directory: runs.absolutePath)
  }
}

extension StoreOptions {
  /// The command line that applies a command to runs of this store, as text.
  func commandLine(_ command: any NamedCommand.Type, _ runs: String...) -> String {
    RunCommandLines.text(words(command, runs))
  }

  /// The words of the command line that applies a command to runs of this store.
  private func words(_ command: any NamedCommand.Type, _ names: [String]) -> [String] {
    command.invocation.split(separator: " ").map(String.init) + names
      + (runs.map { ["--runs", $0] } ?? [])
  }

  /// The command lines that messages and screens offer for the runs of this store.
  var commandLines: RunCommandLines {
    RunCommandLines(
      resume: { names, secondsLeft in
        words(Resume.self, names)
          + (secondsLeft.map { ["--for", TimeLimit.text(seconds: $0)] } ?? [])
      },
      attach: { words(Attach.self, [$0]) })
  }
}
