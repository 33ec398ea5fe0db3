import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// Undoing changes by hand, at the key `u`.
@Suite struct UndoTests {
  /// A thing that happens to the lane in focus.
  private enum Happening {
    /// A key of this screen, and the trainer's event that confirms it.
    case key(Key, TrainingEvent)
    /// An event without a key: of a journal that is replayed, or for the key of another screen.
    case event(TrainingEvent)
    /// The key `u`, and the trainer's event that confirms it.
    case undo(TrainingEvent)
  }

  private static func dropout(_ on: Bool) -> TrainingEvent {
    .toggled(step: 51, knob: .dropout, on: on)
  }

  private static func lrn(_ on: Bool) -> TrainingEvent { .toggled(step: 51, knob: .lrn, on: on) }

  private static func rate(_ rate: Double, _ cause: TrainingEvent.RateCause = .hand)
    -> TrainingEvent
  {
    .rate(step: 51, rate: rate, cause: cause)
  }

  private static let start = SyntheticRun(steps: 50).state

  private static func state(after happenings: [Happening]) -> DashboardState {
    var state = start
    for happening in happenings {
      switch happening {
      case .key(let key, let event):
        _ = update(&state, .terminal(.key(key)))
        _ = update(&state, .trainer(event))
      case .undo(let event):
        _ = update(&state, .terminal(.key(.character("u"))))
        _ = update(&state, .trainer(event))
      case .event(let event): _ = update(&state, .trainer(event))
      }
    }
    return state
  }

  /// Returns the command of the next `u`; `nil` if there is nothing to undo.
  private static func nextUndo(_ state: DashboardState) -> TrainerCommand? {
    var state = state
    let effects = update(&state, .terminal(.key(.character("u"))))
    guard case .send(let command, let run) = effects.first, run == nil else {
      #expect(effects.isEmpty && state.notice != nil)
      return nil
    }
    #expect(effects.count == 1)
    return command
  }

  private static let d = Key.character("D")
  private static let l = Key.character("L")

  // The lane begins with dropout and LRN on, and with the rate 0.02.
  private static let table: [(name: String, happenings: [Happening], undo: TrainerCommand?)] = [
    ("no change", [], nil),
    ("a switch", [.key(d, dropout(false))], .dropout(on: true)),
    ("two switches", [.key(d, dropout(false)), .key(l, lrn(false))], .lrn(on: true)),
    ("a switch back", [.key(d, dropout(false)), .key(d, dropout(true))], .dropout(on: false)),
    (
      "a change before an undone one",
      [.key(l, lrn(false)), .key(d, dropout(false)), .undo(dropout(true))], .lrn(on: true)
    ),
    ("an undone switch", [.key(d, dropout(false)), .undo(dropout(true))], nil),
    (
      "two undone changes",
      [.key(l, lrn(false)), .key(d, dropout(false)), .undo(dropout(true)), .undo(lrn(true))], nil
    ),
    (
      "a change after an undo",
      [.key(d, dropout(false)), .undo(dropout(true)), .key(l, lrn(false))], .lrn(on: true)
    ),
    ("a rate", [.event(rate(0.01))], .setRate(0.02)),
    ("two rates", [.event(rate(0.01)), .event(rate(0.005))], .setRate(0.01)),
    ("an undone rate", [.event(rate(0.01)), .undo(rate(0.02))], nil),
    ("a rate of the schedule", [.event(rate(0.002, .schedule))], nil),
    // 0.02 / 0.01 = 2.
    (
      "a rate that the schedule has changed since",
      [.event(rate(0.01)), .event(rate(0.001, .schedule))], .scaleRate(by: 2)
    ),
    (
      "a rate restored by the inverse factor",
      [.event(rate(0.01)), .event(rate(0.001, .schedule)), .undo(rate(0.002))], nil
    ),
    ("a confirmation without a change", [.event(dropout(true)), .event(rate(0.02))], nil),
    // A replayed journal does not record which change was an undo.
    ("a replayed switch", [.event(dropout(false))], .dropout(on: true)),
    ("a replayed undo", [.event(dropout(false)), .event(dropout(true))], nil),
    (
      "a replayed undo after another change",
      [.event(lrn(false)), .event(dropout(false)), .event(dropout(true))], .lrn(on: true)
    ),
    (
      "a replayed change of another knob",
      [.event(dropout(false)), .event(lrn(false)), .event(dropout(true))], .dropout(on: false)
    ),
    (
      "a replayed undo of a rate under a schedule",
      [.event(rate(0.01)), .event(rate(0.001, .schedule)), .event(rate(0.002))], nil
    ),
  ]

  @Test func theLastChangeIsUndone() {
    for (name, happenings, undo) in Self.table {
      #expect(Self.nextUndo(Self.state(after: happenings)) == undo, "\(name)")
    }
  }

  @Test func theStepsOwnRateIsNotAChange() {
    // The event of a step has seven digits of the rate.
    var state = Self.state(after: [.event(Self.rate(0.016_000_000_000_000_004))])
    var step = SyntheticRun(steps: 0).step(52)
    step.rate = 0.016
    _ = update(&state, .trainer(.step(step)))
    #expect(Self.nextUndo(state) == .setRate(0.02))
  }

  @Test func aChangeIsUndoneBeforeItIsConfirmed() {
    var state = Self.start
    func press(_ key: Unicode.Scalar) -> [DashboardEffect] {
      update(&state, .terminal(.key(.character(key))))
    }
    #expect(press("D") == [.send(.dropout(on: false))])
    #expect(press("u") == [.send(.dropout(on: true))])
    #expect(state.dropout.text == "on requested")
    #expect(press("u") == [])
    _ = update(&state, .trainer(Self.dropout(false)))
    _ = update(&state, .trainer(Self.dropout(true)))
    #expect(state.dropout.text == "on")
    #expect(Self.nextUndo(state) == nil)
  }

  @Test func severalChangesAreUndoneBeforeTheFirstUndoIsConfirmed() {
    var state = Self.state(after: [.key(Self.l, Self.lrn(false)), .event(Self.rate(0.01))])
    let effects = (0..<3).flatMap { _ in update(&state, .terminal(.key(.character("u")))) }
    #expect(effects == [.send(.setRate(0.02)), .send(.lrn(on: true))])
    _ = update(&state, .trainer(Self.rate(0.02)))
    _ = update(&state, .trainer(Self.lrn(true)))
    #expect(Self.nextUndo(state) == nil)
    #expect(state.rate == 0.02 && state.lrn.text == "on")
  }

  /// A change is old after 100 steps that took at least ten seconds. A step of the run takes 0.15 s.
  @Test(arguments: [(150, false), (151, true)])
  func anOldChangeIsUndoneByTheSecondPress(steps: Int, isOld: Bool) {
    var state = Self.state(after: [.event(.toggled(step: 50, knob: .dropout, on: false))])
    let run = SyntheticRun(steps: 0)
    for step in stride(from: 51, through: steps, by: 1) {
      _ = update(&state, .trainer(.step(run.step(step))))
    }
    func press(_ key: Key) -> [DashboardEffect] { update(&state, .terminal(.key(key))) }
    if isOld {
      #expect(press(.character("u")) == [])
      #expect(state.notice?.text.contains("dropout off was at step 50") == true)
      // Another key, or the time of a notice, takes the question back.
      _ = press(.character("t"))
      #expect(press(.character("u")) == [])
      _ = update(&state, .tick(seconds: state.now + 10))
      #expect(press(.character("u")) == [])
    }
    #expect(press(.character("u")) == [.send(.dropout(on: true))])
  }

  @Test func aChangeOfLongAgoIsOldWithFewSteps() {
    var state = Self.state(after: [.event(.toggled(step: 50, knob: .dropout, on: false))])
    var step = SyntheticRun(steps: 0).step(51)
    step.seconds += 61
    _ = update(&state, .trainer(.step(step)))
    #expect(update(&state, .terminal(.key(.character("u")))) == [])
    #expect(Self.nextUndo(state) == .dropout(on: true))
  }

  @Test func theMessagesNameAnUndo() {
    let happenings: [Happening] = [.key(Self.d, Self.dropout(false)), .undo(Self.dropout(true))]
    let state = Self.state(after: happenings)
    #expect(state.log.messages.suffix(2).map(\.text) == ["dropout off", "dropout on (undo)"])
  }

  @Test func afterAResumeUndoNamesTheKeyInstead() {
    let resumed = Happening.event(
      .resumed(.init(step: 52, knobs: Knobs(rate: 0.02), length: .endless, time: 0)))
    var state = Self.state(after: [.event(Self.dropout(false)), resumed])
    #expect(update(&state, .terminal(.key(.character("u")))) == [])
    #expect(state.notice?.text.contains("D turns dropout on") == true)
  }

  @Test func aRefusedUndoCanBeRepeated() {
    var state = Self.state(after: [.key(Self.d, Self.dropout(false))])
    _ = update(&state, .terminal(.key(.character("u"))))
    _ = update(&state, .refused("no"))
    #expect(Self.nextUndo(state) == .dropout(on: true))
  }

  @Test func aResumedRunForgetsTheChangesOfTheEarlierSession() {
    func resumed(_ step: Int) -> Happening {
      .event(.resumed(.init(step: step, knobs: Knobs(rate: 0.02), length: .endless, time: 0)))
    }
    let change = Happening.event(.toggled(step: 30, knob: .dropout, on: false))
    #expect(Self.nextUndo(Self.state(after: [change, resumed(40)])) == nil)
    #expect(Self.nextUndo(Self.state(after: [change, resumed(20)])) == nil)
  }

  /// The messages are the same before the screen was left and after it was opened again.
  @Test func theMessageOfAnUndoIsTheSameInAReplay() {
    func texts(_ happenings: [Happening]) -> [String] {
      Self.state(after: happenings).log.messages.suffix(2).map(\.text)
    }
    let live = texts([.key(Self.d, Self.dropout(false)), .undo(Self.dropout(true))])
    #expect(live == texts([.event(Self.dropout(false)), .event(Self.dropout(true))]))
    let rate = texts([.event(Self.rate(0.01)), .event(Self.rate(0.02))])
    #expect(rate.map { $0.contains("undo") } == [false, true])
  }

  @Test func eachLaneHasItsOwnChanges() {
    var state = Self.state(after: [.key(Self.d, Self.dropout(false))])
    guard case .started(var started) = SyntheticRun(steps: 0).started else { return }
    started.run = "other"
    _ = update(&state, .trainer(.started(started), run: "other"))
    _ = update(&state, .trainer(.toggled(step: 3, knob: .lrn, on: false), run: "other"))
    func undo() -> [DashboardEffect] { update(&state, .terminal(.key(.character("u")))) }
    #expect(undo() == [.send(.dropout(on: true), run: "amber-heron")])
    _ = update(&state, .terminal(.key(.character(">"))))
    #expect(undo() == [.send(.lrn(on: true), run: "other")])
    #expect(undo() == [])
  }
}
