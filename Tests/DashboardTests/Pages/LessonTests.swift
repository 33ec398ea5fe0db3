import Blueprint
import Foundation
import TerminalUI
import Testing

@testable import Dashboard

/// The dashboard of runs with a lesson.
@Suite struct LessonTests {
  /// A run with the lanes of a lesson.
  private func state(_ name: Lesson.Name?) -> DashboardState {
    var plan = SyntheticRun(steps: 0).plan
    plan.lesson = name
    let lesson = name.map(Lesson.named)
    if let lesson { plan.length = .steps(lesson.setup.steps) }
    let lanes = lesson?.lanes ?? [[.lrn(false)]]
    return DashboardState(
      lanes: [("first", plan, "~/first")]
        + lanes.enumerated().map { ("lane-\($0 + 2)", plan.with($1), "~/lane-\($0 + 2)") })
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
    expectAllWords(of: name, in: state, unicode: unicode)
    train(&state)
    expectAllWords(of: name, in: state, unicode: unicode)
  }

  private func expectAllWords(of name: Lesson.Name, in state: DashboardState, unicode: Bool) {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      let seen = text(state, width, height, unicode: unicode)
      #expect(seen.contains("Lesson: \(name.rawValue)"))
      let texts = Lesson.named(name).paragraphs.map(\.text) + [state.lessonPage(0)?.outlook ?? ""]
      for word in texts.flatMap({ $0.split(separator: " ") })
      where word.unicodeScalars.allSatisfy(\.isASCII) {
        #expect(seen.contains(word), "\(word)")
      }
    }
  }

  /// Trains the first lane for 50 steps of half a second.
  private func train(_ state: inout DashboardState) {
    var step = SyntheticRun(steps: 0).step(50)
    (step.step, step.seconds) = (50, 25)
    _ = update(&state, .trainer(.step(step), run: "first"))
  }

  /// 2 lanes of 400 steps take 400 seconds; ten times as many take 4,000.
  @Test func thePageHasTheTimeThatThisMachineNeeds() {
    var state = state(.lrn)
    #expect(state.lessonPage(0)?.outlook.contains("about") == false)
    train(&state)
    let outlook = state.lessonPage(0)?.outlook ?? ""
    #expect(outlook.contains("about 7 min") && outlook.contains("about 1 h 10 min"))
  }

  /// The comparison of six lanes on a low terminal has a row for each of them.
  @Test func theTableOfManyLanesHasTheRoomOfTheLanesAboveIt() {
    var state = state(.relu)
    state.showLesson()
    for lane in state.lanes {
      for event in SyntheticRun(steps: 300).events.dropFirst() {
        _ = update(&state, .trainer(event, run: lane.name ?? ""))
      }
    }
    let seen = text(state, 80, 24)
    for lane in state.lanes {
      #expect(seen.contains(lane.name ?? "a name"), "\(lane.name ?? "")")
    }
    // A higher terminal has room for both.
    #expect(text(state, 120, 40).components(separatedBy: "lane-2").count > 2)
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
