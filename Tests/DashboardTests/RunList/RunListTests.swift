import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct RunListTests {
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)

  private func press(_ keys: Key..., in state: inout DashboardState) -> [DashboardEffect] {
    keys.flatMap { update(&state, .terminal(.key($0))) }
  }

  private func type(_ text: String, in state: inout DashboardState) -> [DashboardEffect] {
    text.unicodeScalars.flatMap { update(&state, .terminal(.key(.character($0)))) }
  }

  private func text(_ state: DashboardState, _ width: Int = 120, _ height: Int = 40) -> String {
    view(state, width: width, height: height, capabilities: direct).plainText
  }

  private var listed: DashboardState { SyntheticRuns.state([]) }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theListIsAsRecorded(width: Int, height: Int) throws {
    var state = SyntheticRuns.state(["dropout-2", "no-lrn"])
    state.runList.select(1)
    let size = "\(width)x\(height)"
    try Golden.expect(
      view(state, width: width, height: height, capabilities: direct), is: "runs-\(size)")
    let ascii = TerminalCapabilities(depth: .sixteen, unicode: false)
    try Golden.expect(
      view(state, width: width, height: height, capabilities: ascii), is: "runs-\(size)-ascii-16")
  }

  @Test func textFieldAndQuestionAreAsRecorded() throws {
    var state = listed
    _ = press(.character("/"), in: &state)
    _ = type("dropout=off", in: &state)
    try Golden.expect(
      view(state, width: 80, height: 24, capabilities: direct), is: "runs-filter-80x24")
    _ = press(.enter, .character("d"), in: &state)
    try Golden.expect(
      view(state, width: 80, height: 24, capabilities: direct), is: "runs-delete-80x24")
  }

  @Test func longNamesAndAWrongFilterAreAsRecorded() throws {
    var state = SyntheticRuns.longNames()
    _ = update(&state, .terminal(.key(.character("7"))))
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      try Golden.expect(
        view(state, width: width, height: height, capabilities: direct),
        is: "runs-long-names-\(width)x\(height)")
    }
    _ = press(.character("/"), in: &state)
    _ = type("state=lost", in: &state)
    try Golden.expect(
      view(state, width: 80, height: 24, capabilities: direct), is: "runs-wrong-filter-80x24")
  }

  @Test func theListIsRequestedForTheComparisonToo() {
    var state = SyntheticRun(steps: 5).state
    #expect(press(.character("6"), in: &state) == [.listRuns])
    #expect(update(&state, .tick(seconds: state.now + 5)) == [.listRuns])
  }

  @Test func theListIsRequestedOnOpeningAndAtIntervals() {
    var state = SyntheticRun(steps: 5).state
    #expect(press(.character("7"), in: &state) == [.listRuns])
    _ = update(&state, .runList(.listed(SyntheticRuns.listing, secondsFromUTC: 0)))
    #expect(press(.control("r"), in: &state) == [.listRuns])
    #expect(update(&state, .tick(seconds: state.now + 1)) == [])
    #expect(update(&state, .tick(seconds: state.now + 5)) == [.listRuns])
    #expect(press(.character("1"), in: &state) == [])
    #expect(update(&state, .tick(seconds: state.now + 60)) == [])
    #expect(press(.character("7"), in: &state) == [.listRuns])
  }

  @Test func aChosenRunIsRead() {
    var state = listed
    state.runList.select(0)
    #expect(press(.character(" "), in: &state) == [.loadRuns(["dropout-1"])])
    #expect(press(.down, .enter, in: &state) == [.loadRuns(["dropout-2"])])
    #expect(state.runList.chosen == ["dropout-1", "dropout-2"])
    #expect(press(.up, .character(" "), in: &state) == [])
    #expect(state.runList.chosen == ["dropout-2"])
    // A run that arrives after it was removed is dropped.
    _ = update(&state, .runList(.loaded([SyntheticRuns.all[0], SyntheticRuns.all[1]])))
    #expect(state.runList.loaded.keys.sorted() == ["dropout-2"])
    #expect(press(.control("r"), in: &state) == [.listRuns, .loadRuns(["dropout-2"])])
  }

  @Test func trainingKeysApplyInTheListToo() {
    var state = listed
    #expect(!press(.character(" "), in: &state).contains(.send(.pause)))
    #expect(press(.character("P"), in: &state).contains(.send(.pause)))
  }

  @Test func aFilterAppliesWhileItIsTyped() {
    var state = listed
    _ = press(.character("/"), in: &state)
    _ = type("lrn=off", in: &state)
    #expect(state.runList.rows.map(\.name) == ["no-lrn"])
    _ = press(.enter, in: &state)
    #expect(state.runList.editing == nil && state.runList.filterText == "lrn=off")
    _ = press(.character("/"), .control("u"), in: &state)
    _ = update(&state, .terminal(.paste("no-\n")))
    #expect(
      state.runList.rows.map(\.name) == ["no-dropout-1", "no-dropout-2", "no-dropout-3", "no-lrn"])
    _ = press(.escape, in: &state)
    #expect(state.runList.rows.count == 7)
    #expect(state.screen == .runList)
  }

  @Test func hidingIsUndone() {
    var state = listed
    state.runList.select(2)
    _ = press(.character("z"), in: &state)
    #expect(state.runList.rows.count == 6)
    #expect(state.runList.selection?.name == "no-dropout-1")
    _ = press(.character("a"), in: &state)
    #expect(state.runList.rows.count == 7)
  }

  @Test func escapeRemovesTheFilterAndStays() {
    var state = listed
    _ = press(.character("/"), in: &state)
    _ = type("lrn=off", in: &state)
    _ = press(.enter, .escape, in: &state)
    #expect(state.screen == .runList && state.runList.rows.count == 7)
  }

  @Test(arguments: ["colour=red", "state=lost", "after=yesterday"])
  func aWrongFilterIsAnsweredWhereItIsTyped(filter: String) {
    var state = listed
    _ = press(.character("/"), in: &state)
    #expect(state.runList.problem == nil)
    _ = type(filter, in: &state)
    let value = filter.hasPrefix("colour") ? "colour" : filter.drop { $0 != "=" }.dropFirst()
    #expect(text(state).contains("'\(value)' is not a"))
    #expect(state.runList.rows.count == 7)
  }

  @Test func aFilterWithoutRunsSaysSo() {
    var state = listed
    _ = press(.character("/"), in: &state)
    _ = type("absent", in: &state)
    #expect(text(state).contains("no run matches 'absent'"))
  }

  @Test func onlyTheKeyOfTheQuestionDeletes() {
    let keys =
      (0x20...0x7e).compactMap(UInt32.init).compactMap(Unicode.Scalar.init).map(Key.character)
      + [.enter, .escape, .delete, .backspace, .tab, .control("c"), .control("d")]
    for key in keys where key != .character("y") {
      var state = listed
      state.runList.select(0)
      let effects = press(.character("d"), key, in: &state)
      #expect(!effects.contains(.deleteRun("dropout-1")), "\(key.name)")
    }
  }

  /// Keys that are pressed without reading, "d x p y", delete nothing.
  @Test func anyOtherSmallLetterKeepsTheRun() {
    var state = listed
    state.runList.select(0)
    #expect(press(.character("d"), .character("x"), in: &state) == [])
    #expect(state.runList.deleting == nil && state.notice?.text == "dropout-1 is kept")
    #expect(press(.character("p"), .character("y"), in: &state) == [])
  }

  /// A capital D is a habit in lists of files; there it is the key that changes training.
  @Test func afterTheQuestionARepeatedKeyChangesNothing() {
    for (question, answer) in [("d", "y"), ("d", "d")] {
      var state = listed
      state.runList.select(0)
      let keys = [question, answer, answer].map { Key.character(Unicode.Scalar($0)!) }
      let effects = keys.flatMap { press($0, in: &state) }
      #expect(effects.allSatisfy { $0 == .deleteRun("dropout-1") }, "\(question) \(answer)")
    }
    var state = listed
    #expect(press(.character("d"), .character("D"), .character("D"), in: &state) == [])
    #expect(state.runList.deleting != nil)
  }

  @Test func theQuestionSaysHowMuchIsDeleted() {
    var state = listed
    state.runList.select(0)
    _ = press(.character("d"), in: &state)
    #expect(text(state).contains("(12.3 MB)"))
    _ = press(.escape, in: &state)
    // The size of this run is not known.
    state.runList.select(3)
    _ = press(.character("d"), in: &state)
    #expect(text(state).contains("checkpoints and pictures."))
  }

  @Test func theStateOfALaneIsThatOfTheScreen() {
    var state = listed
    var listing = SyntheticRuns.listing
    listing.runs[0].name = "amber-heron"
    listing.runs[0].state = .running
    _ = update(&state, .runList(.listed(listing, secondsFromUTC: 0)))
    func row() -> Substring? {
      text(state).split(separator: "\n").first { $0.contains("amber-heron") }
    }
    #expect(row()?.contains("running") == true)
    _ = update(&state, .trainer(.paused(step: 1234, on: true), run: "amber-heron"))
    #expect(row()?.contains("paused") == true)
  }

  @Test func deletingAsksFirst() {
    var state = SyntheticRuns.state(["dropout-1"])
    state.runList.select(0)
    #expect(press(.character("d"), in: &state) == [])
    #expect(press(.character("x"), in: &state) == [])
    #expect(press(.escape, in: &state) == [])
    #expect(state.runList.deleting == nil)
    #expect(press(.delete, .character("y"), in: &state) == [.deleteRun("dropout-1")])
    _ = update(&state, .runList(.deleted("dropout-1")))
    #expect(state.runList.rows.count == 6)
    #expect(state.runList.chosen.isEmpty)
    #expect(state.runList.selection?.name == "dropout-2")
  }

  @Test func aTrainingRunIsNeitherRenamedNorDeleted() {
    var state = listed
    var listing = SyntheticRuns.listing
    listing.runs[0].state = .running
    _ = update(&state, .runList(.listed(listing, secondsFromUTC: 0)))
    state.runList.select(0)
    #expect(press(.character("r"), .character("d"), in: &state) == [])
    #expect(state.runList.deleting == nil && state.overlay == nil)
    #expect(state.notice?.text == NoticeText.cannotBeDeleted("dropout-1"))
  }

  @Test func aNoteIsWritten() {
    var state = listed
    state.runList.select(1)
    _ = press(.character("c"), in: &state)
    #expect(state.runList.field.text == "the same with another seed")
    _ = press(.control("w"), in: &state)
    #expect(
      press(.enter, in: &state)
        == [.writeNote("the same with another ", run: "dropout-2")])
    #expect(update(&state, .runList(.noted("dropout-2"))) == [.listRuns])
  }

  @Test func controlCEndsTypingBeforeItAsksToLeave() {
    var state = listed
    _ = press(.character("c"), .character("q"), in: &state)
    #expect(state.overlay == nil)
    _ = press(.control("c"), in: &state)
    #expect(state.runList.editing == nil && state.overlay == nil)
    _ = press(.control("c"), in: &state)
    #expect(state.overlay == .leave)
  }

  @Test func anErrorIsShown() {
    var state = listed
    _ = update(&state, .runList(.failed("the disk is full. Make room.")))
    #expect(state.notice?.text == "the disk is full. Make room.")
  }

  @Test(arguments: [
    (0.0, 0, "1970-01-01 00:00"), (1_790_000_000, 0, "2026-09-21 14:13"),
    (951_782_400, 0, "2000-02-29 00:00"), (951_782_399, 0, "2000-02-28 23:59"),
    (4_107_542_400, 0, "2100-03-01 00:00"), (1_790_000_000, 36_000, "2026-09-22 00:13"),
    (1_735_689_599, 0, "2024-12-31 23:59"), (1_735_689_599, 3600, "2025-01-01 00:59"),
  ])
  func localTimesAreRight(seconds: Double, ahead: Int, text: String) {
    #expect(LocalTime(seconds, secondsFromUTC: ahead).text == text)
  }
}
