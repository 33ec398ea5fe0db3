import Channels
import Glibc

/// The start of a new trainer for interrupted runs, on a separate thread, because a screen must not wait for
/// a trainer.
final class TrainerRestart: Sendable {
  /// The result of the start.
  enum Result: Equatable, Sendable {
    /// Clients can connect to the trainer with this process ID.
    case training(process: pid_t)
    /// The trainer cannot start, for this reason: one or more lines.
    case failed(String)
  }

  private struct State: Sendable {
    var isCancelled = false
    /// True after the order to begin was sent to the trainer.
    var hasBegun = false
    var result: Result?
  }
  private let state = Monitor(State())

  /// Starts the thread.
  /// - Parameters:
  ///   - arguments: The command line that continues the runs, first the program's name.
  ///   - onResult: Called on the thread when there is a result.
  init(_ arguments: [String], onResult: @escaping @Sendable () -> Void) {
    NamedThread.start("restart") { [state] in
      let result = Self.start(arguments, state)
      state.update { $0.result = result }
      onResult()
    }
  }

  /// Removes and returns the result; `nil` before there is one.
  func removeResult() -> Result? {
    state.update { state in
      defer { state.result = nil }
      return state.result
    }
  }

  /// Prevents that the trainer begins. If it has begun already, waits until clients can connect.
  /// - Returns: The result; `nil` if the trainer does not begin.
  func cancel() -> Result? {
    state.update { $0.isCancelled = true }
    let result = state.wait { state -> Result?? in
      guard state.hasBegun else { return .some(nil) }
      return state.result.map { .some($0) }
    }
    return result ?? nil
  }

  private static func start(_ arguments: [String], _ state: Monitor<State>) -> Result {
    do throws(LaunchFailure) {
      let launch = try TrainerLaunch.start(arguments)
      try launch.waitUntilPrepared()
      let mustBegin = state.update { state in
        state.hasBegun = !state.isCancelled
        return state.hasBegun
      }
      // Without `begin` the trainer exits when the socket of the launch is closed.
      guard mustBegin else { return .failed("") }
      _ = try launch.begin()
      return .training(process: launch.process)
    } catch {
      return .failed(error.text(program: arguments[0]))
    }
  }
}

extension LaunchFailure {
  /// Returns the failure as text for a screen.
  /// - Parameter program: The program's name, with which messages on standard error begin.
  func text(program: String) -> String {
    switch self {
    case .cannotStart(let code): "No process can be started: \(String(cString: strerror(code)))."
    case .endedSilently(let exit): "The new trainer \(exit.text)."
    case .reported(let text, _):
      "No trainer was started: \(text.trimmingPrefix("\(program): "))"
    }
  }
}
