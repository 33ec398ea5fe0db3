import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The details of the selected run below the list.
@Suite struct RunDetailsTests {
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)

  private func press(_ keys: Key..., in state: inout DashboardState) -> [DashboardEffect] {
    keys.flatMap { update(&state, .terminal(.key($0))) }
  }

  private func text(_ state: DashboardState, _ width: Int, _ height: Int) -> String {
    view(state, width: width, height: height, capabilities: direct).plainText
  }

  /// Returns the state with evaluations of the first run.
  private func state(evaluations: [Evaluation]) -> DashboardState {
    var state = SyntheticRuns.state([])
    var listing = SyntheticRuns.listing
    listing.runs[0].evaluations = evaluations
    _ = update(&state, .runList(.listed(listing, secondsFromUTC: 0)))
    state.runList.select(0)
    return state
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func evaluationsAreAsRecorded(width: Int, height: Int) throws {
    let evaluations = [
      SyntheticRuns.evaluation(step: 200, top1: 0.312, views: 10, time: 1_770_100_000),
      SyntheticRuns.evaluation(step: 200, top1: 0.335, time: 1_770_090_000),
    ]
    try Golden.expect(
      view(
        state(evaluations: evaluations), width: width, height: height, capabilities: direct),
      is: "runs-evaluations-\(width)x\(height)")
  }

  /// 40×10 is the smallest supported size.
  @Test(arguments: [(40, 10), (60, 16), (80, 24), (120, 40), (200, 60)])
  func theLatestEvaluationAndTheFirstSettingsAreShownAtAllSizes(width: Int, height: Int) {
    let evaluations = [
      SyntheticRuns.evaluation(step: 200, top1: 0.123, time: 2),
      SyntheticRuns.evaluation(step: 100, top1: 0.456, time: 1),
    ]
    let text = text(state(evaluations: evaluations), width, height)
    #expect(text.contains("12.3%"))
    #expect(text.contains("network=compact") && text.contains("batch=128"))
    #expect(text.contains("dropout-1"))
    #expect(height < 24 || text.contains("45.6%"))
  }

  @Test func moreEvaluationsThanFitAreCounted() {
    let many = (1...30).map { SyntheticRuns.evaluation(step: $0, time: Double(31 - $0)) }
    #expect(text(state(evaluations: many), 120, 40).contains("evaluated on (8 of 30)"))
    #expect(!text(state(evaluations: Array(many.prefix(3))), 120, 40).contains(" of 3)"))
  }

  @Test func anAverageOfRunsIsNamed() {
    var average = SyntheticRuns.evaluation(step: 200)
    average.others = [.init(run: "a", step: 1), .init(run: "b", step: 1)]
    #expect(text(state(evaluations: [average]), 120, 40).contains("average of 3 runs"))
  }

  // MARK: - Runs that cannot be changed yet

  /// The first lane of a trainer that still trains others.
  @Test(arguments: ["d", "r"] as [Unicode.Scalar])
  func anEndedRunInUseIsNeitherDeletedNorRenamed(key: Unicode.Scalar) {
    var state = SyntheticRuns.state([])
    var listing = SyntheticRuns.listing
    listing.runs[0].isHeldByTrainer = true
    _ = update(&state, .runList(.listed(listing, secondsFromUTC: 0)))
    state.runList.select(0)
    // The details state it before a key is pressed.
    #expect(text(state, 120, 40).contains("its trainer still trains other lanes"))
    #expect(press(.character(key), in: &state) == [])
    #expect(state.notice?.text == NoticeText.isHeldByTrainer("dropout-1"))
    #expect(state.runList.deleting == nil && state.overlay == nil)
  }

  @Test func theLaneOfADeletedRunLeavesTheScreen() {
    var state = SyntheticRuns.forked(steps: 10)
    let fork = "amber-heron-no-lrn"
    _ = update(&state, .runList(.deleted(fork)))
    #expect(state.lanes.count == 2, "it trains")
    _ = update(
      &state, .trainer(.finished(step: 1010, seconds: 9, reason: .stopped), run: fork))
    state.focus = 1
    _ = update(&state, .runList(.deleted(fork)))
    #expect(state.lanes.map(\.name) == ["amber-heron"] && state.focus == 0)
    _ = update(&state, .runList(.deleted("amber-heron")))
    #expect(state.lanes.count == 1)
  }
}
