import ArgumentParser
import LiveSession
import Runs

/// Lines on standard output instead of the screen.
extension ScreenOptions {
  /// The help text of `--plain`.
  static var plainHelp: String {
    "Print a sentence for each event instead of the screen, for screen readers and logs."
  }

  /// Checks that `--plain` is not combined with options of the screen.
  func checkPlain() throws {
    guard plain, !optionsOfTheScreen.isEmpty else { return }
    let list = SpokenText.list(optionsOfTheScreen)
    throw ValidationError(
      "--plain prints lines of text, and \(list) \(optionsOfTheScreen.count == 1 ? "is" : "are") "
        + "for the screen. Leave out --plain or \(list).")
  }

  /// The given options that only the screen has.
  private var optionsOfTheScreen: [String] {
    let given: [(String, Bool)] = [
      ("--ascii", ascii), ("--color", color != .auto), ("--theme", theme != .auto),
      ("--no-mouse", noMouse), ("--notify", notify != .off), ("--once", once != nil),
      ("--pictures", pictures != .auto),
    ]
    return given.filter(\.1).map(\.0)
  }

  /// Starts a trainer and prints the lines of its run.
  /// - Parameters:
  ///   - arguments: The arguments of the trainer, first the program's name.
  ///   - message: The first line; `nil` for none.
  func launchPlain(_ store: StoreOptions, _ arguments: [String], message: String?) throws {
    var signals: StopSignals?
    let session = try PlainSession.launchTrainer(
      arguments, store.commandLines, onPrepared: { signals = StopSignals() },
      findRun: { try store.store().run(named: $0) })
    var screen = PlainScreen(session, store, signals: signals ?? StopSignals())
    try screen.run(after: message)
  }

  /// Prints the lines of a run that another process trains or has trained.
  func attachPlain(to run: Run, _ store: StoreOptions) throws {
    let signals = StopSignals()
    let session = try PlainSession(attachingTo: run, store.commandLines)
    var screen = PlainScreen(session, store, signals: signals)
    try screen.run()
  }
}
