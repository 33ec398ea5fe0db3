import Blueprint
import DisplayText
import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct KernelsScreenTests {
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)

  private func text(_ state: DashboardState, width: Int = 120, height: Int = 40) -> String {
    view(state, width: width, height: height, capabilities: direct).plainText
  }

  @Test func theScreenRequestsTheTimelineAndDeterminesTheInterest() {
    var state = SyntheticRun(steps: 50).state
    #expect(state.interest.kernelChange == nil && state.interest.patchesOf == nil)
    #expect(update(&state, .terminal(.key(.character("2")))) == [.loadKernels(step: nil)])
    #expect(state.interest.kernelChange == .update && state.interest.patchesOf == 0)
    _ = update(&state, .terminal(.key(.character("v"))))
    _ = update(&state, .terminal(.key(.character("v"))))
    #expect(state.interest.kernelChange == .gradient)
    _ = update(&state, .terminal(.key(.character("1"))))
    #expect(state.interest.kernelChange == nil && state.interest.patchesOf == nil)
  }

  @Test func theTimelineIsRequestedUntilItHasARecord() throws {
    var state = SyntheticRun(steps: 50).state
    _ = update(&state, .terminal(.key(.character("2"))))
    let look = try #require(state.lane.snapshot)
    #expect(update(&state, .snapshot(look)) == [.loadKernels(step: nil)])
    state.kernels.steps = [0]
    #expect(update(&state, .snapshot(look)) == [])
  }

  @Test func theLiveScreenOfAnEndedRunShowsItsLastRecord() {
    var state = SyntheticRun(steps: 50).state
    state.lanes[0].snapshot = nil
    let end = TrainingEvent.finished(step: 50, seconds: 8, reason: .completed)
    #expect(
      update(&state, .trainer(end)) == [.loadKernels(step: nil), .loadLayers(after: nil)])
    #expect(text(state).contains(state.kernelsAbsence))
    #expect(update(&state, .tick(seconds: 60)) == [])
    _ = update(&state, .kernels(SyntheticRun.recording(at: nil)))
    let last = SyntheticRun.recorded.last ?? 0
    #expect(text(state).contains("step \(NumberText.grouped(last)) · "))
    #expect(text(state).contains("structured"))
    #expect(!text(state).contains(state.kernelsAbsence))
  }

  @Test func scrubbingMovesByRecordsAndBackToThePresent() {
    var state = SyntheticRun.atKernels()
    let recorded = SyntheticRun.recorded
    #expect(state.kernelsTrack.index == nil)
    state.press(answering: .character(","))
    #expect(state.kernels.past?.step == recorded.last)
    state.press(answering: .character(","))
    #expect(state.kernels.past?.step == recorded[recorded.count - 2])
    #expect(text(state).contains("step 1,229 of 1,234 · record 87 of 88 · End: now"))
    // A record needs no data of the latest snapshot.
    #expect(state.interest.patchesOf == nil)
    state.press(answering: .home)
    #expect(state.kernelsTrack.index == 0)
    state.press(answering: .character(","))
    #expect(state.kernelsTrack.index == 0)
    state.press(answering: .character("."))
    #expect(state.kernels.past?.step == 1)
    state.press(answering: .end)
    #expect(state.kernels.past == nil)
    #expect(text(state).contains("now · step 1,234"))
    state.press(answering: .character("."))
    #expect(state.kernels.past == nil)
  }

  @Test func thePresentFollowsTheLastRecord() {
    var state = SyntheticRun.atKernels(.character(","))
    state.press(answering: .character("."))
    #expect(state.kernels.past == nil && state.kernels.analysis?.step == 1234)
  }

  @Test func thePlaybackShowsAllRecordsAndEndsInThePresent() {
    var state = SyntheticRun.atKernels(.character(";"))
    #expect(state.kernelsTrack.index == 0 && state.tickInterval < 0.2)
    var seconds = 300.0
    var shown = Set<Int>()
    while state.timeline.playback != nil, seconds < 400 {
      seconds += TimelineState.playInterval
      for effect in update(&state, .tick(seconds: seconds)) { state.answer(effect) }
      if let step = state.kernels.past?.step { shown.insert(step) }
    }
    #expect(shown == Set(SyntheticRun.recorded.dropFirst()))
    #expect(state.kernels.past == nil && state.tickInterval == 1)
  }

  @Test func thePlaybackEndsThoughMoreIsRecordedThanItShows() throws {
    var state = SyntheticRun.atKernels(.character(";"))
    let end = try #require(SyntheticRun.recorded.last)
    var shown = Set<Int>()
    for interval in 1...SyntheticRun.recorded.count {
      state.kernels.steps = SyntheticRun.recorded + Array((end + 1)...(end + 10 * interval))
      let seconds = 300 + TimelineState.playInterval * Double(interval)
      for effect in update(&state, .tick(seconds: seconds)) { state.answer(effect) }
      if let step = state.kernels.past?.step { shown.insert(step) }
    }
    #expect(state.timeline.playback == nil && state.kernels.past == nil)
    #expect(shown == Set(SyntheticRun.recorded.dropFirst()))
  }

  @Test func recordsThatAreReadSlowlyDoNotMakeThePlaybackLonger() {
    var state = SyntheticRun.atKernels(.character(";"))
    var reading: [DashboardEffect] = []
    for interval in 1...(SyntheticRun.recorded.count + 4) {
      if interval.isMultiple(of: 4) {
        for effect in reading { state.answer(effect) }
        reading = []
      }
      let seconds = 300 + TimelineState.playInterval * Double(interval)
      reading += update(&state, .tick(seconds: seconds))
    }
    #expect(state.timeline.playback == nil && state.shownStep == nil)
  }

  @Test func aReplayedRunShowsItsRecords() {
    var state = SyntheticRun(steps: 1234).state
    state.lanes[0].snapshot = nil
    for effect in update(&state, .terminal(.resized(width: 120, height: 40))) {
      state.answer(effect)
    }
    #expect(text(state).contains("structured") && !text(state).contains(state.kernelsAbsence))
    state.press(answering: .character("2"))
    #expect(state.kernels.past?.step == SyntheticRun.recorded.last)
    #expect(text(state).contains("structured"))
  }

  /// Its trainer sends no snapshot before it has made a step, which can take minutes.
  @Test func aResumedRunShowsItsRecordsUntilTheFirstSnapshot() throws {
    var state = SyntheticRun(steps: 1234).state
    let snapshot = try #require(state.lane.snapshot)
    state.lanes[0].snapshot = nil
    _ = update(&state, .trainer(.finished(step: 1234, seconds: 180, reason: .stopped)))
    let resumed = TrainingEvent.Resumed(
      step: 1200, knobs: Knobs(), length: .steps(2000), time: 1_770_000_500)
    for effect in update(&state, .trainer(.resumed(resumed))) { state.answer(effect) }
    #expect(!text(state).contains(state.kernelsAbsence) && !text(state).contains("measuring…"))
    #expect(text(state).contains("structured"))
    state.press(answering: .character("2"))
    #expect(state.kernels.past != nil && !text(state).contains(state.kernelsAbsence))
    _ = update(&state, .snapshot(snapshot))
    #expect(state.kernels.past == nil)
  }

  @Test func aRecordThatCannotBeReadIsRequestedOnce() {
    var state = SyntheticRun.atKernels()
    let asked = update(&state, .terminal(.key(.character(","))))
    #expect(asked == [.loadKernels(step: 1230)])
    let reply = RecordedKernels(
      steps: SyntheticRun.recorded, step: 1230, wasRequested: true, problem: "it is damaged")
    #expect(update(&state, .kernels(reply)) == [])
    #expect(state.notice?.text == "it is damaged")
    #expect(update(&state, .tick(seconds: 301)) == [])
  }

  /// Records are read from the disk, which is faster than the first snapshot from the trainer.
  @Test func aRecordIsShownUntilASnapshotArrives() throws {
    var state = SyntheticRun(steps: 1234).state
    let snapshot = try #require(state.lane.snapshot)
    state.lanes[0].snapshot = nil
    state.press(answering: .character("2"))
    #expect(state.kernels.past != nil)
    _ = update(&state, .snapshot(snapshot))
    #expect(state.kernels.past == nil && state.kernels.analysis?.step == snapshot.step)
    // A record that the user has chosen stays.
    state.press(answering: .character(","))
    #expect(state.kernels.past != nil)
    _ = update(&state, .snapshot(snapshot))
    #expect(state.kernels.past != nil)
  }

  @Test func aMissingTimelineIsExplained() {
    var state = SyntheticRun(steps: 50).state
    _ = update(&state, .terminal(.key(.character("2"))))
    _ = update(&state, .terminal(.key(.character(","))))
    #expect(state.notice?.text == NoticeText.nothingRecorded)
    _ = update(&state, .terminal(.key(.character(";"))))
    #expect(state.timeline.playback == nil)
  }

  @Test func ordersAreStableAndKeepTheSelectedKernel() throws {
    var state = SyntheticRun.atKernels(.right, .right)
    let selected = state.kernels.selected
    for order in KernelOrder.allCases.dropFirst() {
      state.press(answering: .character("o"))
      #expect(state.kernels.order == order && state.kernels.selected == selected)
      let analysis = try #require(state.kernels.analysis)
      #expect(analysis.ranked.sorted() == Array(0..<64))
      if order == .norm {
        let norms = analysis.ranked.map { analysis.features[$0].norm }
        #expect(zip(norms, norms.dropFirst()).allSatisfy { $0 >= $1 })
      }
    }
    let same = Kernels(count: 1, channels: 1, size: 2, weights: [1, 0, 0, 1]).features[0]
    var other = same
    other.norm = 2
    var broken = same
    broken.norm = .nan
    #expect(KernelAnalysis.ranked([broken, same, other, same], by: .norm) == [2, 1, 3, 0])
  }

  @Test func arrowsChooseTheNextTileInTheirDirection() {
    var state = SyntheticRun.atKernels()
    let first = state.kernelTiles.first { $0.kernel == 0 }
    state.press(answering: .down)
    let below = state.kernelTiles.first { $0.kernel == state.kernels.selected }
    #expect(below?.cells.x == first?.cells.x && below!.cells.y > first!.cells.y)
    state.press(answering: .up)
    #expect(state.kernels.selected == 0)
    // To the other column, and to its end.
    for _ in 0..<70 { state.press(answering: .right) }
    #expect(state.kernels.selected >= 32)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)], [true, false])
  func aClickOnATileSelectsItsKernel(size: (width: Int, height: Int), unicode: Bool) {
    var state = SyntheticRun.atKernels(width: size.width, height: size.height)
    state.surface.capabilities = TerminalCapabilities(
      depth: unicode ? .direct : .mono, unicode: unicode)
    let tiles = state.kernelTiles
    #expect(tiles.count == 64 || !unicode && tiles.count >= 12)
    for (kernel, cells) in tiles {
      var clicked = state
      _ = update(
        &clicked,
        .terminal(.click(x: cells.x + cells.width / 2, y: cells.y + cells.height / 2)))
      #expect(clicked.kernels.selected == kernel)
      #expect(cells.right <= size.width && cells.bottom <= size.height && cells.y > 0)
    }
  }

  @Test func twoColumnsAreDrawnApart() {
    var state = SyntheticRun.atKernels()
    let wide = text(state, width: 200, height: 60)
    #expect(wide.contains("column 1 (the paper's GPU 1) · 26% colour"))
    #expect(text(state, width: 80, height: 24).contains("column 1 · 26% colour"))
    state.press(answering: .character("c"))
    #expect(!text(state, width: 200, height: 60).contains("GPU 1)"))
    var plan = SyntheticRun(steps: 5).plan
    plan.network.layers.removeAll { $0.name == "conv2" }
    var single = DashboardState(plan: plan)
    _ = update(&single, .terminal(.key(.character("2"))))
    _ = update(&single, .terminal(.key(.character("c"))))
    #expect(single.notice?.text == NoticeText.oneColumn)
  }

  @Test func updatesAreShownOnceTheyAreKnown() {
    var state = SyntheticRun(steps: 1234).state
    _ = update(&state, .terminal(.key(.character("2"))))
    _ = update(&state, .terminal(.key(.character("v"))))
    #expect(text(state).contains("No step has changed the kernels yet"))
    state = SyntheticRun.atKernels(.character("v"))
    #expect(text(state).contains("conv1 kernels: last update"))
  }

  @Test func lateRecordsDoNotMoveTheScreen() throws {
    var state = SyntheticRun.atKernels(.character(","))
    let first = try #require(state.kernelsTrack.index)
    var asked: [DashboardEffect] = []
    for _ in 0..<3 { asked += update(&state, .terminal(.key(.character(",")))) }
    #expect(state.kernelsTrack.index == first - 3)
    for effect in asked { state.answer(effect) }
    #expect(state.kernels.past?.step == SyntheticRun.recorded[first - 3])
    #expect(state.kernels.requestedStep == nil)
    let late = update(&state, .terminal(.key(.character(","))))
    _ = update(&state, .terminal(.key(.end)))
    for effect in late { state.answer(effect) }
    #expect(state.kernels.past == nil && state.kernelsTrack.index == nil)
  }

  @Test func everyRunHasItsOwnTimeline() {
    var state = SyntheticRun.atKernels(.character(","))
    #expect(state.kernels.past != nil && !state.kernels.steps.isEmpty)
    // The focus moves to another lane.
    state.focus = 0
    #expect(state.kernels.past == nil && state.kernels.steps.isEmpty)
    #expect(update(&state, .tick(seconds: 1)) == [.loadKernels(step: nil)])
  }
}
