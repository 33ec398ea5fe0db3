import Observing
import Runs

/// The reading of the records of the run in focus.
extension DashboardState {
  /// Requests the records that the screen needs: all steps when it begins to show them, and again while
  /// the run trains, and the kernels of the step to show.
  mutating func refreshTimelines() -> [DashboardEffect] {
    refreshKernels() + refreshLayers()
  }

  /// Reads the timelines again, because the run has ended or continues from an earlier step.
  mutating func rereadTimelines() {
    kernels.requestedAt = nil
    kernels.requestedStep = nil
    kernels.unreadableStep = nil
    layers.requestedAt = nil
    images.request = nil
  }

  private func isTimeToRead(since requestedAt: Double?) -> Bool {
    guard let requestedAt else { return true }
    return !lane.hasEnded && now - requestedAt >= TimelineState.readInterval
  }

  /// False for a run that prepares its first step.
  private var canHaveRecords: Bool { lane.hasEnded || !lane.history.steps.isEmpty }

  // MARK: - Kernels

  /// True if the latest kernels come from the records: no snapshot has arrived yet, or the run has ended.
  var hasOnlyRecordedKernels: Bool { lane.snapshot?.kernels == nil }

  /// True if the screen shows records of the kernels, or moves through them.
  private var needsRecordedKernels: Bool {
    switch screen {
    case .kernels, .charts: true
    case .live: hasOnlyRecordedKernels && canHaveRecords
    case .compare: compare.lowerPanel == .kernels && hasOnlyRecordedKernels && canHaveRecords
    case .layers, .images, .runList: false
    }
  }

  private mutating func refreshKernels() -> [DashboardEffect] {
    guard needsRecordedKernels else {
      kernels.requestedAt = nil
      return []
    }
    var effects: [DashboardEffect] = []
    if isTimeToRead(since: kernels.requestedAt) {
      if kernels.requestedAt == nil { analyzeKernels() }
      kernels.requestedAt = now
      effects.append(.loadKernels(step: nil, run: focusedRun))
    }
    let wanted = kernelsTrack.shown
    if wanted == nil {
      kernels.requestedStep = nil
      if kernels.past != nil {
        kernels.past = nil
        analyzeKernels()
      }
    }
    if wanted == kernels.past?.step { kernels.requestedStep = nil }
    guard screen != .charts, let wanted, wanted != kernels.past?.step,
      wanted != kernels.requestedStep, wanted != kernels.unreadableStep
    else { return effects }
    kernels.requestedStep = wanted
    return effects + [.loadKernels(step: wanted, run: focusedRun)]
  }

  /// Applies the timeline of the run in focus, and the kernels of one of its records.
  mutating func apply(_ recorded: RecordedKernels) {
    guard index(ofRun: recorded.run) == focus else { return }
    kernels.steps = recorded.steps
    if let problem = recorded.problem { showNotice(problem) }
    if recorded.wasRequested, recorded.step == kernels.requestedStep || recorded.kernels == nil {
      if recorded.kernels == nil { kernels.unreadableStep = kernels.requestedStep }
      kernels.requestedStep = nil
    }
    // The kernels of a requested record are ignored if the user has returned to the present since. The
    // latest kernels are shown if there is nothing else.
    guard let weights = recorded.kernels, let step = recorded.step,
      let wanted = kernelsTrack.shown, recorded.wasRequested || wanted == step
    else { return }
    kernels.past = .init(step: step, kernels: weights)
    analyzeKernels()
  }

  // MARK: - Layers

  /// True if the screen shows records of the layers, or moves through them.
  private var needsRecordedLayers: Bool {
    let hasOnlyRecords = lane.snapshot?.layers.isEmpty != false
    return switch screen {
    case .layers, .charts: true
    case .live: hasOnlyRecords && canHaveRecords
    case .compare: compare.lowerPanel == .layers && hasOnlyRecords && canHaveRecords
    case .kernels, .images, .runList: false
    }
  }

  private mutating func refreshLayers() -> [DashboardEffect] {
    guard needsRecordedLayers else {
      layers.requestedAt = nil
      return []
    }
    guard isTimeToRead(since: layers.requestedAt) else { return [] }
    layers.requestedAt = now
    return [.loadLayers(after: layers.records.last?.step, run: focusedRun)]
  }

  /// Applies the timeline of the layers of the run in focus.
  mutating func apply(_ recorded: RecordedLayers) {
    guard index(ofRun: recorded.run) == focus else { return }
    if let problem = recorded.problem { showNotice(problem) }
    layers.add(recorded)
    lane.history.add(layers.records)
  }

  /// Removes what was read of steps after the one from which the run continues.
  mutating func truncateTimelines(after step: Int) {
    if let shownStep, shownStep > step { self.shownStep = nil }
    kernels.steps.removeAll { $0 > step }
    layers.records.removeAll { $0.step > step }
    rereadTimelines()
  }
}
