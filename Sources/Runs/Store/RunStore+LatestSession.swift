import FoundationEssentials
import Glibc

extension Run {
  /// The run that this one was copied from, if it still exists.
  private var parent: Run? {
    guard let name = (try? plan())?.lineage?.parent else { return nil }
    return try? store.run(named: name)
  }

  /// The run and those that it was copied from, directly or through other lanes.
  public var ancestry: [Run] {
    // Renaming runs can produce a circle of parents, so the search has a limit.
    Array(sequence(first: self, next: \.parent).prefix(64))
  }

  /// The names of the runs of `ancestry`, and of the parent of the last one, if it was deleted.
  private var ancestorNames: Set<String> {
    let ancestry = ancestry
    let missing = (try? ancestry.last?.plan())?.lineage?.parent
    return Set(ancestry.map(\.name) + [missing].compactMap(\.self))
  }

  /// True if one of two runs was copied from the other, or both were copied from a third, directly or
  /// through other lanes.
  public func isRelated(to other: Run) -> Bool {
    !ancestorNames.isDisjoint(with: other.ancestorNames)
  }

  /// The date of the latest event, in seconds since 1970; without a journal, the date of the plan.
  fileprivate var lastChange: Double {
    var status = stat()
    guard stat(journalPath, &status) == 0 || stat(planPath, &status) == 0 else { return 0 }
    return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
  }
}

extension RunStore {
  /// A run and the time of its latest session.
  private struct Session {
    var summary: RunSummary
    var run: Run
    var start: Double
    var end: Double

    /// Returns true if one trainer can have trained both runs in their latest sessions, and both ended
    /// together. Journals have the dates of starts only, and a paused lane adds no events.
    func isShared(with other: Session) -> Bool {
      let tolerance = 2.0
      guard start <= other.end + tolerance, other.start <= end + tolerance else { return false }
      switch (summary.state, other.summary.state) {
      case (.interrupted, .interrupted): return true
      case (.interrupted, _), (_, .interrupted), (.running, _), (_, .running): return false
      // Lanes that end with their trainer end within one turn, which can be a minute long.
      case (.finished, _), (.failed, _): return abs(end - other.end) < 60
      }
    }
  }

  /// Returns the run that was trained last, and the lanes that its trainer trained beside it until the
  /// end, in the order in which they started. A run that trains now counts as trained last.
  /// - Parameters:
  ///   - name: The name of another run, whose latest session is found; `nil` for the run that was trained
  ///     last.
  ///   - maximumCount: The largest number of runs.
  /// - Returns: The runs; none if there is no such run.
  /// - Throws: `RunsError.fileFailed`.
  public func latestSession(
    of name: String? = nil, maximumCount: Int
  ) throws(RunsError) -> [RunSummary] {
    var sessions: [Session] = []
    for summary in try list().runs {
      let run = try run(named: summary.name)
      let end = summary.state == .running ? Date().timeIntervalSince1970 : run.lastChange
      sessions.append(
        Session(summary: summary, run: run, start: summary.sessionStarted ?? end, end: end))
    }
    let named = name.map { name in sessions.first { $0.summary.name == name } }
    guard let latest = named ?? sessions.max(by: { $0.end < $1.end }) else { return [] }
    let others = sessions.filter {
      $0.run != latest.run && $0.isShared(with: latest) && $0.run.isRelated(to: latest.run)
    }
    let latestOthers = others.sorted { $0.end > $1.end }.prefix(maximumCount - 1)
    return ([latest] + latestOthers).map(\.summary).sorted {
      ($0.started ?? .infinity, $0.name) < ($1.started ?? .infinity, $1.name)
    }
  }
}
