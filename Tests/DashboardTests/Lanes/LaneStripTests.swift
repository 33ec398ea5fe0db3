import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The table of the lanes below the header.
@Suite struct LaneStripTests {
  private let run = SyntheticRun(steps: 1950)

  /// The rows of the strip: the headings, then a row for each lane.
  private func rows(_ state: DashboardState, width: Int) -> [String] {
    let frame = view(
      state, width: width, height: 40,
      capabilities: TerminalCapabilities(depth: .direct, unicode: true))
    let lines = frame.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropFirst().prefix(LaneStrip.rows(state)).map(String.init)
  }

  /// Adds lanes that were forked at steps.
  private func lanes(_ forks: [(name: String, changes: [PlanChange], step: Int)]) -> DashboardState
  {
    var state = run.state
    for fork in forks {
      guard case .started(var started) = run.started else { return state }
      started.run = fork.name
      started.plan = started.plan.with(fork.changes)
      started.plan.lineage = Lineage(parent: "amber-heron", step: fork.step)
      _ = update(&state, .trainer(.started(started), run: fork.name))
    }
    return state
  }

  @Test func everyValueHasAHeading() {
    let rows = rows(lanes([("b", [.dropout(0)], 0)]), width: 120)
    for heading in ["lane", "step", "train loss", "val top-1 error", "images/s", "state"] {
      #expect(rows[0].contains(heading), "\(heading)")
    }
    #expect(rows.count == 3)
  }

  @Test(arguments: [40, 60, 80, 100, 120, 200])
  func theErrorIsShownAtEveryWidth(width: Int) {
    let rows = rows(lanes([("b", [.dropout(0)], 0)]), width: width)
    #expect(rows[0].contains("val top-1 error"))
    #expect(rows[1].contains("amber"))
    // The last validation of the run was at step 1,900, before its last step.
    #expect(rows[1].contains("% @1,900"))
  }

  @Test func aLaneWithoutValidationShowsNoErrorOfTraining() {
    var state = lanes([("b", [.dropout(0)], 0)])
    _ = update(&state, .trainer(.step(run.step(7)), run: "b"))
    let lane = state.lanes[1]
    #expect(lane.validationTop1Text == nil)
    #expect(lane.trainTop1Text != nil)
    #expect(rows(state, width: 100)[2].contains("—"))
    #expect(!rows(state, width: 100)[2].contains("%"))
  }

  @Test func anErrorOfTheLatestStepHasNoStep() {
    var state = SyntheticRun(steps: 99).state
    #expect(state.lane.validationTop1Text == nil)
    _ = update(&state, .trainer(.step(run.step(100))))
    var validation = run.validation(100)
    validation.top1 = 0.5766
    _ = update(&state, .trainer(.validation(validation)))
    #expect(state.lane.validationTop1Text == "57.7%")
    _ = update(&state, .trainer(.step(run.step(101))))
    #expect(state.lane.validationTop1Text == "57.7% @100")
  }

  /// A lane has the name of its run, and beside it what is different now.
  @Test func theDifferenceBesideTheNameIsTrueAtEveryStep() {
    var state = lanes([("b", [.lrn(false)], 900)])
    #expect(state.lanes.map(state.title) == ["amber-heron", "b"])
    #expect(rows(state, width: 120)[2].contains("b (LRN off"))
    _ = update(&state, .trainer(.toggled(step: 1960, knob: .lrn, on: true), run: "b"))
    #expect(!rows(state, width: 120)[2].contains("LRN"))
  }

  @Test(arguments: [60, 80, 120]) func aTagStaysWhileTheFirstLaneIsChanged(width: Int) {
    var state = lanes([("b", [.lrn(false)], 900), ("c", [.rate(0.005)], 900)])
    let before = rows(state, width: width)
    #expect(before[2].contains("b (LRN off") && before[3].contains("c (rate 0.005"))
    _ = update(&state, .trainer(.toggled(step: 1960, knob: .dropout, on: true)))
    _ = update(&state, .trainer(.toggled(step: 1960, knob: .dropout, on: false)))
    let after = rows(state, width: width)
    #expect(after[2].contains("b (LRN off") && after[3].contains("c (rate 0.005"))
    #expect(after[2].contains("dropout 0.5)") || after[2].contains(", …)"))
    _ = update(&state, .trainer(.rate(step: 1960, rate: 0.004, cause: .hand), run: "c"))
    #expect(rows(state, width: width)[3].contains("c (rate 0.004"))
  }

  @Test func aLongNameIsElidedInTheMiddle() {
    var state = lanes([("b", [.dropout(0)], 0)])
    _ = update(
      &state, .trainer(.renamed(step: 9, name: "compact-scenes-with-a-long-name-1"), run: "b"))
    state.lanes[1].plan = state.lanes[0].plan
    let row = rows(state, width: 50)[2]
    #expect(row.contains("…") && row.contains("compact") && row.contains("name-1"))
  }
}
