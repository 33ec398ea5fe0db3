import Runs

extension TrainingEvent.Started {
  /// Returns the start of a run that processes train together; without a job it is the same.
  func trained(by job: TrainingJob?) -> Self {
    var started = self
    (started.ranks, started.columns, started.isHybrid) = job.record
    return started
  }
}

extension TrainingEvent.Resumed {
  /// Returns the continuation of a run that processes train together; without a job it is the same.
  func trained(by job: TrainingJob?) -> Self {
    var resumed = self
    (resumed.ranks, resumed.columns, resumed.isHybrid) = job.record
    return resumed
  }
}

extension TrainingJob? {
  /// The numbers of ranks and columns in events, `nil` for 1, and whether ranks divide the units.
  fileprivate var record: (ranks: Int?, columns: Int?, isHybrid: Bool) {
    guard let self else { return (nil, nil, false) }
    return (
      self.count > 1 ? self.count : nil, self.columns > 1 ? self.columns : nil, self.isHybrid
    )
  }
}
