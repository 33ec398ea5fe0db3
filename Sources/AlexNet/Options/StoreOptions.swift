import ArgumentParser
import Foundation
import LiveSession
import Runs

/// The folder of all runs.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of all runs (default: $XDG_DATA_HOME/alexnet/runs, or ~/.local/share/alexnet/runs).",
      valueName: "dir"), transform: AllowedValues.folder.parse)
  var runs: String?

  func store() throws(RunsError) -> RunStore {
    guard let runs else { return try RunStore(environment: ProcessInfo.processInfo.environment) }
    return RunStore(directory: runs.absolutePath)
  }
}

extension StoreOptions {
  /// The command line that applies a command to a run of this store.
  func commandLine(_ command: any NamedCommand.Type, _ run: String) -> String {
    "\(command.invocation) \(run)" + (runs.map { " --runs \($0)" } ?? "")
  }

  /// The command lines that messages and screens offer for the runs of this store.
  var commandLines: RunCommandLines {
    RunCommandLines(
      resume: { commandLine(Resume.self, $0) }, attach: { commandLine(Attach.self, $0) })
  }
}
