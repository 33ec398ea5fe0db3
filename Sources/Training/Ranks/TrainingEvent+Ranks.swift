import Runs

extension TrainingEvent.Started {
  /// Returns the start of a run that processes train together; without a job it is the same.
  func trained(by job: TrainingJob?) -> Self {
    var started = self
    (started.ranks, started.columns) = job.recordedNumbers
    return started
  }
}

extension TrainingEvent.Resumed {
  /// Returns the continuation of a run that processes train together; without a job it is the same.
  func trained(by job: TrainingJob?) -> Self {
    var resumed = self
    (resumed.ranks, resumed.columns) = job.recordedNumbers
    return resumed
  }
}

extension TrainingJob? {
  /// The numbers of ranks and columns in events; `nil` for 1.
  fileprivate var recordedNumbers: (ranks: Int?, columns: Int?) {
    guard let self else { return (nil, nil) }
    return (self.count > 1 ? self.count : nil, self.columns > 1 ? self.columns : nil)
  }
}
