import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// New names for the runs of the list.
@Suite struct RunNameTests {
  private func press(_ keys: Key..., in state: inout DashboardState) -> [DashboardEffect] {
    keys.flatMap { update(&state, .terminal(.key($0))) }
  }

  private func type(_ text: String, in state: inout DashboardState) -> [DashboardEffect] {
    text.unicodeScalars.flatMap { update(&state, .terminal(.key(.character($0)))) }
  }

  private func text(_ state: DashboardState) -> String {
    let direct = TerminalCapabilities(depth: .direct, unicode: true)
    return view(state, width: 120, height: 40, capabilities: direct).plainText
  }

  private var listed: DashboardState { SyntheticRuns.state([]) }

  @Test func renamingAsksForAName() {
    var state = SyntheticRuns.state(["dropout-1"])
    state.runList.select(0)
    _ = press(.character("r"), .control("u"), in: &state)
    _ = type("mine", in: &state)
    #expect(press(.enter, in: &state) == [.renameRun("dropout-1", to: "mine")])
    let number = state.strokes["dropout-1"]
    _ = update(&state, .runList(.renamed("dropout-1", to: "mine")))
    #expect(state.runList.rows[0].name == "mine")
    #expect(state.runList.chosen == ["mine"])
    #expect(state.comparedRuns.last?.name == "mine")
    #expect(state.strokes["mine"] == number)
    #expect(state.runList.selection?.name == "mine")
    #expect(state.log.messages.last?.text == NoticeText.renamed("dropout-1", to: "mine"))
  }

  @Test(arguments: ["", "-mine", "two words", "dropout-2"])
  func aNameThatCannotBeUsedStaysInTheField(name: String) {
    var state = listed
    state.runList.select(0)
    _ = press(.character("r"), .control("u"), in: &state)
    _ = type(name, in: &state)
    #expect(press(.enter, in: &state) == [])
    #expect((state.overlay != nil) == !name.isEmpty)
    #expect(name.isEmpty || text(state).contains("'\(name)'"))
    #expect(state.notice == nil, "the reason stands once")
  }

  /// A run that this screen trains is renamed by its trainer, with the same prompt as at N.
  @Test func aTrainingLaneIsRenamedInTheListToo() {
    var state = listed
    var listing = SyntheticRuns.listing
    listing.runs[0].name = "amber-heron"
    listing.runs[0].state = .running
    _ = update(&state, .runList(.listed(listing, secondsFromUTC: 0)))
    state.runList.select(0)
    _ = press(.character("r"), in: &state)
    var other = state
    other.overlay = nil
    _ = press(.character("N"), in: &other)
    #expect(state.overlay != nil && state.overlay == other.overlay)
    _ = type("-2", in: &state)
    #expect(press(.enter, in: &state) == [.send(.rename("amber-heron-2"))])
  }
}
