import TerminalUI
import Testing

@testable import Dashboard

/// The mouse on header, panels, charts and dialogs: it acts on what is drawn below it.
@Suite struct MouseTests {
  private func going(_ width: Int = 120, _ height: Int = 40, steps: Int = 1000) -> DashboardState {
    var state = SyntheticRun(steps: steps).state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    return state
  }

  private func rows(_ state: DashboardState) -> [String] {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities
    ).plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func aClickOnAScreensNameChoosesIt() throws {
    for width in [80, 120, 200] {
      for screen in Screen.allCases {
        var state = going(width)
        let header = Array(rows(state)[0])
        let key = try #require(screen.key.name.first)
        let x = try #require(header.firstIndex(of: key))
        _ = update(&state, .terminal(.click(x: x, y: 0)))
        #expect(state.screen == screen, "\(screen) at \(width)")
        // The tabs' rectangles are those in which they were drawn.
        for tab in HeaderPanel(state: Shared(state)).tabs(
          in: Rect(x: 0, y: 0, width: width, height: 1),
          appearance: Appearance(state.surface.capabilities))
        {
          let drawn = Array(rows(state)[0])[tab.textX..<tab.textX + tab.text.count]
          #expect(String(drawn) == tab.text)
        }
      }
    }
  }

  @Test func aClickOnAPanelChoosesItAndAnotherEnlargesIt() throws {
    for panel in going().layout.screen.panels {
      var state = going()
      let (x, y) = (panel.rect.x + 3, panel.rect.y + 1)
      _ = update(&state, .terminal(.click(x: x, y: y)))
      #expect(state.focusedPanel == panel.name && state.screen == .live)
      _ = update(&state, .terminal(.click(x: x, y: y)))
      #expect(state.screen != .live || state.enlarged == panel.name)
    }
  }

  @Test func aClickInAChartMovesTheCursor() throws {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      var state = going(width, height)
      _ = update(&state, .terminal(.key(.character("3"))))
      let panel = try #require(state.layout.screen.panels.last)
      let x = panel.rect.x + panel.rect.width * 2 / 3
      let y = panel.rect.y + panel.rect.height / 2
      _ = update(&state, .terminal(.click(x: x, y: y)))
      #expect(state.focusedPanel == panel.name)
      let step = try #require(state.charts.cursor)
      #expect((300...950).contains(step))
      // The cursor is drawn in the column that was clicked.
      let frame = view(
        state, width: width, height: height, capabilities: state.surface.capabilities)
      let column = (panel.rect.y..<panel.rect.bottom).map { frame[x, $0].glyph }
      #expect(column.contains(("│" as Unicode.Scalar).value), "\(width)×\(height)")
    }
  }

  @Test func theWheelZoomsAtThePointer() throws {
    var state = going()
    _ = update(&state, .terminal(.key(.character("3"))))
    let panel = try #require(state.layout.screen.panels.first)
    let point = (x: panel.rect.x + panel.rect.width / 2, y: panel.rect.y + 4)
    _ = update(&state, .terminal(.click(x: point.x, y: point.y)))
    let step = try #require(state.charts.cursor)
    for _ in 0..<4 { _ = update(&state, .terminal(.wheel(-1, x: point.x, y: point.y))) }
    let span = try #require(state.charts.window).span
    #expect(abs(span / 1000 - 0.8 * 0.8 * 0.8 * 0.8) < 0.02)
    // The step below the pointer stays the same, apart from the width of the labels at the left.
    _ = update(&state, .terminal(.click(x: point.x, y: point.y)))
    #expect(abs(try #require(state.charts.cursor) - step) <= 20)
    for _ in 0..<6 { _ = update(&state, .terminal(.wheel(1, x: point.x, y: point.y))) }
    #expect(state.charts.window == nil)
  }

  @Test func aDragMovesAllCharts() throws {
    var state = going()
    for key in [Key.character("3"), .character("+"), .character("+")] {
      _ = update(&state, .terminal(.key(key)))
    }
    let panel = try #require(state.layout.screen.panels.first)
    let (x, y) = (panel.rect.x + 30, panel.rect.y + 4)
    _ = update(&state, .terminal(.click(x: x, y: y)))
    let held = try #require(state.charts.cursor)
    let before = state.charts.steps(of: state.history)
    for column in 1...10 { _ = update(&state, .terminal(.drag(x: x + column, y: y))) }
    let after = state.charts.steps(of: state.history)
    #expect(after.lowerBound < before.lowerBound)
    #expect(abs((after.upperBound - after.lowerBound) - 250) < 1e-6)
    // The step below the pointer has moved with it.
    _ = update(&state, .terminal(.click(x: x + 10, y: y)))
    #expect(abs(try #require(state.charts.cursor) - held) <= 6)
  }

  @Test func theWheelScrollsPagesAndAClickOutsideClosesThem() {
    var state = going(120, 24)
    _ = update(&state, .terminal(.key(.character("?"))))
    _ = update(&state, .terminal(.wheel(1, x: 50, y: 10)))
    #expect(state.overlay == .help(.init(row: 3)))
    _ = update(&state, .terminal(.wheel(-1, x: 50, y: 10)))
    #expect(state.overlay == .help(.init()))
    _ = update(&state, .terminal(.click(x: 50, y: 10)))
    #expect(state.overlay == .help(.init()))
    _ = update(&state, .terminal(.click(x: 1, y: 10)))
    #expect(state.overlay == nil && state.focusedPanel == nil)
  }

  @Test func tabsAndFooterKeepTheirMeaningWhileAPageIsOpen() throws {
    for key in [Key.character("?"), .character("m")] {
      var state = going(120, 24)
      _ = update(&state, .terminal(.key(key)))
      let header = rows(state)[0]
      let range = try #require(header.firstRange(of: "3 Charts"))
      let x = header.distance(from: header.startIndex, to: range.lowerBound)
      _ = update(&state, .terminal(.click(x: x, y: 0)))
      #expect(state.screen == .charts && state.overlay == nil)
    }
    var state = going(120, 24)
    let (x, y) = try place(of: "? help", state)
    _ = update(&state, .terminal(.click(x: x, y: y)))
    #expect(state.overlay == .help(.init()))
    _ = try click("Esc close", &state)
    #expect(state.overlay == nil)
  }

  @Test func aClickOnALaneGivesItTheFocusAndTheWheelMovesIt() throws {
    let plan = SyntheticRun(steps: 0).plan
    var state = DashboardState(
      lanes: [("first", plan, "~/first"), ("second", plan, "~/second")])
    _ = update(&state, .terminal(.resized(width: 120, height: 40)))
    let top = state.layout.lanes.y
    // The row of headings, then a row for each lane.
    for (y, lane) in [(top, 0), (top + 2, 1), (top + 1, 0), (top + 2, 1)] {
      _ = update(&state, .terminal(.click(x: 12, y: y)))
      #expect(state.focus == lane)
    }
    _ = update(&state, .terminal(.wheel(-1, x: 12, y: top + 1)))
    #expect(state.focus == 0)
  }

  private func place(of words: String, _ state: DashboardState) throws -> (x: Int, y: Int) {
    let rows = rows(state)
    let y = try #require(rows.lastIndex { $0.contains(words) }, "\(words)")
    let start = try #require(rows[y].firstRange(of: words)).lowerBound
    return (rows[y].distance(from: rows[y].startIndex, to: start), y)
  }

  /// Clicks where words are drawn and returns the effects.
  private func click(_ words: String, _ state: inout DashboardState) throws -> [DashboardEffect] {
    let (x, y) = try place(of: words, state)
    return update(&state, .terminal(.click(x: x, y: y)))
  }

  @Test(arguments: [
    ("leave, training continues", DashboardEffect.quit), ("stop and save", .send(.stop)),
  ])
  func anAnswerCanBeClicked(words: String, effect: DashboardEffect) throws {
    var state = going()
    _ = update(&state, .terminal(.key(.character("q"))))
    #expect(try click(words, &state) == [effect])
  }

  @Test func aClickOnAKeyThatChangesTrainingOnlyNamesIt() throws {
    let keys = [("D dropout", "D"), ("L LRN", "L"), ("u dropout on again", "u"), ("P pause", "P")]
    for (words, key) in keys {
      var state = going(200, 60)
      _ = update(&state, .trainer(.toggled(step: 999, knob: .dropout, on: false)))
      #expect(try click(words, &state) == [])
      #expect(state.overlay == nil && state.notice?.text.contains("press \(key)") == true)
    }
    // A box asks first.
    var state = going(200, 60)
    #expect(try click("R rate", &state) == [])
    #expect(state.overlay != nil)
  }

  @Test func aClickOutsideOfADialogClosesIt() throws {
    for keys in ["q", "F", "N", "X", "R", "5o", "3v"] {
      var state = going()
      for key in keys.unicodeScalars { _ = update(&state, .terminal(.key(.character(key)))) }
      #expect(state.overlay != nil, "\(keys)")
      _ = update(&state, .terminal(.click(x: 1, y: 3)))
      #expect(state.overlay == nil, "\(keys)")
    }
  }

  @Test func aForkIsChosenByTheMouse() throws {
    var state = going()
    _ = update(&state, .terminal(.key(.character("F"))))
    _ = try click("weight decay", &state)
    guard case .fork(let menu) = state.overlay else {
      Issue.record("it is closed")
      return
    }
    #expect(menu.rows[menu.selected].name == "weight decay")
    _ = try click("weight decay", &state)
    _ = update(&state, .terminal(.wheel(-1, x: 50, y: 10)))
    guard case .fork(let turned) = state.overlay else {
      Issue.record("it is closed")
      return
    }
    #expect(turned.selected == menu.selected - 1)
    #expect(turned.rows[menu.selected].chosen == 1)
    let effects = try click("Enter fork", &state)
    #expect(effects == [.send(.fork(name: nil, turned.changes), run: state.focusedRun)])
    #expect(state.overlay == nil)
  }

  /// Gestures anywhere, at several sizes, on all screens, with all overlays, must not trap.
  @Test func everyGestureIsHandled() {
    for screen in Screen.allCases {
      for (width, height) in [(1, 1), (39, 9), (40, 10), (80, 24), (121, 41)] {
        var state = going(width, height, steps: 30)
        let fork = DashboardState.Overlay.fork(ForkMenu(of: state.lane))
        for overlay in [nil, .help(.init()), .messages(.init()), .leave, .failure, .stopLane, fork]
          as [DashboardState.Overlay?]
        {
          state.screen = screen
          state.overlay = overlay
          for y in stride(from: -1, through: height, by: 5) {
            for x in stride(from: -1, through: width, by: 7) {
              _ = update(&state, .terminal(.click(x: x, y: y)))
              _ = update(&state, .terminal(.drag(x: x + 3, y: y - 1)))
              _ = update(&state, .terminal(.wheel(x % 2 == 0 ? 1 : -1, x: x, y: y)))
              state.screen = screen
              state.overlay = overlay
            }
          }
        }
      }
    }
  }
}
