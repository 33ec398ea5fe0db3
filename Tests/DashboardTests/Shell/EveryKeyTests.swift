import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// Every key, on every screen and in every box: only keys of the training family, and answers that name it,
/// send a command to the trainer.
@Suite struct EveryKeyTests {
  static let allKeys: [Key] = {
    let characters = (0x20...0x7e).compactMap { Unicode.Scalar($0).map { Key.character($0) } }
    let controls = "abcdefghijklmnopqrstuvwxyz".unicodeScalars.map { Key.control($0) }
    let others: [Key] = [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .escape, .tab, .backTab,
      .backspace, .delete,
    ]
    return characters + controls + others + (1...12).map { Key.function($0) }
  }()

  /// The keys with which people move, search and confirm in other programs.
  private static let harmlessKeys: [Key] =
    "hjklgG/ ".unicodeScalars.map { Key.character($0) } + [
      .tab, .backTab, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .escape,
    ]

  // MARK: - States

  private static func started(_ name: String) -> TrainingEvent {
    guard case .started(var started) = SyntheticRun(steps: 0).started else {
      fatalError("a run starts")
    }
    started.run = name
    return .started(started)
  }

  /// One lane and three, in all states of a run, with a change to undo.
  static let states: [(name: String, state: DashboardState)] = {
    var one = SyntheticRuns.state()
    _ = update(&one, .trainer(.toggled(step: 1234, knob: .dropout, on: false)))
    var several = one
    for name in ["second", "third"] {
      _ = update(&several, .trainer(started(name), run: name))
    }
    var paused = one
    _ = update(&paused, .trainer(.paused(step: 50, on: true)))
    var stopping = several
    for index in stopping.lanes.indices { stopping.lanes[index].isStopping = true }
    stopping.isLeaving = true
    let preparing = DashboardState(
      lanes: [("amber-heron", SyntheticRun(steps: 0).plan, "runs/amber-heron")])
    var interrupted = several
    _ = update(&interrupted, .trainerLost("The trainer was killed."))
    return [
      ("one lane", one), ("three lanes", several), ("paused", paused), ("stopping", stopping),
      ("preparing", preparing), ("interrupted", interrupted),
    ]
  }()

  // MARK: - Boxes

  /// A page, dialog or prompt with the keys that send a command in it.
  struct Box: Sendable {
    var name: String
    var open: @Sendable (inout DashboardState) -> Void
    /// The keys with an answer that changes training; `nil` for a page, on which the keys of
    /// the screen apply.
    var sending: Set<Key>?
  }

  private static func box(_ overlay: DashboardState.Overlay, of state: DashboardState) -> Box {
    // A new overlay must be added to `boxes`; the compiler reports it here.
    let sending: Set<Key>? =
      switch overlay {
      case .help, .messages: []
      case .lesson: nil
      case .failure: state.interruptedLanes.isEmpty ? nil : [.character("P")]
      case .leave, .stopLane: [.character("s")]
      case .fork, .rate: [.enter]
      case .name(let prompt): prompt.isLane ? [.enter] : []
      case .image, .range, .quantities, .evaluation, .export: []
      }
    return Box(name: "\(overlay)", open: { $0.overlay = overlay }, sending: sending)
  }

  static func boxes(of state: DashboardState) -> [Box] {
    let field = TextField("a name")
    var namePrompt = NamePrompt(name: "amber-heron", isLane: true)
    namePrompt.paste("-2")
    let runList: [(String, @Sendable (inout RunListState) -> Void)] = [
      ("filter", { $0.editing = .filter }), ("note", { $0.editing = .note("dropout-1") }),
      ("delete", { $0.deleting = "dropout-1" }),
    ]
    var fork = ForkMenu(of: state.lane)
    fork.room = 4
    var question = ExportForm(run: "amber-heron", format: .csv)
    question.existing = "amber-heron.csv"
    return [Box(name: "no box", open: { _ in }, sending: nil)]
      + [
        .help(PagePosition()), .help(.searching), .messages(PagePosition()),
        .messages(.searching), .leave, .failure, .fork(fork), .stopLane,
        .image(.path(field)),
        .name(namePrompt), .name(NamePrompt(name: "dropout-1", isLane: false)),
        .rate(RatePrompt(rate: 0.5)), .range(RangePrompt(.quantity(.loss), text: "0.5 2")),
        .quantities(QuantityMenu()), .lesson(0),
        .evaluation(.form(EvaluationForm(run: "amber-heron"))), .evaluation(.progress),
        .evaluation(.result(SyntheticRun.evaluationResult(), row: 0)),
        .export(.form(ExportForm(run: "amber-heron", format: .onnx))), .export(.form(question)),
        .export(.progress),
      ].map { box($0, of: state) }
      + runList.map { name, change in
        Box(
          name: name,
          open: {
            $0.screen = .runList
            change(&$0.runList)
          }, sending: [])
      }
  }

  // MARK: - Presses

  /// A key that sends a command to a trainer, or starts one, or deletes a run.
  private struct Press: Sendable {
    var key: Key
    var box: Box
    var place: String
    var effects: [DashboardEffect]

    var sends: Bool { EveryKeyTests.sends(effects) }
    var deletes: Bool { effects.contains(.deleteRun("dropout-1")) }
    var stops: Bool {
      effects.contains { if case .send(.stop, _) = $0 { true } else { false } }
    }
  }

  private static func sends(_ effects: [DashboardEffect]) -> Bool {
    effects.contains {
      switch $0 {
      case .send, .resume: true
      case .measureRoom, .listRuns, .loadRuns, .renameRun, .deleteRun, .writeNote, .loadKernels,
        .loadLayers, .listFolder, .findImages, .analyzeImages,
        .inspect, .evaluate, .cancelEvaluation, .export, .cancelExport, .quit, .suspend, .repaint:
        false
      }
    }
  }

  /// All such presses among those of every key on each screen and in each box.
  private static let presses: [Press] = {
    var presses: [Press] = []
    for (name, state) in states {
      for screen in Screen.allCases {
        for box in boxes(of: state) {
          var before = state
          before.screen = screen
          before.overlay = nil
          box.open(&before)
          for key in allKeys {
            var after = before
            let press = Press(
              key: key, box: box, place: "\(key.name) on \(screen) with \(box.name), \(name)",
              effects: update(&after, .terminal(.key(key))))
            if press.sends || press.deletes { presses.append(press) }
          }
        }
      }
    }
    return presses
  }()

  // MARK: - Claims

  @Test func onlyKeysThatSaySoSendACommand() {
    let family = KeyBindings.dashboard.bindings.filter { $0.family == .training }.flatMap(\.keys)
    for press in Self.presses where press.sends {
      #expect((press.box.sending ?? Set(family)).contains(press.key), "\(press.place)")
    }
    let keys = Set(Self.presses.filter { $0.sends && $0.box.sending == nil }.map(\.key.name))
    #expect(keys == ["C", "D", "L", "O", "P", "S", "u"], "the others open a box")
  }

  @Test func keysOfMovingSearchingAndConfirmingSendNothing() {
    for press in Self.presses where press.sends {
      #expect(!Self.harmlessKeys.contains(press.key), "\(press.place)")
      #expect(press.key != .enter || press.box.sending?.contains(.enter) == true, "\(press.place)")
    }
  }

  @Test func onlyTheAnswerOfTheQuestionDeletesARun() {
    let deleting = Self.presses.filter(\.deletes)
    #expect(!deleting.isEmpty)
    for press in deleting {
      #expect(press.box.name == "delete" && press.key == .character("y"), "\(press.place)")
    }
  }

  @Test func onlyAnAnswerThatSaysSoStops() {
    let stopping = Self.presses.filter(\.stops)
    #expect(!stopping.isEmpty)
    for press in stopping {
      #expect(press.box.sending == [.character("s")], "\(press.place)")
    }
  }

  /// The list is that of the documentation: the capital letters and `u`.
  @Test func theTrainingFamilyHasCapitalLettersAndU() {
    let keys = KeyBindings.dashboard.bindings.filter { $0.family == .training }.flatMap(\.keys)
    #expect(keys.map(\.name).sorted() == ["C", "D", "F", "L", "N", "O", "P", "R", "S", "X", "u"])
    #expect(Set(keys).isDisjoint(with: Self.harmlessKeys))
    let scoped = KeyBindings.dashboard.bindings.filter { $0.scope != nil }
    #expect(scoped.allSatisfy { $0.family == .viewing })
    #expect(Set(scoped.flatMap(\.keys)).isDisjoint(with: keys))
  }

  @Test func everyTrainingKeyActsOnEveryScreen() {
    for screen in Screen.allCases {
      for binding in KeyBindings.dashboard.bindings where binding.family == .training {
        var state = Self.states[1].state
        state.screen = screen
        let effects = update(&state, .terminal(.key(binding.keys[0])))
        #expect(Self.sends(effects) || state.overlay != nil, "\(binding.help), \(screen)")
      }
    }
  }

  @Test func tabOnlyChangesTheScreen() {
    for screen in Screen.allCases {
      for (key, next) in [(Key.tab, screen.next(1)), (.backTab, screen.next(-1))] {
        var state = Self.states[1].state
        state.screen = screen
        var wanted = state
        _ = update(&state, .terminal(.key(key)))
        wanted.show(next)
        #expect(state.screen == next)
        #expect(state.focusedPanels == wanted.focusedPanels && state.overlay == nil)
      }
    }
  }

  /// The space bar, Tab and the letters that stand for arrows are typed where text is typed.
  @Test func lettersAreTypedInTextFields() {
    for overlay in [
      DashboardState.Overlay.image(.path(TextField())),
      .image(.className()), .name(NamePrompt(name: "", isLane: true)),
    ] {
      var state = Self.states[0].state
      state.overlay = overlay
      for letter in "hjklgG/ DLRPX".unicodeScalars {
        _ = update(&state, .terminal(.key(.character(letter))))
      }
      switch state.overlay {
      case .name(let prompt): #expect(prompt.field.text == "hjklgG/ DLRPX")
      case .image(let prompt): #expect(prompt.field.text == "hjklgG/ DLRPX")
      default: Issue.record("\(overlay) is closed")
      }
    }
  }
}
