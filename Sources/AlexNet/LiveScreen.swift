import Blueprint
import Dashboard
import Foundation
import Images
import NCursesTerminal
import Runs
import TerminalUI
import Training

/// The dashboard on a terminal while a session trains: it carries events to the state, keys to the
/// state's `update`, and what that wants to the trainer. It never waits for the trainer.
final class LiveScreen {
  private let session: TrainingSession
  private let watcher: Watcher
  private let loop: EventLoop
  private var state: DashboardState
  private let start = ContinuousClock.now
  private var kept: KeptView
  private var endings: RunEndings

  init(
    session: TrainingSession, runs: [String], watcher: Watcher, state: DashboardState,
    kept: KeptView,
    loop: EventLoop
  ) {
    endings = RunEndings(runs)
    self.session = session
    self.watcher = watcher
    self.state = state
    self.kept = kept
    self.loop = loop
  }

  /// How the watching ended.
  struct Ending {
    /// Not of all, when the trainer was left at work.
    var endings: RunEndings
    var signal: Int32?
  }

  func show() -> Ending {
    let ending = loop.run(
      view: { [self] width, height in
        view(state, width: width, height: height, abilities: loop.terminal.abilities)
      },
      handle: { [self] in handle($0) })
    kept.write(&state)
    switch ending {
    case .quit: return Ending(endings: endings)
    case .signal(let number):
      // A step and a checkpoint of the paper's network take a while; a second signal does not wait.
      stop(within: .seconds(120))
      return Ending(endings: endings, signal: number)
    }
  }

  private func handle(_ happening: EventLoop.Happening) -> EventLoop.Response {
    let seconds = start.duration(to: .now) / .seconds(1)
    var effects = update(&state, .tick(seconds: seconds))
    // Steps come by the dozen a second; drawing each would cost what makes them.
    var response = EventLoop.Response.refresh
    switch happening {
    case .terminal(let event):
      effects += update(&state, .terminal(event))
      response = .redraw
    case .woken:
      for line in watcher.events.takeAll() {
        effects += take(line)
        if case .step = line.event { continue }
        response = .redraw
      }
      for glimpse in watcher.glimpses.take() ?? [] { effects += update(&state, .glimpse(glimpse)) }
    case .tick:
      break
    }
    watcher.interest = state.interest
    kept.note(&state, at: seconds)
    // The time on the screen goes on by itself.
    loop.tick(after: .seconds(1))
    return respond(to: effects, otherwise: response)
  }

  private func take(_ line: EventLine) -> [DashboardEffect] {
    endings.take(line)
    return update(&state, .trainer(line.event, run: line.run))
  }

  private func respond(
    to effects: [DashboardEffect], otherwise response: EventLoop.Response
  ) -> EventLoop.Response {
    var response = response
    for effect in effects {
      switch effect {
      case .send(let command, let run): session.send(command, to: run)
      case .measureRoom(let plan):
        let most = Trainer.mostLanes - endings.going
        _ = update(&state, .room(lanes: max(0, min(most, Trainer.room(for: plan)))))
      case .quit: return .quit
      case .suspend: response = .suspend
      case .repaint: response = .repaint
      }
    }
    return response
  }

  /// Asks the trainer to end in order, and waits for it, though not for ever.
  private func stop(within patience: Duration) {
    session.send(.stop)
    let deadline = ContinuousClock.now + patience
    while !endings.areAll, ContinuousClock.now < deadline {
      watcher.events.waitForMail(timeout: ContinuousClock.now.duration(to: deadline))
      for line in watcher.events.takeAll() { _ = take(line) }
    }
  }
}

extension LiveScreen {
  /// Trains on the screen until the run is left. Opened in this order: what is wrong with the data is
  /// said on a screen that is still the shell's, and the terminal's watchdog is forked before there are
  /// threads.
  /// - Parameter makeEntries: gives what is trained, when the screen is open.
  static func watch(
    _ options: ScreenOptions,
    makeEntries: () throws -> [TrainingSession.Entry]
  ) throws {
    let terminal = try Terminal(options: options.terminalOptions)
    let ending: Ending
    let entries: [TrainingSession.Entry]
    do {
      defer { terminal.close() }
      entries = try makeEntries()
      var state = DashboardState(
        lanes: entries.map { ($0.run.name, $0.plan, $0.run.folder.abbreviated) },
        theme: options.themeName, abilities: terminal.abilities)
      var kept = KeptView(environment: ProcessInfo.processInfo.environment)
      kept.restore(&state)
      // What was before: the curves go on.
      for run in entries.map(\.run) {
        for event in try run.recording().events {
          _ = update(&state, .trainer(event, run: run.name))
        }
      }
      let wakeUp = try WakeUp()
      let watcher = Watcher(state.interest) { wakeUp.signal() }
      let session = try TrainingSession(
        entries, watcher: watcher, onThread: { CrashGuard.coverThisThread() })
      let live = LiveScreen(
        session: session, runs: entries.map(\.run.name), watcher: watcher, state: state,
        kept: kept,
        loop: EventLoop(terminal: terminal, wakeUp: wakeUp))
      ending = live.show()
    }
    try ending.tell(about: entries.map(\.run))
  }
}

extension LiveScreen.Ending {
  /// Says on the shell's screen how the run ended, and ends the process if it has to end otherwise
  /// than by returning.
  func tell(about runs: [Run]) throws {
    if let failure = endings.failure { throw failure }
    for run in endings.runs {
      let folder = runs.first { $0.name == run }?.folder ?? run
      if case .finished(let step, let seconds, let reason) = endings.last[run] {
        print(
          """
          run \(run) \(reason.rawValue) after \(step) steps, \(seconds.fixed(0)) s of training; \
          kept in \(folder)
          """)
      } else {
        print("run \(run) was left in the middle; what it recorded is in \(folder)")
      }
    }
    if let signal { Terminal.die(by: signal) }
    guard endings.areAll else {
      // The trainer is still at work: nothing may be torn down under it.
      fflush(nil)
      _exit(0)
    }
  }
}
