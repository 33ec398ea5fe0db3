import TerminalUI
import Testing

@testable import Dashboard

/// The limits of axes that a user types.
@Suite struct ChartLimits {
  private func charts(_ keys: Key...) -> DashboardState {
    var state = SyntheticRun(steps: 1000).state
    for key in [.character("3")] + keys { _ = update(&state, .terminal(.key(key))) }
    return state
  }

  private func type(_ text: String, _ keys: Key..., on state: inout DashboardState) {
    let letters = text.unicodeScalars.map { Key.character($0) }
    for key in letters + keys { _ = update(&state, .terminal(.key(key))) }
  }

  private func text(_ state: DashboardState, _ width: Int = 120, _ height: Int = 40) -> String {
    view(
      state, width: width, height: height, capabilities: .init(depth: .direct, unicode: true)
    ).plainText
  }

  private func problem(_ state: DashboardState) -> String? {
    guard case .range(let prompt) = state.overlay else { return nil }
    return prompt.problem
  }

  // MARK: - Texts

  @Test(arguments: [
    ("0.5 2", AxisLimits(lower: 0.5, upper: 2)),
    ("from 0.5 to 2", AxisLimits(lower: 0.5, upper: 2)),
    ("0.5 auto", AxisLimits(lower: 0.5)), ("AUTO 2", AxisLimits(upper: 2)),
    ("-1 1e-3", AxisLimits(lower: -1, upper: 0.001)), ("auto", AxisLimits()), ("  ", AxisLimits()),
    ("auto auto", AxisLimits()),
  ])
  func limitsAreTwoWords(text: String, limits: AxisLimits) throws {
    #expect(
      try LimitsText.limits(text, of: .quantity(.loss), isLogarithmic: false) == limits)
  }

  @Test(arguments: ["20 60", "20% 60%", "from 20 to 60%"])
  func errorsAreTypedInPercent(text: String) throws {
    #expect(
      try LimitsText.limits(text, of: .quantity(.top1), isLogarithmic: false)
        == AxisLimits(lower: 0.2, upper: 0.6))
  }

  @Test(arguments: [
    ("2", "type two words, from and to, each a number or auto · or auto for both"),
    ("1 2 3", "type two words, from and to, each a number or auto · or auto for both"),
    ("a 2", "'a' is neither a number nor auto"), ("nan 2", "'nan' is neither a number nor auto"),
    ("0 inf", "'inf' is neither a number nor auto"),
    ("20% 60%", "'20%' is neither a number nor auto"),
    ("2 2", "the first number must be smaller than the second"),
    ("3 2", "the first number must be smaller than the second"),
  ])
  func otherTextsAreExplained(text: String, problem: String) {
    #expect(throws: LimitsText.Problem(text: problem)) {
      try LimitsText.limits(text, of: .quantity(.loss), isLogarithmic: false)
    }
  }

  @Test(arguments: ["0 2", "-1 auto", "auto 0"])
  func aLogarithmicAxisHasNoZero(text: String) {
    #expect(throws: LimitsText.Problem.self) {
      try LimitsText.limits(text, of: .quantity(.loss), isLogarithmic: true)
    }
  }

  @Test(arguments: [
    ("1.5 20", "1.5 is not a step · type whole numbers from 0 on"),
    ("-5 20", "−5 is not a step · type whole numbers from 0 on"),
    ("0 1001", "step 1,001 is not there yet · the latest is 1,000"),
    ("10 17", "the chart shows at least 8 steps"), ("995 auto", "the chart shows at least 8 steps"),
  ])
  func stepsAreThoseOfTheRun(text: String, problem: String) {
    #expect(throws: LimitsText.Problem(text: problem)) {
      try LimitsText.steps(text, latest: 1000)
    }
  }

  // MARK: - The prompt

  @Test func valuesBeyondTheLimitsAreNotDrawn() {
    var state = charts(.character("r"))
    type("0.5 1", .enter, on: &state)
    #expect(state.overlay == nil)
    #expect(state.charts.limits == [.quantity(.loss): AxisLimits(lower: 0.5, upper: 1)])
    let drawn = text(state)
    #expect(drawn.contains("0.5 to 1 · r"))
    // The loss begins at 3.7. The labels of the axis end at 1, and all rows of the plot stay in the panel.
    let rows = drawn.split(separator: "\n").prefix(19).filter { $0.contains("┈┈┈┈┈┈┈┈") }
    let labels = rows.compactMap { row in
      row.split(separator: " ").dropFirst().first.flatMap { Double($0) }
    }
    #expect(labels.max() == 1 && labels.min() == 0.5)
    #expect(!text(charts()).contains("0.5 to 1"))
  }

  @Test func theChosenChartIsLimited() {
    var state = charts(.down, .down, .character("r"))
    type("20 60", .enter, on: &state)
    #expect(state.charts.limits == [.quantity(.top1): AxisLimits(lower: 0.2, upper: 0.6)])
    #expect(state.notice?.text == "limits of Top-1 error: 20 to 60")
  }

  @Test func theStepsAreLimitedAfterTab() {
    var state = charts(.character("r"), .tab)
    type("100 500", .enter, on: &state)
    #expect(state.charts.steps(of: state.history) == 100...500)
    // The prompt has the present limits.
    type("", .character("r"), .tab, on: &state)
    guard case .range(let prompt) = state.overlay else {
      Issue.record("no prompt")
      return
    }
    #expect(prompt.field.text == "100 500")
    type("400 auto", .enter, on: &state)
    #expect(state.charts.steps(of: state.history) == 400...1000)
    _ = update(&state, .trainer(.step(SyntheticRun(steps: 1001).step(1001))))
    #expect(state.charts.steps(of: state.history) == 400...1001)
    type("", .character("r"), .tab, on: &state)
    type("auto 300", .enter, on: &state)
    #expect(state.charts.steps(of: state.history) == 0...300)
    type("", .character("r"), .tab, on: &state)
    type("auto", .enter, on: &state)
    #expect(state.charts.window == nil)
  }

  @Test func aWrongTextStaysWithItsProblem() {
    var state = charts(.character("r"))
    type("2 1", .enter, on: &state)
    #expect(problem(state) == "the first number must be smaller than the second")
    #expect(text(state).contains("the first number must be smaller than the second"))
    type("", .backspace, on: &state)
    #expect(problem(state) == nil)
    type("", .escape, on: &state)
    #expect(state.overlay == nil && state.charts.limits.isEmpty)
  }

  @Test func zeroAndEscapeResetTheLimits() {
    var state = charts(.character("r"))
    type("0.5 1", .enter, .character("0"), on: &state)
    #expect(state.charts.limits.isEmpty)
    type("", .character("0"), on: &state)
    #expect(state.notice?.text == NoticeText.wholeRunIsShown)
    type("", .character("r"), on: &state)
    type("auto 1", .enter, .escape, on: &state)
    #expect(state.charts.limits.isEmpty && state.screen == .charts)
  }

  @Test func pastedLimitsReplaceThePresentOnes() {
    var state = charts(.character("r"))
    _ = update(&state, .terminal(.paste("0.5\t2\n")))
    type("", .enter, on: &state)
    #expect(state.charts.limits == [.quantity(.loss): AxisLimits(lower: 0.5, upper: 2)])
  }

  @Test func theComparisonHasLimitsOfItsOwn() {
    var state = SyntheticRuns.state(["dropout-1"])
    type("6r", on: &state)
    type("10 50", .enter, on: &state)
    #expect(state.compare.charts.limits == [.quantity(.top1): AxisLimits(lower: 0.1, upper: 0.5)])
    #expect(state.charts.limits.isEmpty)
    #expect(text(state, 160, 50).contains("10 to 50"))
  }

  // MARK: - Sizes

  @Test(arguments: [true, false])
  func everySizeIsDrawnWithLimits(unicode: Bool) {
    var state = charts(.character("r"))
    type("0.5 1", .enter, on: &state)
    for (width, height) in [(1, 1), (20, 5), (40, 10), (41, 11), (80, 24), (99, 30), (200, 60)] {
      for opens in [false, true] {
        var state = state
        _ = update(&state, .terminal(.resized(width: width, height: height)))
        if opens { type("", .character("r"), on: &state) }
        let frame = view(
          state, width: width, height: height,
          capabilities: .init(depth: .sixteen, unicode: unicode))
        #expect(frame.width == width && frame.height == height)
      }
    }
  }
}
