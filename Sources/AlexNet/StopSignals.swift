import Foundation
import Synchronization

/// SIGINT, SIGTERM and SIGHUP as a wish to stop: the first is passed on and remembered, a second
/// ends the process at once. To be made before other threads, which then leave these signals alone.
final class StopSignals: Sendable {
  private struct State {
    var first: Int32?
    var wish: (@Sendable () -> Void)?
  }
  private let state = Mutex(State())

  init() {
    var signals = sigset_t()
    sigemptyset(&signals)
    // What was ignored when the program was started (nohup) stays ignored.
    for number in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnored(number) {
      sigaddset(&signals, number)
    }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let thread = Thread { [signals] in
      var signals = signals
      var number: Int32 = 0
      while sigwait(&signals, &number) == 0 { self.take(number) }
    }
    thread.name = "signals"
    thread.start()
  }

  /// The signal that came first, if one has come.
  var received: Int32? { state.withLock { $0.first } }

  /// Says what the first signal does; at once, when it has come already.
  func onFirst(_ wish: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.wish = wish
      return state.first != nil
    }
    if isLate { wish() }
  }

  private func take(_ number: Int32) {
    let wish = state.withLock { state -> (@Sendable () -> Void)? in
      if state.first != nil { _exit(128 + number) }
      state.first = number
      return state.wish
    }
    wish?()
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
