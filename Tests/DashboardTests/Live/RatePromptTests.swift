import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The prompt for a learning rate, at the key `R`.
@Suite struct RatePromptTests {
  private func opened() -> DashboardState {
    var state = SyntheticRun(steps: 50).state
    _ = update(&state, .terminal(.key(.character("R"))))
    return state
  }

  private func press(_ keys: [Key], _ state: inout DashboardState) -> [DashboardEffect] {
    keys.flatMap { update(&state, .terminal(.key($0))) }
  }

  private func type(_ text: String, _ state: inout DashboardState) -> [DashboardEffect] {
    press(text.unicodeScalars.map { .character($0) }, &state)
  }

  private func text(_ state: DashboardState) -> String? {
    if case .rate(let prompt) = state.overlay { prompt.field.text } else { nil }
  }

  @Test func itBeginsWithTheCurrentRate() {
    var state = opened()
    #expect(text(state) == "0.02")
    #expect(press([.enter], &state) == [])
    #expect(state.overlay == nil)
  }

  @Test(arguments: [
    ("0.01", 0.01), ("1e-3", 0.001), ("5E-4", 0.0005), (".05", 0.05), ("0.2", 0.2), ("0", 0),
    (" 0.03 ", 0.03),
  ])
  func aTypedNumberReplacesTheRate(typed: String, rate: Double) {
    var state = opened()
    #expect(type(typed, &state) == [])
    #expect(press([.enter], &state) == [.send(.setRate(rate))])
    #expect(state.overlay == nil)
    #expect(state.rate == 0.02, "the trainer has not confirmed it yet")
  }

  @Test(arguments: ["", "abc", "-1", "nan", "inf", "1e999", "0,01", "1.2.3", "0x10p", "l"])
  func otherTextsAreExplainedAndThePromptStays(typed: String) {
    var state = opened()
    if typed.isEmpty { _ = press([.control("u")], &state) }
    _ = type(typed, &state)
    #expect(press([.enter], &state) == [])
    guard case .rate(let prompt) = state.overlay else {
      Issue.record("the prompt is closed")
      return
    }
    #expect(prompt.problem?.contains("0 or more") == true)
    #expect(prompt.field.text == typed)
    let screen = view(state, width: 120, height: 40, capabilities: state.surface.capabilities)
    #expect(screen.plainText.contains("0 or more"))
    // The next edit removes the explanation.
    _ = press([.control("u")], &state)
    #expect(type("0.05", &state) == [])
    #expect(press([.enter], &state) == [.send(.setRate(0.05))])
  }

  @Test func arrowsMultiplyAndDivide() {
    var state = opened()
    let rates = [Key.up, .up, .down, .down, .down].map { key in
      _ = press([key], &state)
      return text(state)
    }
    #expect(rates == ["0.025", "0.0313", "0.025", "0.02", "0.016"])
    #expect(press([.enter], &state) == [.send(.setRate(0.016))])
  }

  @Test func lettersAreTypedAndDoNotMove() {
    var state = opened()
    _ = type("hjklgG/ ", &state)
    #expect(text(state) == "hjklgG/ ")
  }

  @Test(arguments: [Key.escape, .control("c")])
  func itIsCancelled(key: Key) {
    var state = opened()
    _ = type("0.05", &state)
    #expect(press([key], &state) == [])
    #expect(state.overlay == nil)
  }

  @Test func pastedTextReplacesTheRate() {
    var state = opened()
    _ = update(&state, .terminal(.paste("0.04\n")))
    #expect(press([.enter], &state) == [.send(.setRate(0.04))])
  }

  @Test func thePageKeysDoubleAndHalveTheRate() {
    var state = opened()
    #expect(press([.pageDown, .enter], &state) == [.send(.setRate(0.01))])
    state = opened()
    #expect(press([.pageUp, .enter], &state) == [.send(.setRate(0.04))])
  }

  /// A rate of more than ten times the current one is probably a wrong key.
  @Test func aMuchLargerRateNeedsASecondEnter() {
    var state = opened()
    _ = type("50", &state)
    #expect(press([.enter], &state) == [])
    let screen = view(state, width: 120, height: 40, capabilities: state.surface.capabilities)
    #expect(screen.plainText.contains("50 is 2,500 times 0.02"))
    // An edit asks again.
    #expect(press([.backspace, .enter], &state) == [])
    #expect(press([.enter], &state) == [.send(.setRate(5))])
  }

  @Test func theSameRateIsNotSent() {
    var state = opened()
    _ = type("0.02", &state)
    #expect(press([.enter], &state) == [])
    #expect(state.notice?.text == NoticeText.rateIsAlready(0.02))
  }

  @Test func aRunThatEndsInTheMeantimeIsNotChanged() {
    var state = opened()
    _ = type("0.05", &state)
    _ = update(&state, .trainer(.finished(step: 50, seconds: 8, reason: .completed)))
    #expect(press([.enter], &state) == [])
  }
}
