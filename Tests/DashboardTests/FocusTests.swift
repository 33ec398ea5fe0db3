import TerminalUI
import Testing

@testable import Dashboard

/// Tab chooses a panel, Enter makes it as large as the screen, Esc goes back.
@Suite struct FocusTests {
  private func going(_ width: Int = 120, _ height: Int = 40) -> DashboardState {
    var state = SyntheticRun(steps: 60).state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    return state
  }

  private func press(_ keys: Key..., on state: inout DashboardState) {
    for key in keys { _ = update(&state, .terminal(.key(key))) }
  }

  @Test func tabGoesRoundThePanelsAndShiftTabBack() {
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

  @Test func onlyWhatIsOnTheScreenGetsTheFocus() {
    var state = going(60, 16)
    let names = state.layout.screen.panels.map(\.name)
    #expect(!names.contains(.kernels))
    for _ in 0..<names.count { press(.tab, on: &state) }
    #expect(state.focusedPanel == names.last)
  }

  @Test(arguments: [
    (PanelName.loss, [ChartsView.Quantity.loss]), (PanelName.error, [.top1, .top5]),
  ])
  func aCurveIsEnlargedInTheCharts(panel: PanelName, quantities: [ChartsView.Quantity]) {
    var state = going()
    state.focusedPanel = panel
    press(.enter, on: &state)
    #expect(state.screen == .charts && state.charts.quantities == quantities)
    #expect(state.charts.shown.count == 4)
    press(.left, .escape, on: &state)
    #expect(state.screen == .charts)
    press(.escape, on: &state)
    #expect(state.screen == .overview && state.focusedPanel == panel && state.charts.alone == nil)
    press(.escape, on: &state)
    #expect(state.focusedPanel == nil)
  }

  @Test func kernelsAndLayersGoToTheirScreens() {
    for (panel, screen) in [(PanelName.kernels, Screen.kernels), (.layers, .layers)] {
      var state = going()
      state.focusedPanel = panel
      press(.enter, on: &state)
      #expect(state.screen == screen)
      press(.escape, on: &state)
      #expect(state.screen == .overview && state.focusedPanel == panel)
    }
  }

  @Test func theRunFillsTheScreenUntilEscape() {
    var state = going()
    state.focusedPanel = .run
    press(.enter, on: &state)
    let text = view(state, width: 120, height: 40, abilities: state.surface.abilities).plainText
    #expect(text.contains("parameters") && text.contains("3,871,976"))
    #expect(!text.contains("Loss"))
    press(.escape, on: &state)
    #expect(state.layout.screen.loss != nil)
  }

  @Test func oneOfTheChartsIsEnlargedWhereItIs() {
    var state = going()
    press(.character("3"), .tab, .tab, .enter, on: &state)
    #expect(state.charts.quantities == [.top1])
    press(.escape, on: &state)
    #expect(state.screen == .charts && state.charts.quantities.count == 4)
  }

  @Test func withoutAFocusEnterSaysWhatToDo() {
    var state = going()
    press(.enter, on: &state)
    #expect(state.notice?.text == "Tab chooses what Enter enlarges")
  }

  @Test func theFooterSaysWhatTabDoesHere() {
    for (key, word) in [("1", "Tab panel"), ("3", "Tab chart"), ("2", "Tab screen")] {
      var state = going(160, 40)
      press(.character(Unicode.Scalar(key)!), on: &state)
      let frame = view(state, width: 160, height: 40, abilities: state.surface.abilities)
      #expect(frame.plainText.split(separator: "\n").last?.contains(word) == true)
    }
  }

  /// Border and pointer, on every ladder.
  @Test(arguments: ColorDepth.allCases, [true, false])
  func theFocusIsSeenWithoutColours(depth: ColorDepth, unicode: Bool) {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      var state = going(width, height)
      state.surface.abilities = TerminalAbilities(depth: depth, unicode: unicode)
      let before = view(state, width: width, height: height, abilities: state.surface.abilities)
      for panel in state.layout.screen.panels {
        state.focusedPanel = panel.name
        let after = view(state, width: width, height: height, abilities: state.surface.abilities)
        let changed = (0..<width * height).filter {
          before.cells[$0].glyph != after.cells[$0].glyph
        }
        #expect(changed.count >= panel.place.width / 3)
        #expect(changed.allSatisfy { panel.place.contains(x: $0 % width, y: $0 / width) })
        let title = (panel.place.x..<panel.place.right).map { after[$0, panel.place.y].glyph }
        #expect(title.contains((unicode ? "▶" : ">" as Unicode.Scalar).value))
      }
    }
  }
}
