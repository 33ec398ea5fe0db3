import ArgumentParser
import Blueprint
import Foundation
import Images
import Runs

/// Where runs live.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where runs live (default: $XDG_DATA_HOME/alexnet/runs, or ~/.local/share/alexnet/runs).",
      valueName: "dir"), transform: GivenText.nonEmpty)
  var runs: String?

  func store() throws(RunsError) -> RunStore {
    guard let runs else { return try RunStore(environment: ProcessInfo.processInfo.environment) }
    return RunStore(
      directory: URL(filePath: runs).standardizedFileURL.path(percentEncoded: false))
  }
}

extension StoreOptions {
  /// What to type to do something with a run that is kept here.
  func command(_ verb: String, _ run: String) -> String {
    "alexnet \(verb) \(run)" + (runs.map { " --runs \($0)" } ?? "")
  }
}

/// What a new run is called and where it is kept.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to call the run (default: its network, its data and a number).", valueName: "name"),
    transform: GivenText.nonEmpty)
  var run: String?

  @OptionGroup var store: StoreOptions

  /// Makes the run's folder, with the plan in it.
  func makeRun(_ plan: RunPlan, data: any DataSource) throws(RunsError) -> Run {
    try store.store().create(plan, name: run, data: data.name)
  }
}
