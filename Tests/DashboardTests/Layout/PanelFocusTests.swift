import TerminalUI
import Testing

@testable import Dashboard

/// The focus: arrows choose a panel, Enter enlarges it, Esc goes back.
@Suite struct PanelFocusTests {
  private func going(_ width: Int = 120, _ height: Int = 40) -> DashboardState {
    var state = SyntheticRun(steps: 60).state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    return state
  }

  private func press(_ keys: Key..., on state: inout DashboardState) {
    for key in keys { _ = update(&state, .terminal(.key(key))) }
  }

  /// Loss, error and layers are at the left from top to bottom, kernels above the run at the right.
  @Test func arrowsMoveTheFocusInTheirDirection() {
    var state = going()
    let moves: [(Key, PanelName)] = [
      (.down, .loss), (.down, .error), (.down, .layers), (.down, .layers), (.right, .run),
      (.up, .kernels), (.left, .error), (.left, .error), (.up, .loss), (.up, .loss),
      (.right, .kernels),
      (.right, .kernels), (.end, .run), (.home, .loss),
    ]
    for (number, (key, panel)) in moves.enumerated() {
      press(key, on: &state)
      #expect(state.focusedPanel == panel, "move \(number + 1)")
    }
    #expect(state.screen == .live)
  }

  @Test func lettersMoveTheFocusAsArrowsDo() {
    let pairs: [(Character, Key)] = [
      ("h", .left), ("j", .down), ("k", .up), ("l", .right), ("g", .home), ("G", .end),
    ]
    for panel in going().layout.screen.panels.map(\.name) {
      for (letter, key) in pairs {
        var (state, other) = (going(), going())
        (state.focusedPanel, other.focusedPanel) = (panel, panel)
        press(.character(letter.unicodeScalars.first!), on: &state)
        press(key, on: &other)
        #expect(state == other)
      }
    }
  }

  @Test(arguments: [(40, 10), (60, 16), (80, 24), (120, 40), (200, 60)])
  func everyShownPanelIsReached(width: Int, height: Int) {
    var reached: Set<PanelName> = []
    var state = going(width, height)
    let names = state.layout.screen.panels.map(\.name)
    press(.home, on: &state)
    var ahead = [state.focusedPanel!]
    while let panel = ahead.popLast() {
      guard reached.insert(panel).inserted else { continue }
      for key in [Key.left, .right, .up, .down] {
        state.focusedPanel = panel
        press(key, on: &state)
        ahead.append(state.focusedPanel!)
      }
    }
    #expect(reached == Set(names))
  }

  @Test(arguments: [
    (PanelName.loss, [ChartQuantity.loss]), (PanelName.error, [.top1, .top5]),
  ])
  func aCurveIsEnlargedInTheCharts(panel: PanelName, quantities: [ChartQuantity]) {
    var state = going()
    state.focusedPanel = panel
    press(.enter, on: &state)
    #expect(state.screen == .charts && Set(state.charts.quantities) == Set(quantities))
    #expect(state.charts.shown.count == 4)
    press(.left, .escape, on: &state)
    #expect(state.screen == .charts)
    press(.escape, on: &state)
    #expect(state.screen == .live && state.focusedPanel == panel && state.charts.enlarged == nil)
    press(.escape, on: &state)
    #expect(state.focusedPanel == nil)
  }

  @Test func kernelsAndLayersAreEnlargedToTheirScreens() {
    for (panel, screen) in [(PanelName.kernels, Screen.kernels), (.layers, .layers)] {
      var state = going()
      state.focusedPanel = panel
      press(.enter, on: &state)
      #expect(state.screen == screen)
      press(.escape, on: &state)
      #expect(state.screen == .live && state.focusedPanel == panel)
    }
  }

  @Test func theRunFillsTheScreenUntilEscape() {
    var state = going()
    state.focusedPanel = .run
    press(.enter, on: &state)
    let text = view(state, width: 120, height: 40, capabilities: state.surface.capabilities)
      .plainText
    #expect(text.contains("parameters") && text.contains("3,871,976"))
    #expect(!text.contains("Loss"))
    press(.escape, on: &state)
    #expect(state.layout.screen.live.loss != nil)
  }

  @Test func aChartIsEnlargedOnItsScreen() {
    var state = going()
    press(.character("3"), .down, .down, .enter, on: &state)
    #expect(state.charts.quantities == [.top1])
    press(.escape, on: &state)
    #expect(state.screen == .charts && state.charts.quantities.count == 4)
  }

  @Test func withoutAFocusEnterEnlargesTheFirstPanel() {
    var state = going()
    press(.enter, on: &state)
    #expect(state.screen == .charts && state.charts.quantities == [.loss])
    state = going()
    press(.character("3"), .enter, on: &state)
    #expect(state.charts.quantities == [.loss])
  }

  /// A heavy border and a pointer show the focus at every colour depth.
  @Test(arguments: ColorDepth.allCases, [true, false])
  func theFocusIsVisibleWithoutColours(depth: ColorDepth, unicode: Bool) {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      var state = going(width, height)
      state.surface.capabilities = TerminalCapabilities(depth: depth, unicode: unicode)
      let before = view(
        state, width: width, height: height, capabilities: state.surface.capabilities)
      for panel in state.layout.screen.panels {
        state.focusedPanel = panel.name
        let after = view(
          state, width: width, height: height, capabilities: state.surface.capabilities)
        let changed = (0..<width * height).filter {
          before.cells[$0].glyph != after.cells[$0].glyph
        }
        #expect(changed.count >= panel.rect.width / 3)
        #expect(changed.allSatisfy { panel.rect.contains(x: $0 % width, y: $0 / width) })
        let title = (panel.rect.x..<panel.rect.right).map { after[$0, panel.rect.y].glyph }
        #expect(title.contains((unicode ? "▶" : ">" as Unicode.Scalar).value))
      }
    }
  }
}
