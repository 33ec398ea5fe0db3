import Runs

/// The events of a run's journal that are still valid: without the steps that were reported again after a
/// resumption from an earlier step.
struct RecordedEvents {
  /// The events in the order of the journal.
  private(set) var events: [TrainingEvent] = []

  /// Selects the valid events of a journal.
  init(_ journal: [TrainingEvent]) {
    for event in journal {
      if case .resumed(let resumed) = event {
        while let last = events.lastIndex(where: { $0.measuredStep != nil }),
          let step = events[last].measuredStep, step > resumed.step
        {
          events.remove(at: last)
        }
        // The run has not ended, since it continued.
        events.removeAll { $0.isEnd }
      }
      events.append(event)
    }
  }
}

extension TrainingEvent {
  /// The step of an event that has numbers of a step; `nil` for the others.
  var measuredStep: Int? {
    switch self {
    case .step(let step): step.step
    case .validation(let validation): validation.step
    case .started, .rate, .scheduled, .toggled, .paused, .checkpoint, .resumed, .warning, .renamed,
      .finished, .failed:
      nil
    }
  }

  /// True for the last event of a run.
  fileprivate var isEnd: Bool {
    switch self {
    case .finished, .failed: true
    case .started, .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .resumed,
      .warning, .renamed:
      false
    }
  }
}
