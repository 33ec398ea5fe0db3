import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct RunsTests {
  private let direct = TerminalAbilities(depth: .direct, unicode: true)

  private func press(_ keys: Key..., in state: inout DashboardState) -> [DashboardEffect] {
    keys.flatMap { update(&state, .terminal(.key($0))) }
  }

  private func type(_ text: String, in state: inout DashboardState) -> [DashboardEffect] {
    text.unicodeScalars.flatMap { update(&state, .terminal(.key(.character($0)))) }
  }

  private var listed: DashboardState { SyntheticRuns.state([]) }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theListIsAsRecorded(width: Int, height: Int) throws {
    var state = SyntheticRuns.state(["dropout-2", "no-lrn"])
    state.runs.select(1)
    let size = "\(width)x\(height)"
    try Golden.expect(
      view(state, width: width, height: height, abilities: direct), is: "runs-\(size)")
    let ascii = TerminalAbilities(depth: .sixteen, unicode: false)
    try Golden.expect(
      view(state, width: width, height: height, abilities: ascii), is: "runs-\(size)-ascii-16")
  }

  @Test func writingAndAskingAreAsRecorded() throws {
    var state = listed
    _ = press(.character("/"), in: &state)
    _ = type("dropout=off", in: &state)
    try Golden.expect(
      view(state, width: 80, height: 24, abilities: direct), is: "runs-filter-80x24")
    _ = press(.enter, .character("D"), in: &state)
    try Golden.expect(
      view(state, width: 80, height: 24, abilities: direct), is: "runs-delete-80x24")
  }

  @Test func runsAreLookedForWhenTheyAreWantedAndNowAndThen() {
    var state = SyntheticRun(steps: 5).state
    #expect(press(.character("7"), in: &state) == [.listRuns])
    _ = update(&state, .runs(.listed(SyntheticRuns.listing, secondsFromUTC: 0)))
    #expect(press(.character("r"), in: &state) == [.listRuns])
    #expect(update(&state, .tick(seconds: state.now + 1)) == [])
    #expect(update(&state, .tick(seconds: state.now + 5)) == [.listRuns])
    #expect(press(.character("1"), in: &state) == [])
    #expect(update(&state, .tick(seconds: state.now + 60)) == [])
    #expect(press(.character("7"), in: &state) == [.listRuns])
  }

  @Test func choosingReadsTheRun() {
    var state = listed
    state.runs.select(0)
    #expect(press(.character(" "), in: &state) == [.loadRuns(["dropout-1"])])
    #expect(press(.enter, in: &state) == [.loadRuns(["dropout-2"])])
    #expect(state.runs.chosen == ["dropout-1", "dropout-2"])
    #expect(press(.up, .up, .character(" "), in: &state) == [])
    #expect(state.runs.chosen == ["dropout-2"])
    // What comes late is not wanted any more.
    _ = update(&state, .runs(.loaded([SyntheticRuns.all[0], SyntheticRuns.all[1]])))
    #expect(state.runs.loaded.keys.sorted() == ["dropout-2"])
    #expect(press(.character("r"), in: &state) == [.listRuns, .loadRuns(["dropout-2"])])
  }

  @Test func spacePausesNothingHere() {
    var state = listed
    #expect(!press(.character(" "), in: &state).contains(.send(.pause)))
    #expect(press(.character("p"), in: &state).contains(.send(.pause)))
  }

  @Test func aFilterIsObeyedAsItIsTyped() {
    var state = listed
    _ = press(.character("/"), in: &state)
    _ = type("lrn=off", in: &state)
    #expect(state.runs.rows.map(\.name) == ["no-lrn"])
    _ = press(.enter, in: &state)
    #expect(state.runs.editing == nil && state.runs.filterText == "lrn=off")
    _ = press(.character("/"), .control("u"), in: &state)
    _ = update(&state, .terminal(.paste("no-\n")))
    #expect(
      state.runs.rows.map(\.name) == ["no-dropout-1", "no-dropout-2", "no-dropout-3", "no-lrn"])
    _ = press(.escape, in: &state)
    #expect(state.runs.rows.count == 7)
    #expect(state.screen == .runs)
  }

  @Test func hidingIsUndone() {
    var state = listed
    state.runs.select(2)
    _ = press(.character("h"), in: &state)
    #expect(state.runs.rows.count == 6)
    #expect(state.runs.selection?.name == "no-dropout-1")
    _ = press(.character("H"), in: &state)
    #expect(state.runs.rows.count == 7)
  }

  @Test func renamingAsksForAName() {
    var state = SyntheticRuns.state(["dropout-1"])
    state.runs.select(0)
    _ = press(.character("R"), .control("u"), in: &state)
    _ = type("mine", in: &state)
    #expect(press(.enter, in: &state) == [.renameRun("dropout-1", to: "mine")])
    let number = state.strokes["dropout-1"]
    _ = update(&state, .runs(.renamed("dropout-1", to: "mine")))
    #expect(state.runs.rows[0].name == "mine")
    #expect(state.runs.chosen == ["mine"])
    #expect(state.entrants.last?.name == "mine")
    #expect(state.strokes["mine"] == number)
    #expect(state.runs.selection?.name == "mine")
  }

  @Test func deletingIsAskedFirst() {
    var state = SyntheticRuns.state(["dropout-1"])
    state.runs.select(0)
    #expect(press(.character("D"), in: &state) == [])
    #expect(press(.character("x"), in: &state) == [])
    #expect(press(.escape, in: &state) == [])
    #expect(state.runs.deleting == nil)
    #expect(press(.character("D"), .character("D"), in: &state) == [.deleteRun("dropout-1")])
    _ = update(&state, .runs(.deleted("dropout-1")))
    #expect(state.runs.rows.count == 6)
    #expect(state.runs.chosen.isEmpty)
    #expect(state.runs.selection?.name == "dropout-2")
  }

  @Test func aRunThatIsGoingIsLeftAlone() {
    var state = listed
    var listing = SyntheticRuns.listing
    listing.runs[0].state = .running
    _ = update(&state, .runs(.listed(listing, secondsFromUTC: 0)))
    state.runs.select(0)
    #expect(press(.character("R"), .character("D"), in: &state) == [])
    #expect(state.runs.deleting == nil && state.runs.editing == nil)
    #expect(state.notice?.text.contains("is going") == true)
  }

  @Test func aNoteIsWritten() {
    var state = listed
    state.runs.select(1)
    _ = press(.character("n"), in: &state)
    #expect(state.runs.field.text == "the same with another seed")
    _ = press(.control("w"), in: &state)
    #expect(
      press(.enter, in: &state)
        == [.writeNote("the same with another ", run: "dropout-2")])
    #expect(update(&state, .runs(.noted("dropout-2"))) == [.listRuns])
  }

  @Test func quittingIsAskedEvenWhileWriting() {
    var state = listed
    _ = press(.character("n"), .character("q"), in: &state)
    #expect(state.overlay == nil)
    _ = press(.control("c"), in: &state)
    #expect(state.overlay == .quit)
  }

  @Test func whatFailedIsSaid() {
    var state = listed
    _ = update(&state, .runs(.failed("the disk is full. Make room.")))
    #expect(state.notice?.text == "the disk is full. Make room.")
  }

  @Test(arguments: [
    (0.0, 0, "1970-01-01 00:00"), (1_790_000_000, 0, "2026-09-21 14:13"),
    (951_782_400, 0, "2000-02-29 00:00"), (951_782_399, 0, "2000-02-28 23:59"),
    (4_107_542_400, 0, "2100-03-01 00:00"), (1_790_000_000, 36_000, "2026-09-22 00:13"),
    (1_735_689_599, 0, "2024-12-31 23:59"), (1_735_689_599, 3600, "2025-01-01 00:59"),
  ])
  func momentsAreDatesOnTheWall(seconds: Double, ahead: Int, text: String) {
    #expect(Moment(seconds, secondsFromUTC: ahead).text == text)
  }
}
