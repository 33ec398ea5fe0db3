import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// Several runs that train side by side.
@Suite struct LanesTests {
  private let run = SyntheticRun(steps: 50)

  private func started(_ name: String, _ changes: [PlanChange] = [], from step: Int = 0)
    -> TrainingEvent
  {
    guard case .started(var started) = run.started else { fatalError("a run starts") }
    started.run = name
    started.plan = started.plan.with(changes)
    started.plan.lineage = Lineage(parent: "amber-heron", step: step)
    return .started(started)
  }

  private func going(_ changes: [PlanChange] = [.dropout(0)]) -> DashboardState {
    var state = run.state
    _ = update(&state, .trainer(started("no-dropout", changes), run: "no-dropout"))
    return state
  }

  private func press(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect] {
    update(&state, .terminal(.key(key)))
  }

  private func text(_ state: DashboardState, _ width: Int = 120, _ height: Int = 40) -> String {
    view(
      state, width: width, height: height,
      capabilities: TerminalCapabilities(depth: .direct, unicode: true)
    ).plainText
  }

  @Test func aRunThatStartsGetsALane() {
    var state = going()
    #expect(state.lanes.map(\.name) == ["amber-heron", "no-dropout"])
    #expect(state.focus == 0)
    _ = update(&state, .trainer(.step(run.step(1)), run: "no-dropout"))
    #expect(state.lanes[1].history.steps == [1])
    #expect(state.lanes[0].history.steps.count == 50)
    _ = update(&state, .trainer(.step(run.step(2)), run: "unknown"))
    #expect(state.lanes.count == 2)
  }

  @Test func theFocusMovesAndCommandsFollowIt() {
    var state = going()
    #expect(state.interest.runs == ["amber-heron"])
    #expect(press(.character(">"), &state) == [])
    #expect(state.focus == 1)
    #expect(state.interest.runs == ["no-dropout"])
    #expect(press(.character("L"), &state) == [.send(.lrn(on: false), run: "no-dropout")])
    _ = press(.character("R"), &state)
    _ = press(.down, &state)
    #expect(press(.enter, &state) == [.send(.setRate(0.016), run: "no-dropout")])
    _ = update(&state, .trainer(.toggled(step: 3, knob: .lrn, on: false), run: "no-dropout"))
    #expect(state.lanes[1].changes.map(\.label) == ["LRN off"])
    #expect(state.lanes[0].changes.isEmpty)
    _ = press(.character(">"), &state)
    #expect(state.focus == 0)
    _ = press(.character("<"), &state)
    #expect(state.focus == 1)
  }

  @Test func allLanesOrOneArePaused() {
    var state = going()
    #expect(press(.character("P"), &state) == [.send(.pause)])
    #expect(state.lanes.map(\.phaseWord) == ["pausing…", "pausing…"])
    state = going()
    #expect(press(.character("O"), &state) == [.send(.pause, run: "amber-heron")])
    #expect(state.lanes.map(\.phaseWord) == ["pausing…", "running"])
  }

  @Test func theScreenStaysUntilAllHaveEnded() {
    var state = going()
    _ = press(.character("q"), &state)
    #expect(press(.character("s"), &state) == [.send(.stop)])
    let end = TrainingEvent.finished(step: 50, seconds: 8, reason: .stopped)
    #expect(update(&state, .trainer(end, run: "amber-heron")) == [])
    #expect(update(&state, .trainer(end, run: "no-dropout")) == [.quit])
  }

  @Test func stoppingALaneDoesNotCloseTheDashboard() {
    var state = going()
    _ = press(.character("X"), &state)
    _ = press(.character("s"), &state)
    let stopped = TrainingEvent.finished(step: 50, seconds: 8, reason: .stopped)
    #expect(update(&state, .trainer(stopped, run: "amber-heron")) == [])
    let completed = TrainingEvent.finished(step: 90, seconds: 9, reason: .completed)
    #expect(update(&state, .trainer(completed, run: "no-dropout")) == [])
    #expect(press(.character("q"), &state) == [.quit])
  }

  @Test func aFailedLaneDoesNotAffectTheOthers() {
    var state = going()
    _ = update(&state, .trainer(.failed(step: 3, message: "It diverged."), run: "no-dropout"))
    #expect(state.overlay == nil)
    #expect(text(state).contains("failed"))
    #expect(press(.character("D"), &state) == [.send(.dropout(on: false), run: "amber-heron")])
  }

  @Test func aLaneIsStoppedAloneAndThenRemoved() {
    var state = going()
    _ = press(.character(">"), &state)
    #expect(press(.character("X"), &state) == [])
    #expect(state.overlay == .stopLane)
    #expect(text(state).contains("Stop lane 2?"))
    #expect(press(.enter, &state) == [])
    #expect(press(.character("s"), &state) == [.send(.stop, run: "no-dropout")])
    let end = TrainingEvent.finished(step: 50, seconds: 8, reason: .stopped)
    // No snapshot of its kernels was received, so its last record is shown.
    #expect(
      update(&state, .trainer(end, run: "no-dropout")) == [
        .loadKernels(step: nil, run: "no-dropout"), .loadLayers(after: nil, run: "no-dropout"),
      ])
    #expect(press(.character("X"), &state) == [])
    #expect(state.lanes.map(\.name) == ["amber-heron"])
    #expect(state.focus == 0)
    #expect(press(.character("X"), &state) == [])
    #expect(press(.character("s"), &state) == [.send(.stop)])
  }

  @Test func aForkIsChosenAndRequested() throws {
    var state = run.state
    let plan = try #require(state.plan)
    #expect(press(.character("F"), &state) == [.measureRoom(plan)])
    #expect(text(state).contains("amber-heron at step 50"))
    _ = update(&state, .room(lanes: 2, bytes: 150 << 20, free: 3))
    #expect(text(state).contains("It needs about 150 MiB; there is room for 2."))
    #expect(
      press(.enter, &state) == [.send(.fork(name: nil, [.dropout(0)]))])
    #expect(state.overlay == nil)
  }

  @Test func arrowsAndLettersChooseWhatToChange() {
    var state = run.state
    func fork(_ keys: Key...) -> [DashboardEffect] {
      _ = press(.character("F"), &state)
      for key in keys { _ = press(key, &state) }
      return press(.enter, &state)
    }
    #expect(fork(.down) == [.send(.fork(name: nil, [.lrn(false)]))])
    #expect(fork(.character("L")) == [.send(.fork(name: nil, [.lrn(false)]))])
    #expect(fork(.character("R")) == [.send(.fork(name: nil, [.rate(0.002)]))])
    #expect(fork(.character("R"), .right) == [.send(.fork(name: nil, [.rate(0.01)]))])
    #expect(fork(.character("R"), .left) == [.send(.fork(name: nil, [.rate(0.2)]))])
    #expect(fork(.up) == [.send(.fork(name: nil, []))])
  }

  @Test func initialSettingsAreOfferedBeforeTheFirstStepOnly() {
    let late = ForkMenu(of: run.state.lane).rows.map(\.name)
    let early = ForkMenu(of: SyntheticRun(steps: 0).state.lane).rows.map(\.name)
    #expect(!late.contains("initial values"))
    #expect(early.contains("initial values"))
  }

  @Test func withoutMemoryNoForkIsRequested() {
    var state = run.state
    _ = press(.character("F"), &state)
    _ = update(&state, .room(lanes: 0, bytes: 150 << 20, free: 3))
    #expect(press(.enter, &state) == [])
    #expect(state.notice?.text == NoticeText.noRoomForLane)
    _ = update(&state, .room(lanes: 9, bytes: 150 << 20, free: 0))
    #expect(text(state).contains("The trainer has as many lanes as it can have"))
    #expect(press(.enter, &state) == [])
    #expect(state.notice?.text == NoticeText.lanesAreFull)
    #expect(press(.escape, &state) == [])
    #expect(state.overlay == nil)
  }

  @Test func aForkIsMarkedWhereItBegins() {
    var state = run.state
    _ = update(&state, .trainer(started("b", [.lrn(false)], from: 50), run: "b"))
    _ = update(
      &state,
      .trainer(
        .resumed(.init(step: 50, knobs: Knobs(rate: 0.02, lrn: false), length: .steps(9), time: 0)),
        run: "b"))
    #expect(state.lanes[1].changes.map(\.label) == ["forked"])
    #expect(state.lanes[1].lrn.text == "off")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func everyLaneHasARow(width: Int, height: Int) {
    let text = text(going(), width, height)
    #expect(text.contains("amber-heron"))
    #expect(text.contains("dropout off"))
    #expect(text.split(separator: "\n").count { $0.contains("running") } >= 2)
  }

  /// P acts on the lanes that train, whichever has the focus.
  @Test func pausingFollowsTheLanesThatTrain() {
    var state = going()
    _ = update(&state, .trainer(.finished(step: 1, seconds: 1, reason: .completed)))
    #expect(press(.character("P"), &state) == [.send(.pause)])
    _ = update(&state, .trainer(.paused(step: 1, on: true), run: "no-dropout"))
    #expect(state.focus == 0 && state.isEveryLanePaused)
    #expect(press(.character("P"), &state) == [.send(.resume)])
    #expect(state.notice?.text == NoticeText.pauseRequested(false))
  }

  @Test func onePausedLaneOfTwoIsNamed() {
    var state = going()
    _ = update(&state, .trainer(.paused(step: 1, on: true)))
    #expect(text(state).contains("‖ lane 1 paused") && text(state).contains("P pause all"))
    _ = update(&state, .trainer(.paused(step: 1, on: true), run: "no-dropout"))
    #expect(text(state).contains("‖ paused") && text(state).contains("P continue all"))
    #expect(LeaveText(state).leaving.contains("both lanes stay paused"))
  }

  /// The keys of the boxes are visible in low terminals, and so is the number of hidden rows.
  @Test(arguments: [(40, 10), (60, 15), (80, 24)])
  func theBoxesShowTheirKeysInLowTerminals(width: Int, height: Int) {
    var state = going()
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    _ = press(.character("F"), &state)
    let fork = text(state, width, height)
    #expect(fork.contains("Enter fork") && fork.contains("Esc close"))
    #expect(fork.contains("C nothing") || fork.contains("↑ ↓ more"))
    _ = press(.escape, &state)
    for key in ["R", "N"] {
      _ = press(.character(Unicode.Scalar(key)!), &state)
      let box = text(state, width, height)
      #expect(box.contains("Enter") && box.contains("Esc"), "\(box)")
      _ = press(.escape, &state)
    }
  }

  @Test func aTrainingLaneIsRenamed() {
    var state = going()
    state.compare.baseline = "no-dropout"
    _ = press(.character(">"), &state)
    #expect(press(.character("N"), &state) == [])
    #expect(text(state).contains("New name of no-dropout"))
    for _ in 0..<20 { _ = press(.backspace, &state) }
    for letter in "free".unicodeScalars { _ = press(.character(letter), &state) }
    #expect(press(.enter, &state) == [.send(.rename("free"), run: "no-dropout")])
    #expect(state.lane.name == "no-dropout")
    let number = state.strokes["no-dropout"]
    _ = update(&state, .trainer(.renamed(step: 9, name: "free"), run: "no-dropout"))
    #expect(state.lanes.map(\.name) == ["amber-heron", "free"])
    #expect(state.strokes["free"] == number)
    #expect(state.compare.baseline == "free")
    #expect(state.interest.runs == ["free"])
    #expect(state.notice?.text == NoticeText.renamed("no-dropout", to: "free"))
    _ = update(&state, .trainer(.step(run.step(1)), run: "free"))
    #expect(state.lanes[1].history.steps == [1])
  }

  @Test func otherLanesCurvesAreDrawnToo() {
    var state = going()
    for step in 1...50 { _ = update(&state, .trainer(.step(run.step(step)), run: "no-dropout")) }
    for depth in [ColorDepth.direct, .mono] {
      let text = view(
        state, width: 200, height: 60,
        capabilities: TerminalCapabilities(depth: depth, unicode: true)
      ).plainText
      #expect(text.contains("2 no-dropout"))
      #expect(text.contains("train") && !text.contains("top-5 train"))
    }
    _ = press(.character(">"), &state)
    #expect(text(state, 200, 60).contains("1 amber-heron"))
  }

  @Test func oneLaneHasNoStrip() {
    #expect(LaneStrip.rows(run.state) == 0)
  }
}
