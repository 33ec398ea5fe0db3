import Observing
import Runs

/// The timeline of the kernels: the choice of a record, the playback, and the requests for records.
extension DashboardState {
  /// The index of the record that is shown, or was requested; `nil` while the present is shown.
  var timelineIndex: Int? {
    (kernels.requestedStep ?? kernels.past?.step).flatMap { step in
      kernels.steps.lastIndex { $0 <= step }
    }
  }

  private mutating func requestRecord(_ step: Int) -> [DashboardEffect] {
    kernels.requestedStep = step
    return [.loadKernels(step: step, run: focusedRun)]
  }

  mutating func scrubToStart() -> [DashboardEffect] {
    kernels.playedAt = nil
    return requestRecord(0)
  }

  /// Shows the record that is `count` records later.
  mutating func scrub(by count: Int) -> [DashboardEffect] {
    kernels.playedAt = nil
    guard !kernels.steps.isEmpty else {
      showNotice(NoticeText.nothingRecorded)
      return [.loadKernels(step: nil, run: focusedRun)]
    }
    guard let index = timelineIndex else {
      guard count < 0 else {
        showNotice(NoticeText.presentIsShown)
        return []
      }
      // The latest record can have the step of the latest snapshot.
      let before = kernels.steps.last { $0 < currentKernelsStep ?? .max }
      return before.map { requestRecord($0) } ?? []
    }
    let next = index + count
    guard next < kernels.steps.count else {
      showPresent()
      return []
    }
    if next < 0 { showNotice(NoticeText.firstRecordIsShown) }
    return requestRecord(kernels.steps[max(0, next)])
  }

  /// Shows the record that is nearest to a step, or the kernels of the latest snapshot if they are nearer.
  mutating func showRecord(nearestTo step: Int) -> [DashboardEffect] {
    kernels.playedAt = nil
    guard let nearest = kernels.steps.min(by: { abs($0 - step) < abs($1 - step) }) else {
      return []
    }
    if let now = currentKernelsStep, abs(now - step) < abs(nearest - step) {
      showPresent()
      return []
    }
    return requestRecord(nearest)
  }

  /// The step of the kernels of the latest snapshot; `nil` without them.
  var currentKernelsStep: Int? {
    lane.snapshot?.kernels == nil ? nil : lane.kernelsStep ?? lane.snapshot?.step
  }

  /// Shows the kernels of the latest snapshot. A run without snapshots stays at its last record.
  mutating func showPresent() {
    kernels.playedAt = nil
    kernels.requestedStep = nil
    guard lane.snapshot?.kernels != nil else {
      if let last = kernels.past, last.step == kernels.steps.last {
        showNotice(NoticeText.lastRecordIsShown)
      }
      return
    }
    kernels.past = nil
    analyzeKernels()
  }

  /// Shows the present instead of a record, as Esc does.
  /// - Returns: False if the present is shown already.
  mutating func returnToPresent() -> Bool {
    guard kernels.past != nil, lane.snapshot?.kernels != nil else { return false }
    showPresent()
    return true
  }

  // MARK: - Playback

  mutating func togglePlayback() -> [DashboardEffect] {
    guard kernels.playedAt == nil else {
      kernels.playedAt = nil
      showNotice(NoticeText.playbackStopped)
      return []
    }
    guard kernels.steps.count > 1 else {
      showNotice(NoticeText.nothingRecorded)
      return [.loadKernels(step: nil, run: focusedRun)]
    }
    kernels.playedAt = now
    // If the present or the last record is shown, the playback starts at the first record.
    guard let index = timelineIndex, index < kernels.steps.count - 1 else {
      return requestRecord(0)
    }
    return []
  }

  /// Requests the next record of the playback when it is due.
  mutating func advancePlayback() -> [DashboardEffect] {
    guard screen == .kernels, let since = kernels.playedAt else {
      kernels.playedAt = nil
      return []
    }
    guard now - since >= KernelsState.playInterval * 0.9, kernels.requestedStep == nil,
      let index = timelineIndex
    else { return [] }
    kernels.playedAt = now
    let last = kernels.steps.count - 1
    guard index < last else {
      showPresent()
      return []
    }
    let stride = max(1, kernels.steps.count / KernelsState.playedRecords)
    return requestRecord(kernels.steps[min(last, index + stride)])
  }

  // MARK: - Reading

  /// True if the run has ended and no snapshot of its kernels was received.
  var onlyRecordsAreLeft: Bool { lane.hasEnded && lane.snapshot?.kernels == nil }

  /// Requests the timeline when a screen begins to show it, and repeatedly while it grows and no
  /// record of it is shown.
  mutating func refreshTimeline() -> [DashboardEffect] {
    let showsLatest = screen == .live || screen == .compare && compare.lowerPanel == .kernels
    guard screen == .kernels || showsLatest && onlyRecordsAreLeft else {
      kernels.requestedAt = nil
      return []
    }
    if let requestedAt = kernels.requestedAt {
      guard !lane.hasEnded, timelineIndex == nil, now - requestedAt >= KernelsState.readInterval
      else { return [] }
    } else {
      analyzeKernels()
    }
    kernels.requestedAt = now
    return [.loadKernels(step: nil, run: focusedRun)]
  }

  /// Applies the timeline of the run in focus, and the kernels of one of its records.
  mutating func apply(_ recorded: RecordedKernels) {
    guard index(ofRun: recorded.run) == focus else { return }
    kernels.steps = recorded.steps
    if let problem = recorded.problem { showNotice(problem) }
    guard let weights = recorded.kernels, let step = recorded.step else {
      if recorded.wasRequested { kernels.requestedStep = nil }
      return
    }
    // The kernels of a requested record are ignored if the user has returned to the present since.
    // Those that came with the steps are needed only if there is nothing else to show.
    guard
      recorded.wasRequested
        ? kernels.requestedStep != nil
        : lane.snapshot?.kernels == nil && kernels.past == nil && kernels.requestedStep == nil
    else { return }
    if timelineIndex.map({ kernels.steps[$0] == step }) ?? true { kernels.requestedStep = nil }
    kernels.past = .init(step: step, kernels: weights, isPlaceholder: !recorded.wasRequested)
    analyzeKernels()
  }
}
