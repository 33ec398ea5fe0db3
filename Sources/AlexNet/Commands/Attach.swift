import ArgumentParser
import Foundation
import LiveSession
import Runs

/// Shows a run on the screen.
struct Attach: NamedCommand {
  static let name = "attach"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Show a run that is training, or one that has ended.",
    discussion: """
      Several screens can show the same run. The run continues when a screen is closed or killed; \
      to stop it, press q on a screen and choose to stop.
      """)

  @Argument(
    help: ArgumentHelp(
      "The name of the run (default: the latest that is training).", valueName: "run"),
    transform: AllowedValues.run.parse)
  var runName: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions

  func run() throws {
    let run = try findRun(in: store.store())
    // Reports a plan that cannot be read before the terminal is opened.
    _ = try run.plan()
    let settings = screenOptions.settings
    if let size = screenOptions.once {
      let state = try LiveScreen.currentState(
        of: run, theme: settings.theme, store.commandLines)
      try FramePrinter(settings.terminal).print(state, size)
    } else {
      try LiveScreen.attach(to: run, settings, store.commandLines).report(store)
    }
  }

  private func findRun(in store: RunStore) throws -> Run {
    if let runName { return try store.run(named: runName) }
    let latest = try store.list().runs.first { $0.state == .running }
    guard let latest else { throw NoRunInTraining(directory: store.directory) }
    return try store.run(named: latest.name)
  }
}

/// The error of `attach` without a name where no run is training.
struct NoRunInTraining: ProgramError, Equatable {
  /// The folder of the runs.
  var directory: String

  var problem: String { "no run in \(directory) is training" }
  var remedy: String {
    "Name a run from `\(RunsList.invocation)`, or start one with `\(Watch.invocation)`"
  }
  var hasNotStarted: Bool { true }
}
