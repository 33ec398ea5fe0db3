import Dashboard
import Glibc
import NCursesTerminal
import Runs
import TerminalUI

/// The properties of a screen that the user chooses.
public struct ScreenSettings {
  /// The options for opening the terminal.
  public var terminal: TerminalOptions
  /// The theme; `nil` to choose it from the terminal's background.
  public var theme: Theme.Name?

  /// Creates settings.
  public init(terminal: TerminalOptions, theme: Theme.Name?) {
    self.terminal = terminal
    self.theme = theme
  }
}

extension LiveScreen {
  /// Starts a trainer with the command of this process, and shows its run until the screen is closed.
  ///
  /// The order of the steps has three reasons. Errors in the plan or the data are reported before the
  /// screen covers the terminal. Errors of the terminal are reported before the run is created. The
  /// watchdog of the terminal is forked before there are other threads.
  /// - Parameters:
  ///   - commands: The command lines that the screen offers for the run.
  ///   - findRun: Returns the run of that name.
  public static func launchTrainer(
    _ settings: ScreenSettings, _ commands: RunCommandLines,
    findRun: (_ name: String) throws -> Run
  ) throws -> ScreenOutcome {
    let launch = try TrainerLaunch.start()
    try launch.waitUntilPrepared()
    return try open(settings, commands, ownTrainer: launch.process) { try findRun(launch.begin()) }
  }

  /// Shows a run that another process trains or has trained, until the screen is closed.
  public static func attach(
    to run: Run, _ settings: ScreenSettings, _ commands: RunCommandLines
  ) throws -> ScreenOutcome {
    try open(settings, commands, ownTrainer: nil) { run }
  }

  private static func open(
    _ settings: ScreenSettings, _ commands: RunCommandLines, ownTrainer: pid_t?,
    findRun: () throws -> Run
  ) throws -> ScreenOutcome {
    let terminal = try Terminal(options: settings.terminal)
    defer { terminal.close() }
    let screen = try LiveScreen(
      findRun(), commands, terminal: terminal, theme: settings.theme, ownTrainer: ownTrainer)
    return screen.show()
  }

  /// Returns the state of a dashboard that shows a run as it is now, with one snapshot if the run's
  /// trainer sends one within two seconds.
  public static func currentState(
    of run: Run, theme: Theme.Name?, _ commands: RunCommandLines
  ) throws -> DashboardState {
    var state = DashboardState(
      plan: try run.plan(), folder: run.folder.homeAbbreviated, theme: theme)
    let connection = try run.connect(state.interest) {}
    defer { connection.disconnect() }
    var outcomes = RunOutcomes([run.name])
    for event in try run.recording(before: connection).events {
      outcomes.update(with: EventLine(run: run.name, event: event))
      _ = update(&state, .trainer(event))
    }
    if connection.process == nil, !outcomes.areAllOver {
      _ = update(&state, .trainerLost(TrainerLost(run, commands).text))
      // Closes the dialog, which would cover the screen.
      _ = update(&state, .terminal(.key(.escape)))
    }
    let deadline = ContinuousClock.now + .seconds(2)
    while connection.process != nil, !connection.isOver, ContinuousClock.now < deadline {
      if let snapshots = connection.watcher.snapshots.removeValue() {
        for snapshot in snapshots { _ = update(&state, .snapshot(snapshot)) }
        break
      }
      usleep(10_000)
    }
    return state
  }
}
