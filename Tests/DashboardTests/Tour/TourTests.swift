import Blueprint
import Foundation
import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// Each stop of the tour is completed by its key and by what the key does, and by nothing else.
@Suite struct TourTests {
  static let run = SyntheticRun(steps: 320)
  static let start = run.state

  /// Returns a tour at a stop, reached by skipping those before it. The first is 1.
  static func atStop(
    _ number: Int, of state: DashboardState = start, width: Int = 120, height: Int = 40
  ) -> DashboardState {
    var state = state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    state.press(answering: .character("!"))
    for _ in 1..<number { state.press(answering: .character(" ")) }
    return state
  }

  /// The number of the stop; 9 at the end, `nil` without a tour.
  private func stop(_ state: DashboardState) -> Int? { state.tour.walk.map { $0.stop + 1 } }

  func press(_ keys: Key..., into state: inout DashboardState) {
    for key in keys { state.press(answering: key) }
  }

  func shown(_ state: DashboardState) -> String {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities
    ).plainText
  }

  /// Returns the words of the screen without the lines of boxes.
  private func words(_ state: DashboardState) -> String {
    shown(state).split { $0.isWhitespace || $0 == "│" }.joined(separator: " ")
  }

  // MARK: - Stops

  @Test func theLossAndTheErrorAreLeftByTheirKeys() {
    var state = Self.atStop(1)
    #expect(state.screen == .live && state.focusedPanel == .loss)
    press(.up, .character("y"), into: &state)
    #expect(stop(state) == 1, "another key keeps its meaning")
    #expect(state.isLogarithmic)
    press(.down, into: &state)
    #expect(stop(state) == 2 && state.focusedPanel == .error)
    press(.down, into: &state)
    #expect(stop(state) == 2)
    press(.character("2"), into: &state)
    #expect(stop(state) == 3 && state.screen == .kernels)
  }

  @Test func aKernelIsLeftByAnyChoiceOfAnother() {
    for key in [Key.right, .character("l"), .down] {
      var state = Self.atStop(3)
      press(key, into: &state)
      #expect(stop(state) == 4, "\(key)")
    }
    var state = Self.atStop(3)
    press(.character("n"), into: &state)
    #expect(stop(state) == 3)
  }

  @Test func theTimelineIsLeftAtTheEndOfThePlayback() {
    var state = Self.atStop(4)
    press(.character(";"), into: &state)
    #expect(stop(state) == 4 && state.isPlaying)
    var ticks = 0
    while state.isPlaying, ticks < 1000 {
      ticks += 1
      for effect in update(&state, .tick(seconds: state.now + 0.1)) { state.answer(effect) }
    }
    #expect(stop(state) == 5 && ticks > 10 && state.screen == .live)
  }

  @Test func aPlaybackThatIsStoppedReturnsToThePresent() {
    var state = Self.atStop(4)
    press(.character(";"), .character(";"), into: &state)
    #expect(stop(state) == 5 && state.shownStep == nil)
  }

  @Test func theTimelineAwaitsItsRecords() {
    var state = Self.atStop(4)
    state.kernels.steps = [0]
    #expect(shown(state).contains("1 of the 2 records that a playback needs, at step 320"))
    press(.character(" "), into: &state)
    #expect(stop(state) == 5)
  }

  @Test func dropoutIsLeftByTheEventOfTheTrainer() {
    var state = Self.atStop(5)
    let effects = update(&state, .terminal(.key(.character("D"))))
    #expect(effects == [.send(.dropout(on: false))])
    #expect(stop(state) == 5)
    #expect(shown(state).contains("Dropout off is requested"))
    _ = update(&state, .trainer(.step(Self.run.step(321))))
    #expect(stop(state) == 5)
    _ = update(&state, .trainer(.toggled(step: 321, knob: .dropout, on: false)))
    #expect(stop(state) == 6)
    #expect(shown(state).contains("Dropout off since step 321"))
  }

  @Test func dropoutThatIsOffIsTurnedOn() {
    var off = Self.start
    _ = update(&off, .trainer(.toggled(step: 320, knob: .dropout, on: false)))
    var state = Self.atStop(5, of: off)
    #expect(shown(state).contains("D turns it on"))
    _ = update(&state, .terminal(.key(.character("D"))))
    _ = update(&state, .trainer(.toggled(step: 320, knob: .dropout, on: true)))
    #expect(stop(state) == 6)
  }

  @Test func aForkIsLeftWhenTheCopyBegins() {
    var state = Self.atStop(6)
    press(.character("F"), into: &state)
    guard case .fork = state.overlay else {
      Issue.record("no menu")
      return
    }
    #expect(shown(state).contains("Enter begin the copy: dropout off"))
    let effects = update(&state, .terminal(.key(.enter)))
    #expect(effects == [.send(.fork(name: nil, [.dropout(0)]))])
    #expect(stop(state) == 6)
    #expect(shown(state).contains("The copy is requested"))
    begin("copy", in: &state)
    #expect(stop(state) == 7)
    #expect(shown(state).contains("2 lanes train on the same images"))
  }

  @Test func aRefusedForkCanBeRequestedAgain() {
    var state = Self.atStop(6)
    press(.character("F"), .enter, into: &state)
    _ = update(&state, .refused("there is no memory"))
    #expect(stop(state) == 6)
    #expect(!shown(state).contains("The copy is requested"))
    #expect(shown(state).contains("F open the menu"))
  }

  @Test func theComparisonHasTwoTasks() {
    var state = Self.atStop(7)
    press(.character("6"), into: &state)
    #expect(stop(state) == 7 && state.screen == .compare)
    press(.character("5"), into: &state)
    #expect(stop(state) == 8 && state.screen == .images)
  }

  @Test func anImageIsLeftByAnotherLayer() {
    var state = Self.atStop(8)
    _ = update(&state, .snapshot(Self.run.snapshot(for: state.interest)))
    #expect(shown(state).contains("never trains on this image"))
    press(.down, into: &state)
    #expect(stop(state) == 9)
    #expect(shown(state).contains("Tour: the end"))
  }

  /// Adds a lane as a trainer does after a fork.
  private func begin(_ name: String, in state: inout DashboardState) {
    guard case .started(var started) = Self.run.started else { return }
    started.run = name
    started.plan.knobs.dropout = 0
    _ = update(&state, .trainer(.started(started), run: name))
  }

  // MARK: - Keys of the tour

  @Test func theSpaceBarSkipsAndBackspaceReturns() {
    var state = Self.atStop(1)
    press(.backspace, into: &state)
    #expect(stop(state) == 1 && state.notice?.text == NoticeText.firstStop)
    for number in 2...8 {
      press(.character(" "), into: &state)
      #expect(stop(state) == number)
    }
    for number in (1...7).reversed() {
      press(.backspace, into: &state)
      #expect(stop(state) == number)
    }
    #expect(state.screen == .live && state.focusedPanel == .loss)
  }

  @Test func escLeavesAtEveryStopAndSaysHowToStartAgain() {
    for number in 1...9 {
      var state = Self.atStop(number)
      press(.escape, into: &state)
      #expect(stop(state) == nil)
      #expect(state.notice?.text == "the tour is over · ! starts it again")
      press(.function(2), into: &state)
      #expect(stop(state) == 1)
    }
  }

  /// A box receives the keys before the tour, and the tour continues below it.
  @Test func aBoxReceivesItsKeys() {
    var state = Self.atStop(5)
    press(.character("?"), into: &state)
    #expect(shown(state).contains("In this box: Tour"))
    _ = update(&state, .trainer(.toggled(step: 320, knob: .dropout, on: false)))
    #expect(stop(state) == 5, "the page stays open")
    press(.escape, into: &state)
    #expect(stop(state) == 6)
    press(.character("R"), .character(" "), .backspace, .escape, into: &state)
    #expect(stop(state) == 6 && state.overlay == nil)
  }

  @Test func anotherScreenHasTheKeyThatReturns() {
    var state = Self.atStop(1)
    press(.character("4"), into: &state)
    #expect(stop(state) == 1 && state.screen == .layers)
    #expect(shown(state).contains("This stop of the tour is on screen 1, Live."))
    press(.down, into: &state)
    #expect(stop(state) == 1)
    press(.character("1"), .down, into: &state)
    #expect(stop(state) == 2)
  }

  @Test func aClickOnAKeyOfTheTourPressesIt() throws {
    var state = Self.atStop(2)
    let layout = state.layout
    let row = layout.tour.bottom - 2
    let line = shown(state).split(separator: "\n", omittingEmptySubsequences: false)[row]
    let column = try #require(line.firstRange(of: "space skip")).lowerBound
    let x = line.distance(from: line.startIndex, to: column)
    _ = update(&state, .terminal(.click(x: x, y: row)))
    #expect(stop(state) == 3)
    // A click on a key that changes training only names it.
    state = Self.atStop(5)
    let effects = update(&state, .terminal(.click(x: 3, y: state.layout.tour.bottom - 2)))
    #expect(effects.isEmpty && stop(state) == 5)
    #expect(state.notice?.text.contains("press D") == true)
  }

  // MARK: - What is impossible

  @Test func anEndedRunIsNotChanged() {
    var ended = Self.start
    _ = update(&ended, .trainer(.finished(step: 320, seconds: 9, reason: .completed)))
    for number in [5, 6] {
      var state = Self.atStop(number, of: ended)
      #expect(words(state).contains("The run has ended, and cannot be changed."))
      press(.character(" "), into: &state)
      #expect(stop(state) == number + 1)
    }
  }

  @Test func aRunBeforeItsFirstStepIsAwaited() {
    let plan = SyntheticRun(steps: 0).plan
    let preparing = DashboardState(lanes: [("amber-heron", plan, "runs/amber-heron")])
    let state = Self.atStop(1, of: preparing)
    #expect(shown(state).contains("The first step is awaited."))
    #expect(shown(state).contains("ln 40 = 3.69"))
    for number in 1...9 {
      #expect(shown(Self.atStop(number, of: preparing)).contains("Tour"))
    }
  }

  // MARK: - The end

  @Test func theEndListsWhatWasSeenAndWhatWasChanged() {
    var state = Self.atStop(5)
    _ = update(&state, .terminal(.key(.character("D"))))
    _ = update(&state, .trainer(.toggled(step: 320, knob: .dropout, on: false)))
    press(.character("F"), .enter, into: &state)
    begin("copy", in: &state)
    press(.character("6"), .character("5"), .character(" "), into: &state)
    let text = words(state)
    #expect(text.contains("You have seen dropout, a fork and a comparison. Skipped: the loss,"))
    #expect(text.contains("dropout is off in lane 1: D turns it on again"))
    #expect(text.contains("lane 2, copy, trains too: < and > choose it, X stops it"))
    #expect(text.contains("`alexnet watch --lesson dropout`"))
    press(.character(" "), into: &state)
    #expect(stop(state) == nil)
    #expect(
      state.notice?.text
        == "the tour is over · ! starts it again · dropout is off (D) · lane 2 trains too (X)")
  }

  @Test func anUndoneChangeIsNotListed() {
    var state = Self.atStop(5)
    _ = update(&state, .terminal(.key(.character("D"))))
    _ = update(&state, .trainer(.toggled(step: 320, knob: .dropout, on: false)))
    _ = update(&state, .trainer(.toggled(step: 320, knob: .dropout, on: true)))
    #expect(state.tourChanges.isEmpty)
  }
}
