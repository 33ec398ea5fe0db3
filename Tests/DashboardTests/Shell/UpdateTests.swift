import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The keys of the dashboard as a whole.
@Suite struct UpdateTests {
  private func going() -> DashboardState { SyntheticRun(steps: 50).state }

  private func press(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect] {
    update(&state, .terminal(.key(key)))
  }

  @Test func axisAndSmoothingChangeAtOnce() {
    var state = going()
    #expect(press(.character("y"), &state) == [])
    #expect(state.isLogarithmic)
    let before = state.history.memory
    _ = press(.character("]"), &state)
    #expect(state.history.memory > before)
    _ = press(.character("["), &state)
    _ = press(.character("["), &state)
    #expect(state.history.memory < before)
    for _ in 0..<20 { _ = press(.character("["), &state) }
    #expect(state.history.memory == 0)
    for _ in 0..<20 { _ = press(.character("]"), &state) }
    #expect(state.history.memory == SmoothedSeries.memories.last)
  }

  @Test func screensAreChosenByNumberAndByTab() {
    var state = going()
    for screen in Screen.allCases {
      _ = press(screen.key, &state)
      #expect(state.screen == screen)
    }
    let all = Screen.allCases
    for (screen, next) in zip(all, all.dropFirst() + [.live]) {
      #expect(screen.next(1) == next && next.next(-1) == screen)
    }
    _ = press(.character("1"), &state)
    for screen in all.dropFirst() + [.live] {
      _ = press(.tab, &state)
      #expect(state.screen == screen)
    }
    for screen in all.reversed() {
      _ = press(.backTab, &state)
      #expect(state.screen == screen)
    }
  }

  @Test func escapeStaysOnTheScreen() {
    for screen in Screen.allCases {
      var state = going()
      _ = press(screen.key, &state)
      _ = press(.escape, &state)
      #expect(state.screen == screen)
      #expect(state.notice?.text == NoticeText.nothingIsOpen)
    }
  }

  @Test func theContrastIsCycled() {
    var state = going()
    let seen = (0..<3).map { _ in
      _ = press(.character("n"), &state)
      return state.kernelContrast
    }
    #expect(seen == [.shared, .range, .each])
  }

  @Test(arguments: [Key.character("?"), .function(1)])
  func helpOpensAndCloses(key: Key) {
    var state = going()
    _ = press(key, &state)
    #expect(state.overlay == .help(.init()))
    _ = press(.down, &state)
    #expect(state.overlay == .help(.init(row: 1)))
    _ = press(.up, &state)
    _ = press(.up, &state)
    #expect(state.overlay == .help(.init()))
    #expect(press(.character("D"), &state) == [])
    #expect(state.notice?.text == NoticeText.pageIsOpen(.character("D")))
    #expect(press(.character("q"), &state) == [])
    #expect(state.overlay == nil)
  }

  @Test func keysOfTheTerminalBecomeEffects() {
    var state = going()
    #expect(press(.control("l"), &state) == [.repaint])
    #expect(press(.control("z"), &state) == [.suspend])
  }

  @Test func theSearchOfTheHelpPageOpensAtOnce() {
    var state = going()
    #expect(press(.character("/"), &state) == [])
    #expect(state.overlay == .help(.init(search: TextField(), isTyping: true)))
  }

  @Test func aSmallLetterNamesItsCapital() {
    var state = going()
    #expect(press(.character("d"), &state) == [])
    #expect(state.notice?.text.contains("D changes training: dropout") == true)
    #expect(press(.character(" "), &state) == [])
    #expect(state.notice?.text.contains("P changes training: pause") == true)
  }

  @Test func aKeyWithoutMeaningGetsANotice() {
    var state = going()
    #expect(press(.character("b"), &state) == [])
    #expect(state.notice?.text == NoticeText.noMeaning(of: .character("b")))
    #expect(update(&state, .tick(seconds: 303)) == [])
    #expect(state.notice != nil)
    _ = update(&state, .tick(seconds: 305))
    #expect(state.notice == nil)
  }
}
