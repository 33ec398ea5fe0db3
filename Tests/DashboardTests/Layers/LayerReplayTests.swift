import DisplayText
import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The layers' screen at recorded steps.
@Suite struct LayerReplayTests {
  private static let sizes: [(Int, Int)] = [(80, 24), (120, 40), (200, 60)]

  private func text(_ state: DashboardState, _ width: Int = 120, _ height: Int = 40) -> String {
    view(
      state, width: width, height: height,
      capabilities: TerminalCapabilities(depth: .direct, unicode: true)
    ).plainText
  }

  /// A live run at step 1,234 on the layers' screen, with a record of each tenth step.
  private func live(_ keys: Key..., size: (Int, Int) = (120, 40)) -> DashboardState {
    var state = SyntheticRun(steps: 1234).state
    _ = update(&state, .terminal(.resized(width: size.0, height: size.1)))
    for key in [.character("4")] + keys { state.press(answering: key) }
    return state
  }

  /// The same run after its end, opened from its records alone.
  private func ended(_ keys: Key...) -> DashboardState {
    let run = SyntheticRun(steps: 1234)
    var state = DashboardState(plan: run.plan, folder: "runs/amber-heron")
    for event in run.events { _ = update(&state, .trainer(event)) }
    _ = update(&state, .trainer(.finished(step: 1234, seconds: 185, reason: .completed)))
    for effect in update(&state, .terminal(.resized(width: 120, height: 40))) {
      state.answer(effect)
    }
    for key in [.character("4")] + keys { state.press(answering: key) }
    return state
  }

  @Test func anEndedRunShowsItsLastRecord() throws {
    let state = ended()
    let last = SyntheticRun(steps: 1230).layerRecord
    let shown = try #require(state.shownLayers)
    #expect(shown == ShownLayers(last))
    let text = text(state)
    #expect(text.contains("statistics of step 1,230 · "))
    #expect(text.contains("conv1 weights") && !text.contains("not recorded"))
    var onLive = state
    onLive.screen = .live
    #expect(self.text(onLive).contains("step 1,230") && !self.text(onLive).contains("measuring"))
  }

  /// The record of a step has the numbers of the snapshot of this step, so the table is the same.
  @Test(arguments: sizes) func aReplayLooksLikeTheLiveScreen(width: Int, height: Int) {
    let record = SyntheticRun(steps: 1230).layerRecord
    var interest = Interest(layers: true)
    interest.times = true
    interest.weights = "conv1"
    var snapshot = SyntheticRun(steps: 1230).snapshot(for: interest)
    snapshot.layers = record.measurements.layers
    snapshot.weights = record.measurements.weights[0]
    var live = live(size: (width, height))
    _ = update(&live, .snapshot(snapshot))
    let replayed = self.live(.character(","), size: (width, height))
    #expect(replayed.shownStep == 1230)
    func table(_ state: DashboardState) -> [Substring] {
      text(state, width, height).split(separator: "\n").filter {
        $0.contains("conv") && !$0.contains("activations over time") || $0.contains("fc")
      }
    }
    #expect(table(live).count >= 8 && table(live) == table(replayed))
  }

  @Test func scrubbingMovesByRecordsAndBackToThePresent() {
    var state = live()
    #expect(state.shownLayers?.step == 1234)
    state.press(answering: .character(","))
    #expect(state.shownLayers?.step == 1230)
    state.press(answering: .character(","))
    #expect(state.shownLayers?.step == 1220)
    #expect(text(state).contains("step 1,220 of 1,234 · record 122 of 123 · End: now"))
    state.press(answering: .home)
    #expect(state.shownLayers?.step == 10)
    state.press(answering: .character("."))
    #expect(state.shownLayers?.step == 20)
    state.press(answering: .escape)
    #expect(state.shownLayers?.step == 1234 && state.screen == .layers)
    state.press(answering: .home)
    state.press(answering: .end)
    #expect(state.shownLayers?.step == 1234 && state.shownStep == nil)
  }

  @Test(arguments: sizes) func aPastStepIsMarkedInEverySize(width: Int, height: Int) {
    let state = live(.home, size: (width, height))
    let text = text(state, width, height)
    #expect(text.contains("step 10 of 1,234") && text.contains("End: now"))
    #expect(text.contains("earlier: step 10 · End: now"))
  }

  @Test func theChangesOfARunAreBelowTheSameMarksAsOnTheKernelsScreen() {
    var state = live()
    let layers = text(state)
    state.press(answering: .character("2"))
    for label in ["dropout off", "rate 0.016"] {
      #expect(layers.contains(label) && text(state).contains(label))
    }
  }

  /// The kernels have records of steps 1,200 to 1,230, of 600, 630… and so on; the layers of each tenth.
  @Test func oneCursorMovesKernelsLayersAndCharts() {
    var state = live(.character(","), .character(","), .character(","))
    #expect(state.shownLayers?.step == 1210)
    state.press(answering: .character("2"))
    #expect(state.kernels.past?.step == 1210)
    #expect(text(state).contains("step 1,210 of 1,234"))
    state.press(answering: .home)
    #expect(state.kernels.past?.step == 0)
    state.press(answering: .character("3"))
    #expect(state.charts.cursor == 0)
    // On the charts, a cursor between two records shows the last one before it.
    _ = update(&state, .terminal(.key(.end)))
    #expect(state.charts.cursor == nil)
    state.charts.cursor = 645
    state.press(answering: .character("2"))
    #expect(state.kernels.past?.step == 630)
    state.press(answering: .character("4"))
    #expect(state.shownLayers?.step == 640)
    state.press(answering: .character("3"))
    for (key, step) in [(Key.character(","), 640), (.character("."), 650)] {
      state.press(answering: key)
      #expect(state.charts.cursor == Double(step))
    }
    #expect(text(state).contains("step 650") && text(state).contains("End: now"))
    state.press(answering: .escape)
    state.press(answering: .character("4"))
    #expect(state.shownLayers?.step == 1234)
  }

  @Test func onePlaybackRunsOnAllThreeScreens() {
    var state = live(.character(";"))
    #expect(state.shownLayers?.step == 10 && state.tickInterval < 0.2)
    var seconds = 300.0
    func play(_ records: Int) {
      for _ in 0..<records {
        seconds += TimelineState.playInterval
        for effect in update(&state, .tick(seconds: seconds)) { state.answer(effect) }
      }
    }
    play(5)
    #expect(state.shownLayers?.step == 60)
    #expect(text(state).contains("plays"))
    state.press(answering: .character("2"))
    // The kernels have records of steps 60 and 84.
    play(1)
    #expect(state.kernels.past?.step == 84)
    state.press(answering: .character("3"))
    play(1)
    #expect(state.charts.cursor == 90)
    state.press(answering: .character("1"))
    play(1)
    #expect(state.timeline.playback == nil && state.shownStep == 90)
  }

  /// The heat map and the curves of the norms begin with the first record, not when the screen was opened.
  @Test func recordsExtendTheHistoryBeforeTheFirstSnapshot() throws {
    var state = SyntheticRun(steps: 1234).state
    var history = History()
    for event in SyntheticRun(steps: 1234).events {
      if case .step(let step) = event { history.append(step) }
    }
    for step in [1000, 1010, 1234] {
      history.append(SyntheticRun(steps: step).snapshot(for: Interest(layers: true)))
    }
    state.lanes[0].history = history
    state.press(answering: .character("4"))
    let norms = try #require(state.history.layerNorms.first)
    // 99 records before step 1,000, and the three snapshots.
    let steps = Array(stride(from: 10, to: 1000, by: 10)) + [1000, 1010, 1234]
    #expect(state.history.snapshotStepAxis.steps == steps.map(Double.init))
    #expect(norms.gradient.values.count == 102 && norms.update.values.count == 102)
    let first = SyntheticRun(steps: 10).layerRecord.measurements.layers[0]
    #expect(norms.gradient.values.values[0] == first.gradientNorm)
    #expect(state.history.activations.steps == steps)
    // The times of the axis are those of the run's steps.
    #expect(state.history.snapshotStepAxis.seconds[0] == 10 * 0.15)
    state.press(answering: .character("1"))
    state.press(answering: .character("4"))
    #expect(state.history.snapshotStepAxis.steps.count == 102)
  }

  @Test func aGrowingTimelineIsReadFromItsEnd() {
    var state = live()
    #expect(state.layers.records.last?.step == 1230)
    #expect(update(&state, .tick(seconds: 304)) == [])
    #expect(update(&state, .tick(seconds: 306)) == [.loadLayers(after: 1230)])
    let record = SyntheticRun(steps: 1300).layerRecord
    _ = update(&state, .layers(RecordedLayers(steps: [10, 1230, 1300], records: [record])))
    #expect(state.layers.records.map(\.step) == [10, 1230, 1300])
  }

  @Test func aRunThatResumesEarlierForgetsTheStepsAfter() {
    var state = live(.character(","))
    let resumed = TrainingEvent.Resumed(
      step: 700, knobs: .init(), length: .steps(2000), time: 1_770_000_500)
    let effects = update(&state, .trainer(.resumed(resumed)))
    #expect(effects == [.loadLayers(after: 700)])
    #expect(state.shownStep == nil && state.layers.records.last?.step == 700)
    #expect(state.history.snapshotStepAxis.steps.last == 700)
  }

  @Test func everyLaneHasItsOwnRecordsAtTheSameStep() {
    var state = live(.home)
    state.focus = 0
    #expect(state.layers.records.isEmpty && state.shownStep == 10)
    #expect(update(&state, .tick(seconds: 301)) == [.loadLayers(after: nil)])
  }

  // MARK: - Without records

  @Test func aPastStepOfALiveRunWithoutRecordsIsExplained() {
    var state = SyntheticRun(steps: 1234).state
    _ = update(&state, .terminal(.key(.character("4"))))
    _ = update(&state, .layers(RecordedLayers(steps: [], records: [])))
    _ = update(&state, .terminal(.key(.character(","))))
    #expect(state.notice?.text == NoticeText.nothingRecorded)
    state.charts.cursor = 500
    #expect(state.shownLayers == nil && text(state).contains("not recorded"))
    _ = update(&state, .terminal(.key(.end)))
    #expect(state.shownLayers?.step == 1234)
  }

  @Test func aRunWithoutAStepDoesNotBlameItsVersion() {
    var state = DashboardState(plan: SyntheticRun(steps: 0).plan)
    _ = update(&state, .trainer(SyntheticRun(steps: 0).started))
    _ = update(&state, .trainer(.finished(step: 0, seconds: 0, reason: .stopped)))
    _ = update(&state, .terminal(.key(.character("4"))))
    #expect(state.layersAbsence.sentence.hasPrefix("No step was made"))
  }

  @Test func anErrorOfTheFileIsShown() {
    var state = live()
    _ = update(&state, .layers(RecordedLayers(steps: [], records: [], problem: "it is newer")))
    #expect(state.notice?.text == "it is newer")
  }

  // MARK: - The mouse

  @Test(arguments: sizes) func aClickOnTheTimelineShowsTheNearestRecord(
    width: Int, height: Int
  ) throws {
    var state = live(size: (width, height))
    let rows = text(state, width, height).split(
      separator: "\n", omittingEmptySubsequences: false)
    let y = try #require(rows.firstIndex { $0.contains("┿") })
    let start = try #require(Array(rows[y]).firstIndex(of: "┿"))
    _ = update(&state, .terminal(.click(x: start, y: y)))
    #expect(state.shownLayers?.step == 10)
    _ = update(&state, .terminal(.wheel(1, x: start, y: y)))
    #expect(state.shownLayers?.step == 20)
  }
}
