import Runs

/// One training of a run, from its start or a resumption to the next.
struct JobSession: Equatable {
  /// The step after which it begins.
  var step: Int
  /// The number of processes; `nil` for one.
  var ranks: Int?
  /// The number of columns into which the kernels are divided between processes; `nil` for no division.
  var columns: Int?
  /// True if the processes divide the units of the fully-connected layers.
  var isHybrid = false

  /// Returns all trainings in the order of the events of a run.
  static func all(in events: [TrainingEvent]) -> [JobSession] {
    events.compactMap { event in
      switch event {
      case .started(let started):
        JobSession(
          step: 0, ranks: started.ranks, columns: started.columns, isHybrid: started.isHybrid)
      case .resumed(let resumed):
        JobSession(
          step: resumed.step, ranks: resumed.ranks, columns: resumed.columns,
          isHybrid: resumed.isHybrid)
      case .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning,
        .renamed, .finished, .failed:
        nil
      }
    }
  }

  /// Returns the number of processes that wrote the checkpoint of a step, or for step 0 of those that started
  /// the run.
  static func ranks(before step: Int, in events: [TrainingEvent]) -> Int {
    let sessions = all(in: events)
    return (sessions.last { $0.step < step } ?? sessions.first)?.ranks ?? 1
  }
}
