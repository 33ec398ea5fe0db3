import Channels
import Glibc
import Synchronization

/// SIGINT, SIGTERM and SIGHUP as requests to stop. The first one is stored and calls the response. A
/// second one ends the process at once, even if a thread hangs. Create this object before other threads,
/// so that they inherit the blocked signals. While the dashboard is shown, `LiveScreen` in the module
/// LiveSession responds to them instead.
final class StopSignals: Sendable {
  private struct State {
    var first: Int32?
    /// The response to the first signal.
    var response: (@Sendable () -> Void)?
    var remedy = "Give the same command again to continue"
  }
  private let state = Mutex(State())

  init() {
    var signals = sigset_t()
    sigemptyset(&signals)
    // A signal that was ignored at the start, as by nohup, stays ignored.
    for number in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnored(number) {
      sigaddset(&signals, number)
    }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    NamedThread.start("signals") { [signals] in
      var signals = signals
      var number: Int32 = 0
      while sigwait(&signals, &number) == 0 { self.receive(number) }
    }
  }

  /// The first signal; `nil` before it.
  var received: Int32? { state.withLock { $0.first } }

  /// Sets the response to the first signal. If that signal has already arrived, the response is called at
  /// once.
  /// - Parameter remedy: The advice in the message about a second signal, without a full stop.
  func onFirst(remedy: String? = nil, _ response: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.response = response
      state.remedy = remedy ?? state.remedy
      return state.first != nil
    }
    if isLate { response() }
  }

  private func receive(_ number: Int32) {
    let response = state.withLock { state -> (@Sendable () -> Void)? in
      if state.first != nil { Self.exitAtOnce(number, state.remedy) }
      state.first = number
      return state.response
    }
    response?()
  }

  /// Ends the process. Files that are being written keep their temporary names, so complete files stay
  /// complete.
  private static func exitAtOnce(_ number: Int32, _ remedy: String) -> Never {
    StandardError.writeWithoutWaiting(
      ErrorMessage.line(
        "ended at once by a second signal (\(String(cString: strsignal(number)))). \(remedy)."))
    _exit(128 + number)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
