import DisplayText

extension DashboardState {
  mutating func perform(_ command: ChartsCommand) {
    switch command {
    case .chooseQuantities: overlay = .quantities(QuantityMenu())
    case .navigate(let navigation):
      let notice = charts.perform(
        navigation, over: longestHistory, wholeRunNotice: NoticeText.wholeRunIsShown)
      if let notice { showNotice(notice) }
    case .logarithmic:
      isLogarithmic.toggle()
      showNotice(NoticeText.values(areLogarithmic: isLogarithmic))
    case .lessSmooth: smooth(by: -1)
    case .moreSmooth: smooth(by: 1)
    case .nextSmoothing: nextSmoothing()
    case .limits: openRangePrompt()
    case .sinceFork: toggleSinceFork()
    }
  }

  private mutating func smooth(by change: Int) {
    let mode = lane.history.smoothingMode
    setSmoothing(lane.history.smoothing + change, mode == .none ? .overRaw : mode)
  }

  /// Changes what is drawn of smoothed values: the mean over the values, the mean alone, or the values.
  private mutating func nextSmoothing() {
    let history = lane.history
    guard history.memory > 0 else {
      return setSmoothing(SmoothedSeries.standardMemory, .overRaw)
    }
    setSmoothing(history.smoothing, history.smoothingMode.next)
  }

  private mutating func setSmoothing(_ smoothing: Int, _ mode: SmoothingMode) {
    for index in lanes.indices {
      lanes[index].history.smoothing = smoothing
      lanes[index].history.smoothingMode = mode
    }
    for name in runList.chosen {
      runList.loaded[name]?.lane.history.smoothing = smoothing
      runList.loaded[name]?.lane.history.smoothingMode = mode
    }
    showNotice(smoothingText)
  }

  // MARK: - Steps since the fork

  /// True if a run of the shown charts is a fork.
  var hasForks: Bool {
    let runs = screen == .compare ? comparedRuns.map(\.lane) : lanes
    return runs.contains { $0.history.origin > 0 }
  }

  /// Counts the steps of the shown charts from the beginning, or from the fork of each run. The cursor stays at
  /// its step of the lane in focus, or of the selected run.
  private mutating func toggleSinceFork() {
    let isComparison = screen == .compare
    let history = isComparison ? ComparedRuns(self).selectedHistory : lane.history
    var shown = isComparison ? compare.charts : charts
    guard shown.isSinceFork || hasForks else {
      return showNotice(NoticeText.noFork)
    }
    let origin = history?.origin ?? 0
    shown.isSinceFork.toggle()
    shown.cursor = shown.cursor.map { $0 + (shown.isSinceFork ? -origin : origin) }
    if let cursor = shown.cursor, cursor < 1 { shown.cursor = nil }
    shown.window = nil
    if isComparison { compare.charts = shown } else { charts = shown }
    showNotice(NoticeText.steps(areSinceFork: shown.isSinceFork))
  }

  /// Closes what was opened last on the charts' screen: cursor, window, or enlarged charts.
  /// - Returns: False if none of them is open.
  mutating func goBackInCharts() -> Bool {
    if charts.cursor != nil {
      charts.cursor = nil
    } else if !charts.isAutomatic {
      charts.showAll()
    } else if charts.enlarged != nil {
      charts.enlarged = nil
      if let origin = charts.origin { screen = origin }
      charts.origin = nil
    } else {
      return false
    }
    return true
  }

  var smoothingText: String {
    let history = lane.history
    guard history.isSmooth else { return "no smoothing" }
    let text = "smoothing \(NumberText.plain(history.memory))"
    return history.showsRaw ? text : text + " alone"
  }
}
