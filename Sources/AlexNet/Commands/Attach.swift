import ArgumentParser
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
      to stop it, press q on a screen and choose to stop. In a script, `kill PROCESS` saves the run and \
      stops it; `\(RunsShow.invocation) RUN` prints the process. A run that was interrupted can be resumed on \
      the screen, with its lanes.

      --plain prints lines instead: the state of a run that is training and then each event, or all \
      events of a run that has ended. ^C leaves, and training continues.
      """)

  @Argument(
    help: ArgumentHelp(
      "The name of the run (default: the latest training, with its first lane in focus).",
      valueName: "run"),
    completion: .runs, transform: AllowedValues.run.parse)
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
        of: run, focusesFirst: runName == nil, size: (size.width, size.height),
        theme: settings.theme, store.commandLines)
      try FramePrinter(settings.terminal).print(state, size)
    } else if screenOptions.plain {
      try screenOptions.attachPlain(to: run, store)
    } else {
      try LiveScreen.attach(
        to: run, focusesFirst: runName == nil, settings, store.commandLines
      )
      .report(store)
    }
  }

  private func findRun(in store: RunStore) throws -> Run {
    if let runName { return try store.run(named: runName) }
    let latest = try store.list().runs.first { $0.state == .running }
    guard let latest else {
      let name = try store.latestSession(maximumCount: 1).first?.name
      throw NoRunInTraining(directory: store.directory, latest: name)
    }
    return try store.run(named: latest.name)
  }
}

/// The error of `attach` without a name where no run is training.
struct NoRunInTraining: ProgramError, Equatable {
  /// The folder of the runs.
  var directory: String
  /// The name of the run that was trained last; `nil` without runs.
  var latest: String?

  var problem: String { "no run in \(directory) is training" }
  var remedy: String {
    guard let latest else { return "Start one with `\(Watch.invocation)`" }
    return "`\(Attach.invocation) \(latest)` shows the latest run, "
      + "`\(Resume.invocation)` continues it, and `\(RunsList.invocation)` lists all"
  }
  var hasNotStarted: Bool { true }
}
