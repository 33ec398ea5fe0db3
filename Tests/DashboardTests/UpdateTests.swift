import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// What every key does, and what the trainer's events do to what was asked.
@Suite struct UpdateTests {
  private func going() -> DashboardState { SyntheticRun(steps: 50).state }

  private func press(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect] {
    update(&state, .terminal(.key(key)))
  }

  @Test func dropoutIsAskedUntilTheTrainerSaysOff() {
    var state = going()
    #expect(press(.character("d"), &state) == [.send(.dropout(on: false))])
    #expect(state.dropout.words == "off asked")
    #expect(state.changes.isEmpty)
    _ = update(&state, .trainer(.toggled(step: 51, knob: .dropout, on: false)))
    #expect(state.dropout.words == "off")
    #expect(state.changes.map(\.label) == ["dropout off"])
    #expect(press(.character("d"), &state) == [.send(.dropout(on: true))])
  }

  @Test func aCheckpointIsAskedAndTold() {
    var state = going()
    #expect(press(.character("c"), &state) == [.send(.checkpoint)])
    #expect(state.notice?.text == "a checkpoint: asked")
    _ = update(&state, .trainer(.checkpoint(step: 1051, path: "/somewhere")))
    #expect(state.notice?.text == "the checkpoint of step 1,051 is kept")
  }

  @Test func aRunThatGoesOnHasForgottenWhatCameAfter() throws {
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
    #expect(state.lrn.words == "on")
    #expect(press(.character("c"), &state) == [.send(.checkpoint)])
  }

  /// 140 × 50,000 ÷ 128 = 54,687.5: as the trainer counts, and not 140 times 390.
  @Test func thePlansLengthIsTheTrainers() throws {
    let run = SyntheticRun(steps: 0)
    guard case .started(var started) = run.started else { return }
    started.plan.length = .epochs(140)
    started.trainImages = 50_000
    var state = DashboardState(plan: started.plan)
    #expect(state.lanes[0].plannedSteps == nil)
    _ = update(&state, .trainer(.started(started)))
    #expect(state.lanes[0].plannedSteps == 54_688)
    // The images can be others when it continues.
    var resumed = TrainingEvent.Resumed(
      step: 10, knobs: Knobs(), length: .epochs(140), time: 1)
    resumed.trainImages = 50_100
    resumed.data = .folder(path: "/new/cats")
    _ = update(&state, .trainer(.resumed(resumed)))
    #expect(state.lanes[0].plannedSteps == 54_797)
    #expect(state.lanes[0].plan?.data == .folder(path: "/new/cats"))
  }

  @Test func askingTwiceAsksBack() {
    var state = going()
    #expect(press(.character("l"), &state) == [.send(.lrn(on: false))])
    #expect(press(.character("l"), &state) == [.send(.lrn(on: true))])
    _ = update(&state, .trainer(.toggled(step: 51, knob: .lrn, on: false)))
    #expect(state.lrn.words == "on asked")
    _ = update(&state, .trainer(.toggled(step: 51, knob: .lrn, on: true)))
    #expect(state.lrn.words == "on")
  }

  @Test func aNetworkWithoutTheLayerSaysSo() {
    var plan = SyntheticRun(steps: 0).plan
    plan.network.layers.removeAll { $0.name.hasPrefix("drop") || $0.name.hasPrefix("norm") }
    var state = DashboardState(plan: plan)
    state.phase = .training
    #expect(press(.character("d"), &state) == [])
    #expect(state.notice?.text == "this network has no dropout layer")
    #expect(press(.character("l"), &state) == [])
    #expect(state.notice?.text == "this network has no LRN layer")
    #expect(state.dropout.words == "—")
  }

  @Test(arguments: [Key.character("p"), .character(" ")])
  func pauseIsAskedThenTold(key: Key) {
    var state = going()
    #expect(press(key, &state) == [.send(.pause)])
    #expect(state.phaseWord == "pausing…")
    _ = update(&state, .trainer(.paused(step: 50, on: true)))
    #expect(state.phaseWord == "paused")
    #expect(press(key, &state) == [.send(.resume)])
    #expect(state.phaseWord == "resuming…")
    _ = update(&state, .trainer(.paused(step: 50, on: false)))
    #expect(state.phaseWord == "training")
  }

  @Test func aSingleStepIsSent() {
    var state = going()
    #expect(press(.character("s"), &state) == [.send(.step)])
    #expect(state.askedPause == true)
  }

  @Test func theRateIsScaledAndMarkedWhenItIsTold() {
    var state = going()
    #expect(press(.character("["), &state) == [.send(.scaleRate(by: 0.8))])
    #expect(press(.character("]"), &state) == [.send(.scaleRate(by: 1.25))])
    #expect(press(.character("/"), &state) == [.send(.scaleRate(by: 0.1))])
    #expect(state.rate == 0.02)
    _ = update(&state, .trainer(.rate(step: 51, rate: 0.016, cause: .hand)))
    _ = update(&state, .trainer(.rate(step: 51, rate: 0.002, cause: .hand)))
    #expect(state.rate == 0.002)
    #expect(state.changes.map(\.label) == ["rate 0.002"])
    #expect(state.notice?.text == "the rate is now 0.002")
  }

  @Test func theLossAxisAndTheSmoothingChangeAtOnce() {
    var state = going()
    #expect(press(.character("y"), &state) == [])
    #expect(state.isLogarithmic)
    let before = state.history.memory
    _ = press(.character("="), &state)
    #expect(state.history.memory > before)
    _ = press(.character("-"), &state)
    _ = press(.character("-"), &state)
    #expect(state.history.memory < before)
    for _ in 0..<20 { _ = press(.character("-"), &state) }
    #expect(state.history.memory == 0)
    for _ in 0..<20 { _ = press(.character("+"), &state) }
    #expect(state.history.memory == History.smoothings.last)
  }

  @Test func screensAreChosenByNumberAndByTab() {
    var state = going()
    for screen in Screen.allCases {
      _ = press(screen.key, &state)
      #expect(state.screen == screen)
    }
    let all = Screen.allCases
    for (screen, next) in zip(all, all.dropFirst() + [.overview]) {
      #expect(screen.next(1) == next && next.next(-1) == screen)
    }
    _ = press(.character("2"), &state)
    _ = press(.tab, &state)
    #expect(state.screen == .charts)
    _ = press(.character("2"), &state)
    _ = press(.backTab, &state)
    #expect(state.screen == .overview)
    _ = press(.character("2"), &state)
    _ = press(.escape, &state)
    #expect(state.screen == .overview)
  }

  @Test func contrastGoesRound() {
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
    #expect(press(.character("d"), &state) == [.send(.dropout(on: false))])
    #expect(press(.character("q"), &state) == [])
    #expect(state.overlay == nil)
  }

  @Test func theTerminalsOwnKeysArePassedOn() {
    var state = going()
    #expect(press(.control("l"), &state) == [.repaint])
    #expect(press(.control("z"), &state) == [.suspend])
  }

  @Test(arguments: [Key.character("q"), .control("c")])
  func leavingARunAsksAndStopsAfterTheStep(quit: Key) {
    var state = going()
    #expect(press(quit, &state) == [])
    #expect(state.overlay == .quit)
    #expect(press(.character("s"), &state) == [.send(.stop)])
    #expect(state.phaseWord == "stopping…")
    #expect(press(.character("q"), &state) == [])
    #expect(press(.character("d"), &state) == [])
    let end = TrainingEvent.finished(step: 51, seconds: 8, reason: .stopped)
    #expect(update(&state, .trainer(end)) == [.quit])
  }

  @Test(arguments: [Key.character("k"), .enter])
  func leavingARunCanLetItGoOn(key: Key) {
    var state = going()
    _ = press(.character("q"), &state)
    #expect(press(key, &state) == [.quit])
  }

  @Test func aRunWithoutATrainerIsOverAndSaysWhy() {
    var state = going()
    _ = press(.character("q"), &state)
    #expect(update(&state, .cutOff("The trainer was killed.\nIt goes on.")) == [])
    #expect(state.overlay == .failure)
    #expect(state.phaseWord == "cut off")
    #expect(press(.escape, &state) == [])
    #expect(press(.character("d"), &state) == [])
    #expect(state.notice?.text == "the run has ended · q leaves")
    #expect(press(.character("q"), &state) == [.quit])
  }

  @Test func whatTheTrainerRefusesIsSaid() {
    var state = going()
    #expect(update(&state, .refused("no")) == [])
    #expect(state.notice?.text == "refused: no")
  }

  @Test(arguments: [Key.escape, .character("c")])
  func theQuestionCanBeCancelled(key: Key) {
    var state = going()
    _ = press(.character("q"), &state)
    #expect(press(key, &state) == [])
    #expect(state.overlay == nil)
    #expect(!state.isStopping)
  }

  @Test func controlCTwiceDoesNotWait() {
    var state = going()
    _ = press(.control("c"), &state)
    #expect(press(.control("c"), &state) == [.send(.stop), .quit])
    state = going()
    _ = press(.character("q"), &state)
    _ = press(.character("s"), &state)
    #expect(press(.control("c"), &state) == [.quit])
  }

  @Test func otherKeysDoNotAnswerTheQuestion() {
    var state = going()
    _ = press(.character("q"), &state)
    #expect(press(.character("d"), &state) == [])
    #expect(state.overlay == .quit)
    #expect(state.notice != nil)
  }

  @Test func afterTheEndTheScreenStaysAndQuitsAtOnce() {
    var state = going()
    let end = TrainingEvent.finished(step: 50, seconds: 8, reason: .completed)
    #expect(update(&state, .trainer(end)) == [])
    #expect(press(.character("d"), &state) == [])
    #expect(state.notice?.text == "the run has ended · q leaves")
    #expect(press(.character("q"), &state) == [.quit])
  }

  @Test func aFailureIsShownAndCanBePutAside() {
    var state = going()
    _ = update(&state, .trainer(.failed(step: 50, message: "the loss is not finite")))
    #expect(state.overlay == .failure)
    #expect(press(.escape, &state) == [])
    #expect(state.overlay == nil)
    #expect(press(.control("c"), &state) == [.quit])
  }

  @Test func whileThePlanIsPreparedKeysSaySo() {
    var state = DashboardState(plan: SyntheticRun(steps: 0).plan)
    #expect(press(.character("p"), &state) == [])
    #expect(state.notice?.text == "not yet: the run is being prepared")
    #expect(press(.character("q"), &state) == [.send(.stop), .quit])
  }

  @Test func aKeyWithoutMeaningIsAnswered() {
    var state = going()
    #expect(press(.character("x"), &state) == [])
    #expect(state.notice?.text == "x does nothing here · ? for help")
    #expect(update(&state, .tick(seconds: 303)) == [])
    #expect(state.notice != nil)
    _ = update(&state, .tick(seconds: 305))
    #expect(state.notice == nil)
  }

  @Test func validationIsDueBetweenItsStepAndItsResult() {
    var state = SyntheticRun(steps: 99).state
    #expect(state.phaseWord == "training")
    let run = SyntheticRun(steps: 100)
    _ = update(&state, .trainer(.step(run.step(100))))
    #expect(state.phaseWord == "validating")
    _ = update(&state, .trainer(.validation(run.validation(100))))
    #expect(state.phaseWord == "training")
  }
}
