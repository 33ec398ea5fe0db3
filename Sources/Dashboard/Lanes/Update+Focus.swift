import TerminalUI

/// Which panel has the focus, and what becomes of it.
extension DashboardState {
  /// The panel of this screen that keys and the mouse have chosen.
  var focusedPanel: PanelName? {
    get { focusedPanels[screen] }
    set { focusedPanels[screen] = newValue }
  }

  mutating func moveFocus(by count: Int) {
    let names = layout.screen.panels.map(\.name)
    guard !names.isEmpty else { return say("there is no panel to choose") }
    guard let focusedPanel, let index = names.firstIndex(of: focusedPanel) else {
      focusedPanel = count > 0 ? names.first : names.last
      return
    }
    self.focusedPanel = names[((index + count) % names.count + names.count) % names.count]
  }

  /// Makes a panel as large as the screen: its own screen where it has one.
  mutating func enlarge() {
    guard let focusedPanel, layout.screen.panels.contains(where: { $0.name == focusedPanel }) else {
      return say("Tab chooses what Enter enlarges")
    }
    switch focusedPanel {
    case .loss: enlargeCharts([.loss])
    case .error: enlargeCharts([.top1, .top5])
    case .chart(let quantity): enlargeCharts([quantity])
    case .layers: show(.layers)
    case .kernels: show(.kernels)
    case .run: enlarged = .run
    }
  }

  private mutating func enlargeCharts(_ quantities: Set<ChartsView.Quantity>) {
    guard charts.alone != quantities else {
      return say("it is as large as it can be · Esc goes back")
    }
    charts.cameFrom = screen
    charts.alone = quantities
    show(.charts)
  }

  /// Esc: what was opened last is closed first. False when nothing is.
  mutating func leavePart() -> Bool {
    if screen == .charts, leaveChartsPart() { return true }
    if screen == .images, !lane.hasEnded, images.leavePart(lane.glimpse?.image) { return true }
    if screen == .compare, leaveComparePart() { return true }
    if screen == .kernels, leavePast() { return true }
    if enlarged != nil {
      enlarged = nil
    } else if screen != .overview {
      screen = .overview
    } else if focusedPanel != nil {
      focusedPanel = nil
    } else {
      return false
    }
    return true
  }
}
