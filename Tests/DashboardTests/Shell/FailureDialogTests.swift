import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The box of a run whose trainer ended without an event, and the key that resumes all of its lanes.
@Suite struct FailureDialogTests {
  private let knobs = Knobs(rate: 0.02)

  private func interrupted(lanes: Int = 1) -> DashboardState {
    let run = SyntheticRun(steps: 50)
    var state = run.state
    guard case .started(var started) = run.started else { fatalError("a run starts") }
    for number in 1..<lanes {
      started.run = "lane-\(number)"
      _ = update(&state, .trainer(.started(started), run: started.run))
    }
    _ = update(&state, .trainerLost("The trainer was ended by signal 9 (Killed)."))
    return state
  }

  private func press(_ key: Key, _ state: inout DashboardState) -> [DashboardEffect] {
    update(&state, .terminal(.key(key)))
  }

  private func resumed(step: Int) -> TrainingEvent {
    .resumed(.init(step: step, knobs: knobs, length: .endless, time: 0))
  }

  private func dialogText(_ state: DashboardState) -> String {
    let capabilities = TerminalCapabilities(depth: .mono, unicode: true)
    return view(state, width: 120, height: 40, capabilities: capabilities).plainText
  }

  @Test func oneKeyResumesTheRunInPlace() {
    var state = interrupted()
    #expect(state.overlay == .failure)
    #expect(press(.character("P"), &state) == [.resume])
    #expect(state.resumption == .requested)
    #expect(press(.character("P"), &state) == [])
    _ = update(&state, .trainer(resumed(step: 40)))
    #expect(state.overlay == nil && state.resumption == nil)
    #expect(!state.isTrainerLost && state.phase == .training)
  }

  @Test func theBoxIsClosedWhenAllLanesTrainAgain() {
    var state = interrupted(lanes: 3)
    let names = state.lanes.compactMap(\.name)
    #expect(press(.character("P"), &state) == [.resume])
    for name in names {
      #expect(state.overlay == .failure)
      _ = update(&state, .trainer(resumed(step: 40), run: name))
    }
    #expect(state.overlay == nil)
  }

  @Test func theReasonOfAFailureToResumeIsShown() {
    var state = interrupted()
    _ = press(.character("P"), &state)
    _ = press(.escape, &state)
    _ = update(&state, .resumeFailed("The folder of the data was not found."))
    #expect(state.overlay == .failure)
    #expect(dialogText(state).contains("The folder of the data was not found."))
    #expect(press(.character("P"), &state) == [.resume])
  }

  @Test func aTrainingKeyOpensTheBoxAgain() {
    var state = interrupted()
    #expect(press(.escape, &state) == [])
    #expect(state.overlay == nil)
    #expect(press(.character("D"), &state) == [])
    #expect(state.overlay == .failure)
  }

  @Test func theKeyOfTheBoxResumesWithoutTheBoxToo() {
    var state = interrupted(lanes: 2)
    #expect(press(.escape, &state) == [])
    #expect(press(.character("P"), &state) == [.resume])
    #expect(state.overlay == .failure && state.resumption == .requested)
    #expect(press(.character("P"), &state) == [])
  }

  /// The box is not closed by the key of another screen, and after Esc the way back stays in sight.
  @Test(arguments: Screen.allCases)
  func theWayToResumeIsInSightOnEveryScreen(screen: Screen) {
    var state = interrupted(lanes: 2)
    _ = press(screen.key, &state)
    #expect(state.overlay == .failure && state.screen == screen)
    #expect(dialogText(state).contains("P resume 2 lanes"))
    _ = press(.escape, &state)
    _ = press(.character("t"), &state)
    _ = update(&state, .tick(seconds: state.now + 10))
    #expect(dialogText(state).contains("× interrupted · P resumes 2 lanes here"))
    #expect(dialogText(state).contains("P resume 2 lanes"))
  }

  @Test func theEndOfTheTrainerIsAMessage() throws {
    let message = try #require(interrupted(lanes: 2).log.messages.last)
    #expect(message.kind == .failure && message.step == 50 && message.run == nil)
    #expect(message.text == "The trainer was ended by signal 9 (Killed).")
  }

  @Test func aRunThatFailedHasNoKeyToResume() {
    var state = SyntheticRun(steps: 50).state
    _ = update(&state, .trainer(.failed(step: 50, message: "the loss is not finite")))
    #expect(press(.character("P"), &state) == [])
    #expect(state.resumption == nil)
  }
}
