import Blueprint
import Runs
import Testing

@testable import Dashboard

/// The time until the end, by the plan and by the session's time limit.
@Suite struct TimeLeftTests {
  /// A run of 100 steps that has made 50 in 10 seconds.
  private func state(secondsLeft: Double?) -> DashboardState {
    let run = SyntheticRun(steps: 0)
    guard case .started(var started) = run.started else { fatalError("a run starts") }
    started.plan.length = .steps(100)
    var state = DashboardState()
    _ = update(&state, .trainer(.started(started)))
    var step = run.step(50)
    (step.step, step.seconds, step.secondsLeft) = (50, 10, secondsLeft)
    _ = update(&state, .trainer(.step(step)))
    return state
  }

  @Test(arguments: [(nil, 10), (60, 10), (4, 4)] as [(Double?, Double)])
  func theEarlierEndCounts(limit: Double?, expected: Double) {
    #expect(state(secondsLeft: limit).secondsLeft == expected)
  }

  @Test func onlyTheStepsSinceTheLatestResumptionCount() {
    var state = state(secondsLeft: nil)
    let resumed = TrainingEvent.Resumed(
      step: 40, knobs: Knobs(), length: .steps(100), time: 0)
    _ = update(&state, .trainer(.resumed(resumed)))
    #expect(state.secondsLeft == nil)
    var step = SyntheticRun(steps: 0).step(41)
    // A slower machine: from step 41 on, a step takes 3 seconds.
    (step.step, step.seconds) = (41, 11)
    _ = update(&state, .trainer(.step(step)))
    #expect(state.secondsLeft == nil)
    (step.step, step.seconds) = (50, 38)
    _ = update(&state, .trainer(.step(step)))
    // 50 steps of 3 seconds.
    #expect(state.secondsLeft?.rounded() == 150.0)
  }

  @Test func aRunThatHasEndedHasNoTimeLeft() {
    var state = state(secondsLeft: 4)
    _ = update(&state, .trainer(.finished(step: 50, seconds: 10, reason: .timeLimit)))
    #expect(state.secondsLeft == nil)
  }
}
