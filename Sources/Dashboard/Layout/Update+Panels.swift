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
    case .first: focusFirst(of: layout.screen.panels.map(\.name))
    case .last: focusFirst(of: layout.screen.panels.map(\.name).reversed())
    case .left: moveFocus(right: -1, down: 0)
    case .right: moveFocus(right: 1, down: 0)
    case .up: moveFocus(right: 0, down: -1)
    case .down: moveFocus(right: 0, down: 1)
    case .enlarge: enlarge()
    case .machine: toggleMachine()
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

  private mutating func focusFirst(of names: [PanelName]) {
    guard let name = names.first else { return showNotice(NoticeText.noPanel) }
    focusedPanel = name
  }

  /// Moves the focus to the nearest panel in a direction; without a focus, to the first panel.
  private mutating func moveFocus(right: Int, down: Int) {
    let panels = layout.screen.panels
    guard let here = panels.first(where: { $0.name == focusedPanel }) else {
      return focusFirst(of: panels.map(\.name))
    }
    let candidates = panels.compactMap { panel in
      here.rect.distance(to: panel.rect, right: right, down: down).map { (panel.name, $0) }
    }
    if let nearest = candidates.min(by: { $0.1 < $1.1 }) { focusedPanel = nearest.0 }
  }

  /// Enlarges the focused panel, without a focus the first one: shows its own screen if it has one, or else
  /// fills the screen with it.
  private mutating func enlarge() {
    let names = layout.screen.panels.map(\.name)
    guard let panel = focusedPanel.flatMap({ names.contains($0) ? $0 : nil }) ?? names.first else {
      return showNotice(NoticeText.noPanel)
    }
    switch panel {
    case .loss: enlargeCharts([.loss])
    case .error: enlargeCharts([.top1, .top5])
    case .chart(let quantity): enlargeCharts([quantity])
    case .layers: enlarge(to: .layers)
    case .kernels: enlarge(to: .kernels)
    case .run, .ranks, .machine:
      guard enlarged != panel else { return showNotice(NoticeText.isLargest) }
      enlarged = panel
      ranks.row = 0
    }
  }

  private mutating func enlarge(to other: Screen) {
    let origin = screen
    show(other)
    enlargedFrom = origin
  }

  mutating func enlargeCharts(_ quantities: Set<ChartQuantity>) {
    guard charts.enlarged != quantities else {
      return showNotice(NoticeText.isLargest)
    }
    charts.origin = screen
    charts.enlarged = quantities
    show(.charts)
  }
}

extension Rect {
  /// Returns the distance to a rectangle that is completely in a direction, and the distance of the
  /// centres across it, in columns; a row counts as two. `nil` for other rectangles. A rectangle beside this
  /// one is nearer than one that is also above or below it.
  fileprivate func distance(to other: Rect, right: Int, down: Int) -> (Int, Int)? {
    let along =
      switch (right, down) {
      case (1, _): other.x - self.right
      case (-1, _): x - other.right
      case (_, 1): 2 * (other.y - bottom)
      default: 2 * (y - other.bottom)
      }
    guard along >= 0 else { return nil }
    let aside =
      right != 0
      ? 2 * max(0, other.y - bottom + 1, y - other.bottom + 1)
      : max(0, other.x - self.right + 1, x - other.right + 1)
    let across =
      right != 0
      ? abs(2 * other.y + other.height - 2 * y - height)
      : abs(2 * other.x + other.width - 2 * x - width) / 2
    return (along + 4 * aside, across)
  }
}
