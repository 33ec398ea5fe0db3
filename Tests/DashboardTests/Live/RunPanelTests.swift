import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The panel of the run: its activity, its settings and its progress.
@Suite struct RunPanelTests {
  private let run = SyntheticRun(steps: 1234)

  private func drawn(_ state: DashboardState, width: Int, height: Int) -> String {
    var frame = Frame(width: width, height: height)
    RunPanel(state: Shared(state), edges: .box).draw(
      in: Rect(x: 0, y: 0, width: width, height: height), on: &frame,
      appearance: Appearance(.init(depth: .direct, unicode: true)))
    return frame.plainText
  }

  @Test func theActivityFollowsTheRun() {
    var state = run.state
    #expect(state.lane.activityText == "training · next validation at step 1,300")
    _ = update(&state, .trainer(.paused(step: 1234, on: true)))
    #expect(state.lane.activityText == "paused after step 1,234 · P continues")
    _ = update(&state, .trainer(.finished(step: 2000, seconds: 9, reason: .stopped)))
    #expect(state.lane.activityText == "stopped after 1,234 steps")
    state = SyntheticRun(steps: 100).state
    state.lanes[0].history.truncate(after: 99)
    #expect(state.lane.activityText == "validating on 2,000 images")
    state.trainerLost("It was killed.")
    #expect(state.lane.activityText == "interrupted after step 100")
  }

  @Test func everyValueSaysWhatItIs() {
    let text = drawn(run.state, width: 55, height: 8)
    for words in ["val top-1 error", "dropout on", "learning rate", "images/s", "62%", " left"] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test func valuesAreExplainedWhereThereIsRoom() {
    let text = drawn(run.state, width: 120, height: 40)
    #expect(text.contains("wrong guesses among the validation images"))
    #expect(text.contains("24,000"))
    #expect(!drawn(run.state, width: 60, height: 40).contains("wrong guesses"))
  }
}
