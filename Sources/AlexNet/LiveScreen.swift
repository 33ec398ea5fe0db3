import Dashboard
import Foundation
import NCursesTerminal
import Runs
import TerminalUI
import Training

/// The dashboard on a terminal while a session trains: it carries events to the state, keys to the
/// state's `update`, and what that wants to the trainer. It never waits for the trainer.
final class LiveScreen {
  private let session: TrainingSession
  private let loop: EventLoop
  private var state: DashboardState
  private let start = ContinuousClock.now
  private var last: TrainingEvent?

  init(session: TrainingSession, state: DashboardState, loop: EventLoop) {
    self.session = session
    self.state = state
    self.loop = loop
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
    switch ending {
    case .quit: return Ending(last: last)
    case .signal(let number):
      stop(within: .seconds(10))
      return Ending(last: last, signal: number)
    }
  }

  private func handle(_ happening: EventLoop.Happening) -> EventLoop.Response {
    var effects = update(&state, .tick(seconds: start.duration(to: .now) / .seconds(1)))
    // Steps come by the dozen a second; drawing each would cost what makes them.
    var response = EventLoop.Response.refresh
    switch happening {
    case .terminal(let event):
      effects += update(&state, .terminal(event))
      response = .redraw
    case .woken:
      for event in session.events.takeAll() {
        effects += take(event)
        if case .step = event { continue }
        response = .redraw
      }
      if let glimpse = session.glimpses?.take() { effects += update(&state, .glimpse(glimpse)) }
    case .tick:
      break
    }
    // The time on the screen goes on by itself.
    loop.tick(after: .seconds(1))
    return respond(to: effects, otherwise: response)
  }

  private func take(_ event: TrainingEvent) -> [DashboardEffect] {
    switch event {
    case .finished, .failed: last = event
    default: break
    }
    return update(&state, .trainer(event))
  }

  private func respond(
    to effects: [DashboardEffect], otherwise response: EventLoop.Response
  ) -> EventLoop.Response {
    var response = response
    for effect in effects {
      switch effect {
      case .send(let command): session.send(command)
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
    while last == nil, ContinuousClock.now < deadline {
      session.events.waitForMail(timeout: ContinuousClock.now.duration(to: deadline))
      for event in session.events.takeAll() { _ = take(event) }
    }
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
