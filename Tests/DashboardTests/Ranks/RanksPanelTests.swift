import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The panel of the ranks on the live screen, enlarged, and the columns on the kernels' screen.
@Suite struct RanksPanelTests {
  private static let sizes: [(Int, Int)] = [(80, 24), (120, 40), (200, 60)]
  private let run = SyntheticRun(steps: 1234)
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)
  private let ascii = TerminalCapabilities(depth: .sixteen, unicode: false)

  private func press(_ keys: Key..., on state: inout DashboardState) {
    for key in keys { _ = update(&state, .terminal(.key(key))) }
  }

  private func rows(_ state: DashboardState) -> [String] {
    view(state, width: state.surface.width, height: state.surface.height, capabilities: direct)
      .plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func text(_ state: DashboardState) -> String { rows(state).joined(separator: "\n") }

  private func enlarged(
    _ ranks: [Snapshot.RankSummary], width: Int = 120, height: Int = 40
  ) -> DashboardState {
    var state = SyntheticRun.state(ranks: ranks, width: width, height: height)
    state.focusedPanel = .ranks
    press(.enter, on: &state)
    return state
  }

  // MARK: - Recorded screens

  @Test(arguments: sizes) func theRanksAreAsRecorded(width: Int, height: Int) throws {
    let many = enlarged(SyntheticRun.manyRanks, width: width, height: height)
    let states: [(String, DashboardState)] = [
      ("live", SyntheticRun.state(ranks: SyntheticRun.twoRanks(), width: width, height: height)),
      (
        "live-many", SyntheticRun.state(ranks: SyntheticRun.manyRanks, width: width, height: height)
      ),
      ("two", enlarged(SyntheticRun.twoRanks(columns: 2), width: width, height: height)),
      ("many", many),
    ]
    for (name, state) in states {
      for (suffix, capabilities) in [("", direct), ("-ascii-16", ascii)] {
        var state = state
        state.surface.capabilities = capabilities
        try Golden.expect(
          view(state, width: width, height: height, capabilities: capabilities),
          is: "ranks-\(name)-\(width)x\(height)\(suffix)")
      }
    }
  }

  @Test(arguments: sizes) func theColumnsOfTwoRanksAreAsRecorded(width: Int, height: Int) throws {
    var state = SyntheticRun.atKernels(run: run, width: width, height: height)
    SyntheticRun.report(SyntheticRun.twoRanks(columns: 2), to: &state)
    try Golden.expect(
      view(state, width: width, height: height, capabilities: direct),
      is: "ranks-kernels-\(width)x\(height)")
  }

  // MARK: - Where it is shown

  @Test(arguments: sizes) func oneProcessHasNoPanel(width: Int, height: Int) {
    var state = run.state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    #expect(state.layout.screen.live.ranks == nil && !state.interest.ranks)
    #expect(!text(state).contains("Ranks"))
  }

  @Test(arguments: sizes) func theCurvesKeepTheirRoom(width: Int, height: Int) throws {
    let state = SyntheticRun.state(ranks: SyntheticRun.manyRanks, width: width, height: height)
    let live = state.layout.screen.live
    #expect(live.ranks != nil && live.loss != nil && live.error != nil && live.kernels != nil)
    #expect(try #require(live.loss).height >= 5 && #require(live.error).height >= 5)
    #expect(text(state).contains("images/s"))
  }

  @Test func theRanksAreRequestedWhereTheyAreShown() {
    var state = SyntheticRun.state(ranks: SyntheticRun.twoRanks())
    #expect(state.interest.ranks)
    press(.character("3"), on: &state)
    #expect(!state.interest.ranks)
    press(.character("2"), on: &state)
    #expect(!state.interest.ranks)
    SyntheticRun.report(SyntheticRun.twoRanks(columns: 2), to: &state)
    #expect(state.interest.ranks)
  }

  /// A run can be resumed with another number of ranks, or by one process.
  @Test func theEventsOfTheRunNameTheJob() {
    guard case .started(var started) = run.started else { return }
    var state = DashboardState(plan: run.plan)
    _ = update(&state, .terminal(.resized(width: 120, height: 40)))
    #expect(!state.interest.ranks)
    (started.ranks, started.columns) = (4, 2)
    _ = update(&state, .trainer(.started(started)))
    #expect(state.lane.job == JobSize(ranks: 4, columns: 2) && state.interest.ranks)
    var resumed = TrainingEvent.Resumed(
      step: 0, knobs: run.plan.knobs, length: run.plan.length, time: 0)
    resumed.ranks = 3
    SyntheticRun.report(SyntheticRun.twoRanks(), to: &state)
    _ = update(&state, .trainer(.resumed(resumed)))
    #expect(state.lane.job == JobSize(ranks: 3, columns: 1) && state.lane.rankReport == nil)
    resumed.ranks = nil
    _ = update(&state, .trainer(.resumed(resumed)))
    #expect(state.lane.job == nil && !state.interest.ranks)
  }

  @Test func beforeTheFirstReportThePanelSaysSo() {
    var state = SyntheticRun.state(ranks: SyntheticRun.twoRanks())
    state.lanes[0].rankReport = nil
    #expect(text(state).contains("has not arrived yet"))
    _ = update(&state, .trainer(.finished(step: 1234, seconds: 1, reason: .completed)))
    #expect(state.layout.screen.live.ranks == nil)
  }

  @Test func reportsThatDoNotArriveAreNoticed() {
    var state = SyntheticRun.state(ranks: SyntheticRun.twoRanks())
    _ = update(&state, .tick(seconds: 303))
    #expect(!text(state).contains("no report"))
    _ = update(&state, .tick(seconds: 304))
    #expect(text(state).contains("no report for 4 s"))
    SyntheticRun.report(SyntheticRun.twoRanks(), to: &state)
    #expect(!text(state).contains("no report"))
  }

  @Test func theBatchNamesTheJob() {
    var state = SyntheticRun.state(ranks: SyntheticRun.twoRanks(columns: 2))
    state.focusedPanel = .run
    press(.enter, on: &state)
    #expect(text(state).contains("128 images · 2 ranks · 2 columns"))
  }

  // MARK: - Keys and the mouse

  @Test func enterEnlargesAndEscapeReturns() {
    var state = SyntheticRun.state(ranks: SyntheticRun.twoRanks())
    press(.home, on: &state)
    for _ in 0..<6 where state.focusedPanel != .ranks { press(.down, on: &state) }
    #expect(state.focusedPanel == .ranks)
    press(.enter, on: &state)
    #expect(text(state).contains("images/s together") && !text(state).contains("Loss"))
    press(.escape, on: &state)
    #expect(state.enlarged == nil && state.focusedPanel == .ranks)
  }

  @Test func theTableScrollsByTheUsualKeys() {
    var state = enlarged(SyntheticRun.manyRanks)
    func shown() -> String {
      rows(state).first { $0.contains("Ranks") }?.firstMatch(of: /\d+–\d+ of \d+/)
        .map { String($0.0) } ?? ""
    }
    let page = Int(shown().split(separator: "–")[1].prefix { $0.isNumber }) ?? 0
    #expect(page > 20 && page < 64 && shown() == "1–\(page) of 64")
    press(.down, on: &state)
    #expect(shown() == "2–\(page + 1) of 64")
    press(.end, on: &state)
    #expect(shown() == "\(65 - page)–64 of 64")
    press(.pageUp, .pageUp, .up, on: &state)
    #expect(shown() == "1–\(page) of 64")
    _ = update(&state, .terminal(.wheel(1, x: 20, y: 20)))
    #expect(shown() == "4–\(page + 3) of 64")
    press(.character("g"), on: &state)
    #expect(shown() == "1–\(page) of 64")
  }

  @Test func theOrderIsChosenByAKey() {
    var state = enlarged(SyntheticRun.manyRanks)
    var orders = [state.ranks.order]
    for _ in 0..<3 {
      press(.character("o"), on: &state)
      orders.append(state.ranks.order)
      #expect(state.notice?.text.contains(state.ranks.order.name) == true)
    }
    #expect(orders == RankOrder.allCases)
  }

  @Test func aClickFocusesThePanelAndASecondEnlargesIt() throws {
    var state = SyntheticRun.state(ranks: SyntheticRun.twoRanks())
    let rect = try #require(state.layout.screen.live.ranks)
    for _ in 0..<2 { _ = update(&state, .terminal(.click(x: rect.x + 3, y: rect.y + 1))) }
    #expect(state.enlarged == .ranks)
  }

  @Test func everySizeOfTheTerminalIsDrawn() {
    for width in stride(from: 40, through: 210, by: 17) {
      for height in stride(from: 10, through: 62, by: 7) {
        for state in [
          SyntheticRun.state(ranks: SyntheticRun.manyRanks, width: width, height: height),
          enlarged(SyntheticRun.manyRanks, width: width, height: height),
        ] {
          #expect(rows(state).count == height)
        }
      }
    }
  }

  // MARK: - Columns

  @Test func theHoldersOfAColumnAreNamed() {
    var state = SyntheticRun.state(ranks: SyntheticRun.twoRanks(columns: 2))
    #expect(state.holders(ofColumn: 0) == ["rank 0 · node-1", "rank 0"])
    #expect(state.holders(ofColumn: 1) == ["rank 1 · node-2", "rank 1"])
    SyntheticRun.report((0..<6).map { SyntheticRun.rank($0, of: 6, columns: 2) }, to: &state)
    #expect(state.holders(ofColumn: 1) == ["ranks 1, 3, 5", "3 ranks"])
    SyntheticRun.report(SyntheticRun.twoRanks(), to: &state)
    #expect(state.holders(ofColumn: 0).isEmpty)
  }

  @Test(arguments: sizes) func eachColumnNamesItsRank(width: Int, height: Int) {
    var state = SyntheticRun.atKernels(run: run, width: width, height: height)
    SyntheticRun.report(SyntheticRun.twoRanks(columns: 2), to: &state)
    #expect(text(state).contains("column 1 · rank 0"))
    #expect(text(state).contains("column 2 · rank 1"))
  }
}
