import TerminalUI
import Testing

@testable import Dashboard

/// Charts whose steps are counted since the fork of each run.
@Suite struct StepsSinceTheFork {
  private func press(_ keys: Key..., on state: inout DashboardState) {
    for key in keys { _ = update(&state, .terminal(.key(key))) }
  }

  private func text(_ state: DashboardState, _ width: Int = 160, _ height: Int = 50) -> String {
    view(
      state, width: width, height: height, capabilities: .init(depth: .direct, unicode: true)
    ).plainText
  }

  @Test func aForkBeginsAtTheLeft() {
    var state = SyntheticRuns.forked(steps: 200)
    press(.character("3"), .character("f"), on: &state)
    let fork = state.charts.axes(of: state.lanes[1].history)
    #expect(fork.training.steps.first == 1 && fork.training.steps.last == 200)
    // The validation at the fork is at 0. 128 of 24,000 images are in a step.
    #expect(fork.validation.steps == [0, 100, 200])
    #expect(abs(fork.training.epochs[99] - 100 * 128.0 / 24_000) < 1e-9)
    #expect(abs(fork.training.seconds[99] - 100 * 0.15) < 0.2)
    // The run that is not a fork keeps its steps, and determines the axis.
    #expect(state.charts.axes(of: state.lanes[0].history).training.steps.last == 1200)
    #expect(state.charts.axis(of: state.longestHistory).range == 0...1200)
    #expect(text(state).contains("steps since fork · f"))
    press(.character("f"), on: &state)
    #expect(!state.charts.isSinceFork)
    #expect(state.charts.axes(of: state.lanes[1].history).training.steps.first == 1001)
  }

  @Test func theCursorStaysAtItsStepOfTheLaneInFocus() {
    var state = SyntheticRuns.forked(steps: 200)
    state.focus = 1
    press(.character("3"), on: &state)
    state.charts.cursor = 1150
    press(.character("f"), on: &state)
    #expect(state.charts.cursor == 150)
    // The kernels and the layers show the same step as before.
    #expect(state.shownStep == 1150)
    #expect(text(state).contains("fork + 150 = step 1,150"))
    // The other lane is read at the same distance from its beginning.
    state.focus = 0
    #expect(state.shownStep == 150)
    state.focus = 1
    state.shownStep = 1001
    #expect(state.charts.cursor == 1)
    press(.character("f"), on: &state)
    #expect(state.charts.cursor == 1001)
  }

  @Test func withoutAForkThereIsNothingToAlign() {
    var state = SyntheticRun(steps: 100).state
    press(.character("3"), .character("f"), on: &state)
    #expect(!state.charts.isSinceFork)
    #expect(state.notice?.text == NoticeText.noFork)
  }

  @Test func differencesAreThoseAtTheSameDistanceFromTheFork() throws {
    var state = SyntheticRuns.forked(steps: 200)
    press(.character("6"), .character("f"), on: &state)
    #expect(state.compare.charts.isSinceFork && !state.charts.isSinceFork)
    let lane = state.lanes[1]
    let own = QuantitySeries(lane, .top1, sinceFork: true)
    #expect(own.stepAxis.steps == [0, 100, 200])
    #expect(own.latest(atStep: 150)?.value == lane.history.validationTop1.values[1])
    let drawn = text(state)
    #expect(drawn.contains("axis: steps since fork"))
    press(.left, on: &state)
    #expect(text(state).contains("at fork + "))
  }

  @Test(arguments: ["3", "6"] as [Unicode.Scalar])
  func everySizeAndEveryAxisIsDrawn(screen: Unicode.Scalar) {
    var state = SyntheticRuns.forked(steps: 20)
    press(.character(screen), .character("f"), .left, on: &state)
    for _ in 0..<6 {
      press(.character("x"), on: &state)
      for (width, height) in [(1, 1), (40, 10), (80, 24), (120, 40), (200, 60)] {
        let frame = view(
          state, width: width, height: height,
          capabilities: .init(depth: .direct, unicode: true))
        #expect(frame.height == height)
      }
    }
  }
}
