import LiveSession
import Runs
import Training

/// The output of a training: it receives the events of all runs in their order.
protocol EventReporter {
  /// Reports one event.
  /// - Throws: The failure of standard output.
  mutating func report(_ line: EventLine) throws(OutputFailure)
}

extension EventReporter {
  /// Reports events until all runs are over.
  /// - Parameters:
  ///   - watcher: The watcher of the session.
  ///   - runs: The names of the runs.
  ///   - onFailure: Called at the first failure of standard output. Nothing is reported after it.
  /// - Returns: The outcomes of the runs.
  mutating func reportAll(
    from watcher: Watcher, runs: [String], onFailure: (OutputFailure) -> Void = { _ in }
  ) -> RunOutcomes {
    var outcomes = RunOutcomes(runs)
    var hasFailed = false
    while !outcomes.areAllOver {
      watcher.events.waitForMessage()
      for line in watcher.events.drain() {
        outcomes.update(with: line)
        guard !hasFailed else { continue }
        do throws(OutputFailure) {
          try report(line)
        } catch {
          hasFailed = true
          onFailure(error)
        }
      }
    }
    return outcomes
  }
}

/// No output, except a warning that events are no longer recorded. Errors that end a run are printed at
/// the end of the program.
struct QuietReporter: EventReporter {
  func report(_ line: EventLine) {
    guard case .warning(_, kind: "journal", let message) = line.event else { return }
    StandardError.write(ErrorMessage.line(message))
  }
}

/// One JSON object in each line.
struct JSONReporter: EventReporter {
  func report(_ line: EventLine) throws(OutputFailure) { try StandardOutput.print(line.text) }
}
