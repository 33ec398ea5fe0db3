import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The box that is opened before the screen is left: each answer does what its text promises.
@Suite struct LeaveTests {
  private let run = SyntheticRun(steps: 50)

  /// Returns a state with a number of lanes.
  private func training(lanes: Int = 1) -> DashboardState {
    var state = run.state
    for number in 1..<lanes {
      guard case .started(var started) = run.started else { break }
      started.run = "lane-\(number)"
      _ = update(&state, .trainer(.started(started), run: started.run))
    }
    return state
  }

  private var preparing: DashboardState {
    DashboardState(lanes: [("amber-heron", run.plan, "~/runs/amber-heron")])
  }

  private func press(_ keys: Key..., in state: inout DashboardState) -> [DashboardEffect] {
    keys.flatMap { update(&state, .terminal(.key($0))) }
  }

  @Test(arguments: [Key.enter, .control("c"), .character("q")])
  func leavingNeverStops(answer: Key) {
    for state in [training(), training(lanes: 3), preparing] {
      for key in [Key.character("q"), .control("c")] {
        var state = state
        #expect(press(key, in: &state) == [])
        #expect(state.overlay == .leave)
        #expect(press(answer, in: &state) == [.quit])
      }
    }
  }

  @Test func escapeStays() {
    for state in [training(), training(lanes: 3), preparing] {
      var stayed = state
      #expect(press(.character("q"), .escape, in: &stayed) == [])
      #expect(stayed.overlay == nil && stayed.lanes == state.lanes && !stayed.isLeaving)
    }
  }

  @Test func onATerminalThatIsTooSmallAllOtherKeysWait() {
    var state = training()
    _ = press(.character("R"), in: &state)
    _ = update(&state, .terminal(.resized(width: 20, height: 5)))
    let before = state
    for key in "DLRuPXF?m3t5".unicodeScalars {
      #expect(press(.character(key), in: &state) == [])
      #expect(state == before)
    }
    #expect(press(.character("q"), in: &state) == [])
    #expect(state.overlay == .leave)
    let text = view(state, width: 20, height: 5, capabilities: state.surface.capabilities)
      .plainText
    #expect(text.contains("Enter"))
    #expect(press(.enter, in: &state) == [.quit])
  }

  @Test func onlyTheAnswerThatSaysSoStops() {
    var state = training(lanes: 2)
    #expect(press(.character("q"), .character("s"), in: &state) == [.send(.stop)])
    #expect(state.lanes.allSatisfy { $0.phaseWord == "stopping…" })
    let end = TrainingEvent.finished(step: 51, seconds: 8, reason: .stopped)
    #expect(!update(&state, .trainer(end, run: "lane-1")).contains(.quit))
    #expect(update(&state, .trainer(end, run: "amber-heron")).contains(.quit))
  }

  @Test func otherKeysDoNotAnswer() {
    for key in "kcndxDSyX".unicodeScalars {
      var state = training()
      _ = press(.character("q"), in: &state)
      #expect(press(.character(key), in: &state) == [])
      #expect(state.overlay == .leave && state.notice != nil)
    }
  }

  @Test func theStopIsVisibleUntilTheEnd() {
    var state = training()
    _ = press(.character("q"), .character("s"), in: &state)
    for second in 300..<400 {
      _ = update(&state, .tick(seconds: Double(second)))
      #expect(state.notice?.text == NoticeText.stopsAfterStep)
    }
    // Another notice takes its place for a while.
    _ = press(.character("t"), in: &state)
    #expect(state.notice?.text != NoticeText.stopsAfterStep)
    _ = update(&state, .tick(seconds: 500))
    #expect(state.notice?.text == NoticeText.stopsAfterStep)
    #expect(press(.character("D"), in: &state) == [])
  }

  /// The trainer has received the command to stop, so it saves without a screen too.
  @Test(arguments: [Key.control("c"), .character("q")])
  func leavingDoesNotWaitForTheEnd(key: Key) {
    var state = training()
    _ = press(.character("q"), .character("s"), in: &state)
    #expect(press(key, in: &state) == [.quit])
  }

  @Test func theBoxNamesTheRunsAndTheWaysBack() {
    let texts = [
      (training(), ["the run continues", "after the current step", "resume amber-heron`"]),
      (
        training(lanes: 3),
        ["all 3 lanes continue", "all 3 lanes stop", "resume amber-heron lane-1 lane-2`"]
      ),
      (preparing, ["is prepared", "before its first step", "~/runs/amber-heron"]),
    ]
    for (state, parts) in texts {
      let text = LeaveText(state)
      let all = text.leaving + " " + text.stopping
      let commands = ["`alexnet attach amber-heron`", "`alexnet resume amber-heron"]
      for part in parts + commands { #expect(all.contains(part), "\(part)") }
    }
  }

  @Test func aLaneThatHasEndedIsNotCounted() {
    var state = training(lanes: 3)
    let end = TrainingEvent.finished(step: 50, seconds: 8, reason: .stopped)
    _ = update(&state, .trainer(end, run: "amber-heron"))
    #expect(LeaveText(state).leaving.contains("Enter: 2 lanes"))
    #expect(LeaveText(state).leaving.contains("attach lane-1"))
    _ = update(&state, .trainer(end, run: "lane-1"))
    #expect(LeaveText(state).leaving.contains("attach lane-2"))
    _ = update(&state, .trainer(end, run: "lane-2"))
    #expect(press(.character("q"), in: &state) == [.quit])
  }
}
