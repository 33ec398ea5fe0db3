import Runs

/// Which runs of a session are still going, and how the others ended. Runs may come as others go on.
struct RunEndings {
  /// In the order in which they came.
  private(set) var runs: [String]
  private(set) var last: [String: TrainingEvent] = [:]

  init(_ runs: [String]) { self.runs = runs }

  mutating func take(_ line: EventLine) {
    switch line.event {
    case .started: if !runs.contains(line.run) { runs.append(line.run) }
    case .resumed: last[line.run] = nil
    case .finished, .failed: last[line.run] = line.event
    case .renamed(_, let name):
      if let index = runs.firstIndex(of: line.run) { runs[index] = name }
    default: break
    }
  }

  /// How many have not ended.
  var going: Int { runs.count { last[$0] == nil } }

  var areAll: Bool { runs.allSatisfy { last[$0] != nil } }

  /// What the first that failed says, with its name when there are several.
  var failure: RunFailure? {
    for run in runs {
      guard case .failed(_, let message) = last[run] else { continue }
      return RunFailure(problem: runs.count > 1 ? "\(run): \(message)" : message)
    }
    return nil
  }
}
