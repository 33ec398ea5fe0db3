import Foundation
import Synchronization

/// SIGINT, SIGTERM and SIGHUP as a wish to stop: the first is passed on and remembered, a second
/// ends the process at once, whatever hangs in it. To be made before other threads, which then leave
/// these signals alone.
final class StopSignals: Sendable {
  private struct State {
    var first: Int32?
    var wish: (@Sendable () -> Void)?
    var remedy = "Give the same command again to continue"
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

  /// Sets what the first signal does; it is done at once, when the signal has come already.
  /// - Parameter remedy: what to do after a second signal, without a full stop.
  func onFirst(remedy: String? = nil, _ wish: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.wish = wish
      state.remedy = remedy ?? state.remedy
      return state.first != nil
    }
    if isLate { wish() }
  }

  private func take(_ number: Int32) {
    let wish = state.withLock { state -> (@Sendable () -> Void)? in
      if state.first != nil { Self.endAtOnce(number, state.remedy) }
      state.first = number
      return state.wish
    }
    wish?()
  }

  /// Files that are being written keep their temporary names, so those that count stay whole.
  private static func endAtOnce(_ number: Int32, _ remedy: String) -> Never {
    StandardError.writeWithoutWaiting(
      "alexnet: ended at once by a second signal (\(String(cString: strsignal(number)))). "
        + "\(remedy).\n")
    _exit(128 + number)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
