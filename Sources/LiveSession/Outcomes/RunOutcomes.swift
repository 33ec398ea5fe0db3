import Runs

/// The runs of a session, and how those that are over have ended. Runs can be added during the
/// session.
public struct RunOutcomes {
  /// The names of the runs, in the order in which they were added.
  public private(set) var runs: [String]
  /// The event that ended each run that is over, `finished` or `failed`, by the run's name.
  public private(set) var endEvents: [String: TrainingEvent] = [:]
  /// The names of the runs that are paused.
  public private(set) var pausedRuns: Set<String> = []
  /// The warnings about files that could not be saved, by the run's name.
  private var unsavedMessages: [String: String] = [:]
  /// The names of the runs with a checkpoint.
  private var runsWithCheckpoint: Set<String> = []

  /// Creates the outcomes of runs that have not ended.
  public init(_ runs: [String]) { self.runs = runs }

  /// Records what an event changes.
  public mutating func update(with line: EventLine) {
    switch line.event {
    case .started: if !runs.contains(line.run) { runs.append(line.run) }
    case .resumed(let resumed):
      if resumed.step > 0 { runsWithCheckpoint.insert(line.run) }
      endEvents[line.run] = nil
      pausedRuns.remove(line.run)
      unsavedMessages[line.run] = nil
    case .warning(_, kind: TrainingEvent.unsaved, let message):
      unsavedMessages[line.run] = [unsavedMessages[line.run], message].compactMap(\.self)
        .joined(separator: " ")
    case .finished, .failed: endEvents[line.run] = line.event
    case .renamed(_, let name):
      if let index = runs.firstIndex(of: line.run) { runs[index] = name }
      if pausedRuns.remove(line.run) != nil { pausedRuns.insert(name) }
      if runsWithCheckpoint.remove(line.run) != nil { runsWithCheckpoint.insert(name) }
      unsavedMessages[name] = unsavedMessages.removeValue(forKey: line.run)
    case .paused(_, true): pausedRuns.insert(line.run)
    case .paused(_, false): pausedRuns.remove(line.run)
    case .checkpoint: runsWithCheckpoint.insert(line.run)
    case .step, .validation, .rate, .scheduled, .toggled, .warning: break
    }
  }

  /// The number of runs that are not over.
  public var runningCount: Int { runs.count { endEvents[$0] == nil } }

  /// The names of the runs that are not over.
  public var unfinishedRuns: [String] { runs.filter { endEvents[$0] == nil } }

  /// True if every run is over.
  public var areAllOver: Bool { runningCount == 0 }

  /// The names of the runs that were stopped before their planned end.
  public var stoppedRuns: [String] {
    runs.filter { run in
      guard case .finished(_, _, let reason) = endEvents[run] else { return false }
      return switch reason {
      case .stopped, .timeLimit, .imported: true
      case .completed, .plateau, .trainingError: false
      }
    }
  }

  /// The first run that is over and not completely saved; `nil` if there is none.
  public func unsavedRun(_ commands: RunCommandLines) -> UnsavedRun? {
    for run in runs {
      guard endEvents[run] != nil, let message = unsavedMessages[run] else { continue }
      return UnsavedRun(
        run: run, message: message, command: commands.resumeText([run]),
        hasCheckpoint: runsWithCheckpoint.contains(run))
    }
    return nil
  }

  /// The failure of the first run that failed; `nil` if none did.
  public var failure: RunFailure? {
    for run in runs {
      guard case .failed(_, let message) = endEvents[run] else { continue }
      return RunFailure(problem: runs.count > 1 ? "\(run): \(message)" : message)
    }
    return nil
  }
}
