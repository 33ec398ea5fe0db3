import Blueprint
import TerminalUI
import Testing

@testable import Dashboard

/// Runs that were set up for a lesson.
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
      abilities: TerminalAbilities(depth: unicode ? .direct : .mono, unicode: unicode)
    ).plainText
  }

  @Test(arguments: Lesson.Name.allCases)
  func itBeginsWhereItShowsBest(name: Lesson.Name) {
    var state = state(name)
    state.openLesson()
    #expect(state.screen == .compare)
    #expect(state.compare.baseline == "first")
    #expect(state.compare.source == Lesson.named(name).curve.source)
    #expect(state.overlay == .lesson(0))
  }

  /// On the smallest screen that is usual, no word is out of sight.
  @Test(arguments: Lesson.Name.allCases, [true, false])
  func allOfItIsSeenAtOnce(name: Lesson.Name, unicode: Bool) {
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

  @Test func aKeyOpensItAgain() {
    var state = state(.relu)
    state.openLesson()
    _ = update(&state, .terminal(.key(.escape)))
    #expect(state.overlay == nil)
    #expect(text(state, 120, 40).contains("T lesson"))
    _ = update(&state, .terminal(.key(.character("T"))))
    #expect(state.overlay == .lesson(0))
    // Other keys mean what they mean.
    _ = update(&state, .terminal(.key(.character("1"))))
    #expect(state.overlay == nil && state.screen == .overview)
  }

  @Test func withoutOneNothingIsSaidOfIt() {
    var state = state(nil)
    state.openLesson()
    #expect(state.screen == .overview && state.overlay == nil)
    #expect(!text(state, 200, 60).contains("lesson"))
    _ = update(&state, .terminal(.key(.character("T"))))
    #expect(state.notice?.text.contains("--lesson") == true)
  }

  @Test func theGapIsValidationLessTraining() {
    let state = SyntheticRuns.state(["dropout-1"])
    let lane = state.entrants[1].lane
    let track = Track(lane, .top1, of: .gap)
    #expect(track.places.steps == lane.history.validationSteps)
    #expect(track.values.values == lane.course.checks.map { $0.top1Gap ?? .nan })
    var gap = state
    gap.screen = .compare
    gap.compare.source = .gap
    #expect(text(gap, 120, 40).contains("Top-1 error, validation less training"))
  }
}
