import TerminalUI

/// The keys of the charts, and what changes how the screen looks.
extension DashboardState {
  mutating func performOnCharts(_ command: DashboardCommand) {
    if screen == .compare { return performOnCompareCharts(command) }
    switch command {
    case .chart(let quantity):
      charts.toggle(quantity)
      say("\(quantity.name) \(charts.shown.contains(quantity) ? "shown" : "hidden")")
    case .axis:
      charts.nextAxis()
      say("by \(charts.axisName)")
    case .cursorLeft: charts.moveCursor(by: -1, lane.history)
    case .cursorRight: charts.moveCursor(by: 1, lane.history)
    case .zoomIn: charts.zoom(by: 0.5, lane.history)
    case .zoomOut: charts.zoom(by: 2, lane.history)
    case .panLeft, .panRight:
      guard charts.window != nil else { return say("the whole run is shown · ↑ looks closer") }
      charts.pan(by: command == .panLeft ? -0.5 : 0.5, lane.history)
    case .panToStart: charts.panToStart(lane.history)
    case .follow:
      charts.follow()
      charts.cursor = nil
    case .wholeRun: charts.window = nil
    case .read(let step): charts.read(step, lane.history)
    case .zoom(let factor, let place): charts.zoom(by: factor, around: place, lane.history)
    case .pan(let share): charts.pan(by: share, lane.history)
    default: break
    }
  }

  /// Esc in the charts takes back one thing at a time; false when there is nothing.
  mutating func leaveChartsPart() -> Bool {
    if charts.cursor != nil {
      charts.cursor = nil
    } else if charts.window != nil {
      charts.window = nil
    } else if charts.alone != nil {
      charts.alone = nil
      if let origin = charts.cameFrom { screen = origin }
      charts.cameFrom = nil
    } else {
      return false
    }
    return true
  }

  mutating func nextTheme() {
    let all = Theme.Name.allCases
    let index = all.firstIndex(of: theme) ?? 0
    theme = all[(index + 1) % all.count]
    themeIsFound = false
    chosenTheme = theme
    say("theme: \(theme.words)")
  }
}

extension Theme.Name {
  var words: String {
    switch self {
    case .dark: "dark"
    case .light: "light"
    case .contrast: "high contrast"
    case .colorblind: "colour-blind safe"
    }
  }
}
