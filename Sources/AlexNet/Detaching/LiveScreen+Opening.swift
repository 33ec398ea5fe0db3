import Dashboard
import Foundation
import NCursesTerminal
import Runs
import TerminalUI

extension LiveScreen {
  /// Starts the trainer of this very command and watches it. In this order: what is wrong with the plan
  /// or its data is said on a screen that is still the shell's, what is wrong with the terminal before
  /// there is a run, and the terminal's watchdog is forked before there are threads.
  static func launch(_ options: ScreenOptions, _ store: StoreOptions) throws {
    let launch = try Launch.start()
    try launch.waitUntilPrepared()
    try open(options, store, owns: launch.process) {
      try store.store().run(named: launch.begin())
    }
  }

  /// Watches a run that another process trains, or has trained.
  static func attach(to run: Run, _ options: ScreenOptions, _ store: StoreOptions) throws {
    try open(options, store, owns: nil) { run }
  }

  private static func open(
    _ options: ScreenOptions, _ store: StoreOptions, owns process: pid_t?,
    findRun: () throws -> Run
  ) throws {
    let terminal = try Terminal(options: options.terminalOptions)
    let run: Run
    let ending: Ending
    do {
      defer { terminal.close() }
      run = try findRun()
      let live = try LiveScreen(
        run, store, terminal: terminal, theme: options.themeName, child: process)
      ending = live.show()
    }
    try ending.tell(about: run, store)
  }

  /// Prints what a screen of this size would show of a run now.
  static func printOnce(
    _ run: Run, _ size: ScreenSize, _ options: ScreenOptions, _ store: StoreOptions
  ) throws {
    var state = DashboardState(
      plan: try run.plan(), folder: run.folder.abbreviated, theme: options.themeName)
    let feed = try run.openFeed(state.interest) {}
    var endings = RunEndings([run.name])
    for event in try run.history(before: feed).events {
      endings.take(EventLine(run: run.name, event: event))
      _ = update(&state, .trainer(event))
    }
    if feed.process == nil, !endings.areAll {
      _ = update(&state, .cutOff(CutOff(run, store).text))
      // It is the screen that was asked for, and not what lies over it.
      _ = update(&state, .terminal(.key(.escape)))
    }
    // Where nothing comes, the picture is without it.
    let deadline = ContinuousClock.now + .seconds(2)
    while feed.process != nil, !feed.isOver, ContinuousClock.now < deadline {
      if let glimpses = feed.watcher.glimpses.take() {
        for glimpse in glimpses { _ = update(&state, .glimpse(glimpse)) }
        break
      }
      usleep(10_000)
    }
    feed.leave()
    try print(state, size, options)
  }

  /// Prints a state as a screen of this size.
  static func print(
    _ state: DashboardState, _ size: ScreenSize, _ options: ScreenOptions
  ) throws(OutputFailure) {
    let terminal = options.terminalOptions
    var abilities = Terminal.abilities(for: terminal)
    // Text is text: colours only for who asks for them, and without colour nothing depends on it.
    let isPlain = terminal.color == .auto || terminal.color == .never
    if isPlain { abilities.depth = .mono }
    let frame = view(state, width: size.width, height: size.height, abilities: abilities)
    try StandardOutput.print(
      isPlain
        ? frame.plainText : frame.sgrText(depth: abilities.depth, unicode: abilities.unicode),
      terminator: isPlain ? "\n" : "")
  }
}

extension Run {
  /// What is recorded of what a feed does not tell.
  func history(before feed: any Feed, from start: Int = 0) throws(RunsError) -> Recording {
    let place = feed.places.first { $0.run == name }
    return try recording(from: start, upTo: place?.bytes ?? .max)
  }
}
