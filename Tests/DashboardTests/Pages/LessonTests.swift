import Blueprint
import TerminalUI
import Testing

@testable import Dashboard

/// The dashboard of runs with a lesson.
@Suite struct LessonTests {
  private func state(_ name: Lesson.Name?) -> DashboardState {
    var plan = SyntheticRun(steps: 0).plan
    plan.lesson = name
    return DashboardState(lanes: [("first", plan, "~/first"), ("second", plan, "~/second")])
  }

  private func text(_ state: DashboardState, _ width: Int, _ height: Int, unicode: Bool = true)
    -> String
  {
    view(
      state, width: width, height: height,
      capabilities: TerminalCapabilities(depth: unicode ? .direct : .mono, unicode: unicode)
    ).plainText
  }

  @Test(arguments: Lesson.Name.allCases)
  func aLessonOpensItsComparison(name: Lesson.Name) {
    var state = state(name)
    state.openLesson()
    #expect(state.screen == .compare)
    #expect(state.compare.baseline == "first")
    #expect(state.compare.source == Lesson.named(name).curve.source)
    #expect(state.overlay == .lesson(0))
  }

  /// A new run without a lesson begins on the live screen.
  @Test func theBeginningOfARunKeepsTheComparisonOfALesson() {
    var state = state(.lrn)
    state.openLesson()
    state.finishReplay(beginsOnLive: true)
    #expect(state.screen == .compare)
  }

  /// All words are visible on a terminal of 80 by 24.
  @Test(arguments: Lesson.Name.allCases, [true, false])
  func aLessonFitsIntoASmallTerminal(name: Lesson.Name, unicode: Bool) {
    var state = state(name)
    state.openLesson()
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      let seen = text(state, width, height, unicode: unicode)
      #expect(seen.contains("Lesson: \(name.rawValue)"))
      for word in Lesson.named(name).paragraphs.flatMap({ $0.text.split(separator: " ") })
      where word.unicodeScalars.allSatisfy(\.isASCII) {
        #expect(seen.contains(word), "\(word)")
      }
    }
  }

  @Test func aKeyOpensTheLessonAgain() {
    var state = state(.relu)
    state.openLesson()
    _ = update(&state, .terminal(.key(.escape)))
    #expect(state.overlay == nil)
    #expect(text(state, 120, 40).contains("i lesson"))
    _ = update(&state, .terminal(.key(.character("i"))))
    #expect(state.overlay == .lesson(0))
    // Other keys keep their meaning.
    _ = update(&state, .terminal(.key(.character("1"))))
    #expect(state.overlay == nil && state.screen == .live)
  }

  @Test func aRunWithoutALessonShowsNone() {
    var state = state(nil)
    state.openLesson()
    #expect(state.screen == .live && state.overlay == nil)
    #expect(!text(state, 200, 60).contains("lesson"))
    _ = update(&state, .terminal(.key(.character("i"))))
    #expect(state.notice?.text == NoticeText.noLesson)
  }

  @Test func theGapIsValidationMinusTraining() {
    let state = SyntheticRuns.state(["dropout-1"])
    let lane = state.comparedRuns[1].lane
    let series = QuantitySeries(lane, .top1, of: .gap)
    #expect(series.stepAxis.steps == lane.history.validationSteps)
    #expect(series.values.values == lane.validationHistory.results.map { $0.top1Gap ?? .nan })
    var gap = state
    gap.screen = .compare
    gap.compare.source = .gap
    #expect(text(gap, 120, 40).contains("Val − train top-1 error"))
  }
}
