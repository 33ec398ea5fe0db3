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
  /// Starts a trainer, and shows its run until the screen is closed.
  ///
  /// The order of the steps has three reasons. Errors in the plan or the data are reported before the
  /// screen covers the terminal. Errors of the terminal are reported before the run is created. The
  /// watchdog of the terminal is forked before there are other threads.
  /// - Parameters:
  ///   - arguments: The arguments of the trainer, first the program's name.
  ///   - commands: The command lines that the screen offers for the run.
  ///   - message: A message for the message log; `nil` for none.
  ///   - beginsTour: True to begin with the tour.
  ///   - findRun: Returns the run of that name.
  public static func launchTrainer(
    _ arguments: [String], _ settings: ScreenSettings, _ commands: RunCommandLines,
    message: String? = nil, beginsTour: Bool = false, findRun: (_ name: String) throws -> Run
  ) throws -> ScreenOutcome {
    let launch = try TrainerLaunch.start(arguments)
    try launch.waitUntilPrepared()
    return try open(
      settings, commands, ownTrainer: launch.process, message, beginsTour: beginsTour
    ) {
      try findRun(launch.begin())
    }
  }

  /// Shows a run that another process trains or has trained, until the screen is closed.
  /// - Parameter focusesFirst: True for the focus on the first lane of the run's trainer instead of on
  ///   the run.
  public static func attach(
    to run: Run, focusesFirst: Bool = false, _ settings: ScreenSettings,
    _ commands: RunCommandLines
  ) throws -> ScreenOutcome {
    try open(settings, commands, ownTrainer: nil, focusesFirst: focusesFirst) { run }
  }

  private static func open(
    _ settings: ScreenSettings, _ commands: RunCommandLines, ownTrainer: pid_t?,
    focusesFirst: Bool = false, _ message: String? = nil, beginsTour: Bool = false,
    findRun: () throws -> Run
  ) throws -> ScreenOutcome {
    let terminal = try Terminal(options: settings.terminal)
    defer { terminal.close() }
    let screen = try LiveScreen(
      findRun(), commands, terminal: terminal, theme: settings.theme, ownTrainer: ownTrainer,
      focusesFirst: focusesFirst)
    if let message { screen.state.announce(message) }
    if beginsTour { screen.state.startTour() } else { screen.offerTour() }
    return screen.show()
  }
}
