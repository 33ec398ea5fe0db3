import TerminalUI
import Testing

@testable import Dashboard

/// The focus: Tab chooses a panel, Enter enlarges it, Esc goes back.
@Suite struct PanelFocusTests {
  private func going(_ width: Int = 120, _ height: Int = 40) -> DashboardState {
    var state = SyntheticRun(steps: 60).state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    return state
  }

  private func press(_ keys: Key..., on state: inout DashboardState) {
    for key in keys { _ = update(&state, .terminal(.key(key))) }
  }

  @Test func tabAndShiftTabMoveTheFocus() {
    var state = going()
    var seen: [PanelName?] = []
    for _ in 0..<6 {
      press(.tab, on: &state)
      seen.append(state.focusedPanel)
    }
    #expect(seen == [.loss, .error, .layers, .kernels, .run, .loss])
    press(.backTab, on: &state)
    #expect(state.focusedPanel == .run)
    var other = going()
    press(.backTab, on: &other)
    #expect(other.focusedPanel == .run)
  }

  @Test func onlyShownPanelsGetTheFocus() {
    var state = going(60, 16)
    let names = state.layout.screen.panels.map(\.name)
    #expect(!names.contains(.kernels))
    for _ in 0..<names.count { press(.tab, on: &state) }
    #expect(state.focusedPanel == names.last)
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
    press(.character("3"), .tab, .tab, .enter, on: &state)
    #expect(state.charts.quantities == [.top1])
    press(.escape, on: &state)
    #expect(state.screen == .charts && state.charts.quantities.count == 4)
  }

  @Test func withoutAFocusEnterIsExplained() {
    var state = going()
    press(.enter, on: &state)
    #expect(state.notice?.text == NoticeText.noFocus)
  }

  @Test func theFooterNamesTheMeaningOfTab() {
    for (key, word) in [("1", "Tab panel"), ("3", "Tab chart"), ("2", "Tab screen")] {
      var state = going(160, 40)
      press(.character(Unicode.Scalar(key)!), on: &state)
      let frame = view(state, width: 160, height: 40, capabilities: state.surface.capabilities)
      #expect(frame.plainText.split(separator: "\n").last?.contains(word) == true)
    }
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
