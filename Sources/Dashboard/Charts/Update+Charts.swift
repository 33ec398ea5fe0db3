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
    }
  }

  private mutating func smooth(by change: Int) {
    let smoothing = lane.history.smoothing + change
    for index in lanes.indices { lanes[index].history.smoothing = smoothing }
    for name in runList.chosen { runList.loaded[name]?.lane.history.smoothing = smoothing }
    showNotice(smoothingText)
  }

  /// Closes what was opened last on the charts' screen: cursor, window, or enlarged charts.
  /// - Returns: False if none of them is open.
  mutating func goBackInCharts() -> Bool {
    if charts.cursor != nil {
      charts.cursor = nil
    } else if charts.window != nil {
      charts.window = nil
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
    lane.history.memory > 0 ? "smoothing \(NumberText.plain(lane.history.memory))" : "no smoothing"
  }
}
