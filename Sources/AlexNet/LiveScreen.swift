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
  private let shelf: RunShelf
  private var state: DashboardState
  private let start = ContinuousClock.now
  private var kept: KeptView
  private var last: TrainingEvent?

  init(
    session: TrainingSession, watcher: Watcher, state: DashboardState, kept: KeptView,
    loop: EventLoop, shelf: RunShelf
  ) {
    self.session = session
    self.watcher = watcher
    self.state = state
    self.kept = kept
    self.loop = loop
    self.shelf = shelf
  }

  /// How the watching ended.
  struct Ending {
    /// The run's `finished` or `failed`; nil when the trainer was left at work.
    var last: TrainingEvent?
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
    case .quit: return Ending(last: last)
    case .signal(let number):
      // A step and a checkpoint of the paper's network take a while; a second signal does not wait.
      stop(within: .seconds(120))
      return Ending(last: last, signal: number)
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
      for news in shelf.takeNews() {
        effects += update(&state, .runs(news))
        response = .redraw
      }
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
    switch line.event {
    case .finished, .failed: last = line.event
    default: break
    }
    return update(&state, .trainer(line.event, run: line.run))
  }

  private func respond(
    to effects: [DashboardEffect], otherwise response: EventLoop.Response
  ) -> EventLoop.Response {
    var response = response
    for effect in effects {
      switch effect {
      case .send(let command, run: _): session.send(command)
      case .quit: return .quit
      case .suspend: response = .suspend
      case .repaint: response = .repaint
      case .listRuns, .loadRuns, .renameRun, .deleteRun, .writeNote: shelf.perform(effect)
      }
    }
    return response
  }

  /// Asks the trainer to end in order, and waits for it, though not for ever.
  private func stop(within patience: Duration) {
    session.send(.stop)
    let deadline = ContinuousClock.now + patience
    while last == nil, ContinuousClock.now < deadline {
      watcher.events.waitForMail(timeout: ContinuousClock.now.duration(to: deadline))
      for line in watcher.events.takeAll() { _ = take(line) }
    }
  }
}

extension LiveScreen {
  /// Trains on the screen until the run is left. Opened in this order: what is wrong with the data is
  /// said on a screen that is still the shell's, and the terminal's watchdog is forked before there are
  /// threads.
  /// - Parameter makeRun: gives the run, when the screen is open.
  static func watch(
    _ plan: RunPlan, data: any DataSource, _ options: ScreenOptions,
    from resumption: Resumption? = nil, makeRun: () throws -> Run
  ) throws {
    let terminal = try Terminal(options: options.terminalOptions)
    let ending: Ending
    let run: Run
    do {
      defer { terminal.close() }
      run = try makeRun()
      var state = DashboardState(
        plan: plan, folder: run.folder.abbreviated, theme: options.themeName,
        abilities: terminal.abilities)
      var kept = KeptView(environment: ProcessInfo.processInfo.environment)
      kept.restore(&state)
      // What was before: the curves go on.
      for event in try run.recording().events { _ = update(&state, .trainer(event)) }
      let wakeUp = try WakeUp()
      let watcher = Watcher(state.interest) { wakeUp.signal() }
      let session = try TrainingSession(
        plan, data: data, run: run, from: resumption, watcher: watcher,
        onThread: { CrashGuard.coverThisThread() })
      let live = LiveScreen(
        session: session, watcher: watcher, state: state, kept: kept,
        loop: EventLoop(terminal: terminal, wakeUp: wakeUp),
        shelf: RunShelf(run.store) { wakeUp.signal() })
      ending = live.show()
    }
    try ending.tell(about: run)
  }
}

extension LiveScreen.Ending {
  /// Says on the shell's screen how the run ended, and ends the process if it has to end otherwise
  /// than by returning.
  func tell(about run: Run) throws {
    switch last {
    case .failed(_, let message):
      throw RunFailure(problem: message)
    case .finished(let step, let seconds, let reason):
      print(
        """
        run \(run.name) \(reason.rawValue) after \(step) steps, \(seconds.fixed(0)) s of training; \
        kept in \(run.folder)
        """)
    default:
      print("run \(run.name) was left in the middle; what it recorded is in \(run.folder)")
    }
    if let signal { Terminal.die(by: signal) }
    guard last != nil else {
      // The trainer is still at work: nothing may be torn down under it.
      fflush(nil)
      _exit(0)
    }
  }
}
