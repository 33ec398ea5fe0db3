import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// Commands to the trainer, and the effect of its events on what was requested.
@Suite struct TrainingTests {
  private func going() -> DashboardState { SyntheticRun(steps: 50).state }

  private func press(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect] {
    update(&state, .terminal(.key(key)))
  }

  @Test func dropoutIsRequestedUntilTheTrainerConfirmsIt() {
    var state = going()
    #expect(press(.character("D"), &state) == [.send(.dropout(on: false))])
    #expect(state.dropout.text == "off requested")
    #expect(state.changes.isEmpty)
    _ = update(&state, .trainer(.toggled(step: 51, knob: .dropout, on: false)))
    #expect(state.dropout.text == "off")
    #expect(state.changes.map(\.label) == ["dropout off"])
    #expect(press(.character("D"), &state) == [.send(.dropout(on: true))])
  }

  @Test func aRequestedCheckpointIsConfirmed() {
    var state = going()
    #expect(press(.character("C"), &state) == [.send(.checkpoint)])
    #expect(state.notice?.text == NoticeText.checkpointRequested)
    _ = update(&state, .trainer(.checkpoint(step: 1051, path: "/somewhere")))
    #expect(state.notice?.text == NoticeText.checkpointWritten(step: 1051))
  }

  @Test func aResumedRunDropsTheStepsAfterItsStart() throws {
    var state = going()
    _ = update(&state, .trainer(.toggled(step: 45, knob: .lrn, on: false)))
    _ = update(&state, .trainer(.failed(step: 50, message: "no")))
    let losses = state.history.loss.smoothed.values
    var length = RunPlan.Length.endless
    if let planned = state.plan?.length { length = planned }
    _ = update(
      &state,
      .trainer(.resumed(.init(step: 40, knobs: Knobs(rate: 0.5), length: length, time: 0))))
    #expect(state.phase == .training)
    #expect(state.overlay == nil)
    #expect(state.history.steps.last == 40)
    #expect(state.history.loss.smoothed.values == Array(losses.prefix(40)))
    #expect(state.changes.map(\.label) == ["resumed"])
    #expect(state.rate == 0.5)
    #expect(state.lrn.text == "on")
    #expect(press(.character("C"), &state) == [.send(.checkpoint)])
  }

  /// The trainer's count is 140 × 50,000 ÷ 128 = 54,687.5, rounded up, and not 140 times 390.
  @Test func theNumberOfStepsIsTheTrainers() throws {
    let run = SyntheticRun(steps: 0)
    guard case .started(var started) = run.started else { return }
    started.plan.length = .epochs(140)
    started.trainImages = 50_000
    var state = DashboardState(plan: started.plan)
    #expect(state.lanes[0].plannedSteps == nil)
    _ = update(&state, .trainer(.started(started)))
    #expect(state.lanes[0].plannedSteps == 54_688)
    // The number of images can change when the run is resumed.
    var resumed = TrainingEvent.Resumed(
      step: 10, knobs: Knobs(), length: .epochs(140), time: 1)
    resumed.trainImages = 50_100
    resumed.data = .folder(path: "/new/cats")
    _ = update(&state, .trainer(.resumed(resumed)))
    #expect(state.lanes[0].plannedSteps == 54_797)
    #expect(state.lanes[0].plan?.data == .folder(path: "/new/cats"))
  }

  @Test func aSecondRequestWithdrawsTheFirst() {
    var state = going()
    #expect(press(.character("L"), &state) == [.send(.lrn(on: false))])
    #expect(press(.character("L"), &state) == [.send(.lrn(on: true))])
    _ = update(&state, .trainer(.toggled(step: 51, knob: .lrn, on: false)))
    #expect(state.lrn.text == "on requested")
    _ = update(&state, .trainer(.toggled(step: 51, knob: .lrn, on: true)))
    #expect(state.lrn.text == "on")
  }

  @Test func aNetworkWithoutTheLayerIsExplained() {
    var plan = SyntheticRun(steps: 0).plan
    plan.network.layers.removeAll { $0.name.hasPrefix("drop") || $0.name.hasPrefix("norm") }
    var state = DashboardState(plan: plan)
    state.phase = .training
    #expect(press(.character("D"), &state) == [])
    #expect(state.notice?.text == NoticeText.noLayer("dropout"))
    #expect(press(.character("L"), &state) == [])
    #expect(state.notice?.text == NoticeText.noLayer("LRN"))
    #expect(state.dropout.text == "—")
  }

  @Test func aPauseIsRequestedThenConfirmed() {
    var state = going()
    let key = Key.character("P")
    #expect(press(key, &state) == [.send(.pause)])
    #expect(state.phaseWord == "pausing…")
    _ = update(&state, .trainer(.paused(step: 50, on: true)))
    #expect(state.phaseWord == "paused")
    #expect(press(key, &state) == [.send(.resume)])
    #expect(state.phaseWord == "continuing…")
    _ = update(&state, .trainer(.paused(step: 50, on: false)))
    #expect(state.phaseWord == "running")
  }

  @Test func aSingleStepIsSent() {
    var state = going()
    #expect(press(.character("S"), &state) == [.send(.step)])
    #expect(state.requestedPause == true)
  }

  @Test func aChangeOfTheRateIsMarkedWhenConfirmed() {
    var state = going()
    #expect(state.rate == 0.02)
    _ = update(&state, .trainer(.rate(step: 51, rate: 0.016, cause: .hand)))
    _ = update(&state, .trainer(.rate(step: 51, rate: 0.002, cause: .hand)))
    #expect(state.rate == 0.002)
    #expect(state.changes.map(\.label) == ["rate 0.002"])
    #expect(state.notice?.text == NoticeText.rateIsNow(0.002))
  }

  @Test func aRunWithoutATrainerHasEndedWithAReason() {
    var state = going()
    _ = press(.character("q"), &state)
    #expect(update(&state, .trainerLost("The trainer was killed.\nResume it.")) == [])
    #expect(state.overlay == .failure)
    #expect(state.phaseWord == "interrupted")
    #expect(press(.escape, &state) == [])
    #expect(press(.character("D"), &state) == [])
    #expect(state.overlay == .failure)
    #expect(press(.character("q"), &state) == [.quit])
  }

  @Test func aRefusalIsShown() {
    var state = going()
    #expect(update(&state, .refused("no")) == [])
    #expect(state.notice?.text == NoticeText.refused("no"))
  }

  @Test func theDashboardStaysOpenAfterTheEnd() {
    var state = going()
    let end = TrainingEvent.finished(step: 50, seconds: 8, reason: .completed)
    #expect(update(&state, .trainer(end)) == [])
    #expect(press(.character("D"), &state) == [])
    #expect(state.notice?.text == NoticeText.cannotChange("finished"))
    #expect(press(.character("q"), &state) == [.quit])
  }

  @Test func aFailureIsShownAndCanBeClosed() {
    var state = going()
    _ = update(&state, .trainer(.failed(step: 50, message: "the loss is not finite")))
    #expect(state.overlay == .failure)
    #expect(press(.escape, &state) == [])
    #expect(state.overlay == nil)
    #expect(press(.control("c"), &state) == [.quit])
  }

  @Test func keysAreExplainedWhileTheRunIsPrepared() {
    var state = DashboardState(plan: SyntheticRun(steps: 0).plan)
    for key in "DLRuPSCFO".unicodeScalars {
      #expect(press(.character(key), &state) == [])
      #expect(state.overlay == nil && state.notice != nil)
    }
  }

  @Test func aLaneValidatesFromTheStepToTheResult() {
    var state = SyntheticRun(steps: 99).state
    #expect(state.phaseWord == "running")
    let run = SyntheticRun(steps: 100)
    _ = update(&state, .trainer(.step(run.step(100))))
    #expect(state.phaseWord == "validating")
    _ = update(&state, .trainer(.validation(run.validation(100))))
    #expect(state.phaseWord == "running")
  }
}
