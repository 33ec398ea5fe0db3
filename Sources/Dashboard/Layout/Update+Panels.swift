import TerminalUI

extension DashboardState {
  /// The panel of this screen that has the focus; `nil` before a key or a click gives it to one.
  var focusedPanel: PanelName? {
    get { focusedPanels[screen] }
    set { focusedPanels[screen] = newValue }
  }

  mutating func perform(_ command: PanelsCommand) {
    switch command {
    case .next: moveFocus(by: 1)
    case .previous: moveFocus(by: -1)
    case .enlarge: enlarge()
    case .focus(let panel): focusedPanel = panel
    }
  }

  mutating func moveFocus(by count: Int) {
    let names = layout.screen.panels.map(\.name)
    guard !names.isEmpty else { return showNotice(NoticeText.noPanel) }
    guard let focusedPanel, let index = names.firstIndex(of: focusedPanel) else {
      focusedPanel = count > 0 ? names.first : names.last
      return
    }
    self.focusedPanel = names[((index + count) % names.count + names.count) % names.count]
  }

  /// Enlarges the focused panel: shows its own screen if it has one, or else fills the screen with it.
  private mutating func enlarge() {
    guard let focusedPanel, layout.screen.panels.contains(where: { $0.name == focusedPanel }) else {
      return showNotice(NoticeText.noFocus)
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

  private mutating func enlargeCharts(_ quantities: Set<ChartQuantity>) {
    guard charts.enlarged != quantities else {
      return showNotice(NoticeText.isLargest)
    }
    charts.origin = screen
    charts.enlarged = quantities
    show(.charts)
  }
}
