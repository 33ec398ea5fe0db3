import Runs

/// Which runs of a session are still going, and how the others ended. Runs may come as others go on.
struct RunEndings {
  /// In the order in which they came.
  private(set) var runs: [String]
  private(set) var last: [String: TrainingEvent] = [:]
  /// By the runs' names, what is not on the disk of those whose end is not all there.
  private var unsaved: [String: String] = [:]

  init(_ runs: [String]) { self.runs = runs }

  mutating func take(_ line: EventLine) {
    switch line.event {
    case .started: if !runs.contains(line.run) { runs.append(line.run) }
    case .resumed:
      last[line.run] = nil
      unsaved[line.run] = nil
    case .warning(_, kind: TrainingEvent.unsaved, let message):
      unsaved[line.run] = [unsaved[line.run], message].compactMap(\.self).joined(separator: " ")
    case .finished, .failed: last[line.run] = line.event
    case .renamed(_, let name):
      if let index = runs.firstIndex(of: line.run) { runs[index] = name }
      unsaved[name] = unsaved.removeValue(forKey: line.run)
    default: break
    }
  }

  /// How many have not ended.
  var going: Int { runs.count { last[$0] == nil } }

  var areAll: Bool { runs.allSatisfy { last[$0] != nil } }

  /// What is missing on the disk of the first run that has ended without being saved.
  func unsaved(in store: StoreOptions) -> Unsaved? {
    for run in runs {
      guard last[run] != nil, let message = unsaved[run] else { continue }
      return Unsaved(run: run, message: message, command: store.command("resume", run))
    }
    return nil
  }

  /// True if a run was stopped before its end.
  var areStopped: Bool {
    last.values.contains { if case .finished(_, _, .stopped) = $0 { true } else { false } }
  }

  /// What the first that failed says, with its name when there are several.
  var failure: RunFailure? {
    for run in runs {
      guard case .failed(_, let message) = last[run] else { continue }
      return RunFailure(problem: runs.count > 1 ? "\(run): \(message)" : message)
    }
    return nil
  }
}
