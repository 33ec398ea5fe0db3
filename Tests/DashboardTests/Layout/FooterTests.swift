import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The last two rows: the keys, which never move, and the status line with notices.
@Suite struct FooterTests {
  private static let sizes = [(40, 10), (40, 14), (60, 15), (80, 24), (120, 40), (200, 60)]

  private func state(_ size: (Int, Int), at screen: Screen = .live) -> DashboardState {
    var state = SyntheticRun(steps: 60).state
    state.log.markRead()
    _ = update(&state, .terminal(.resized(width: size.0, height: size.1)))
    _ = update(&state, .terminal(.key(screen.key)))
    state.notice = nil
    return state
  }

  private func frame(_ state: DashboardState) -> Frame {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities)
  }

  private func rows(_ state: DashboardState) -> [String] {
    frame(state).plainText.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  private func footer(_ state: DashboardState) -> String { rows(state).last ?? "" }

  @Test(arguments: sizes, Screen.allCases)
  func helpAndLeavingAreAlwaysAtTheRightEnd(size: (Int, Int), screen: Screen) {
    let training = state(size, at: screen)
    var warned = training
    _ = update(&warned, .trainer(.warning(step: 60, kind: "image", message: "it is damaged")))
    warned.showNotice("something long that would have hidden the keys of a narrow terminal")
    var ended = training
    _ = update(&ended, .trainer(.finished(step: 60, seconds: 9, reason: .completed)))
    for state in [training, warned, ended] {
      let footer = footer(state)
      #expect(footer.hasSuffix("? help  q quit"), "\(footer)")
      #expect(footer.count == size.0 - 1)
    }
  }

  @Test(arguments: sizes)
  func bothKnobsAreInTheFooterOfTheLiveScreen(size: (Int, Int)) {
    let footer = footer(state(size))
    let dropout = size.0 < 50 ? "D drop on" : "D dropout on"
    #expect(footer.contains(dropout) && footer.contains("L LRN on"), "\(footer)")
  }

  /// The keys of a footer, in their order.
  private func commands(_ state: DashboardState) -> [DashboardCommand] {
    let layout = state.layout
    let appearance = Appearance(state.surface.capabilities)
    let panel = FooterPanel(state: Shared(state), showsUnread: layout.status.isEmpty)
    var commands: [DashboardCommand] = []
    for x in 0..<state.surface.width {
      let command = panel.command(atX: x, in: layout.footer, appearance: appearance)
      if let command, commands.last != command { commands.append(command) }
    }
    return commands
  }

  private func withLanes(_ state: DashboardState) -> DashboardState {
    var state = state
    guard case .started(var started) = SyntheticRun(steps: 0).started else { return state }
    started.run = "second"
    _ = update(&state, .trainer(.started(started), run: "second"))
    state.notice = nil
    return state
  }

  /// One of them alone, beside the keys of a list, would look like a key of the list.
  @Test(arguments: sizes, Screen.allCases)
  func theTwoKnobsAreShownTogetherAndFirst(size: (Int, Int), screen: Screen) {
    for state in [state(size, at: screen), withLanes(state(size, at: screen))] {
      let commands = commands(state)
      let training = commands.filter { KeyBindings.dashboard.family(of: $0) == .training }
      #expect(training.isEmpty || training.prefix(2) == [.live(.dropout), .live(.lrn)])
      #expect(size.0 < 120 || !training.isEmpty)
      let important: [DashboardCommand] = [.live(.rate), .live(.pause)]
      let last: [DashboardCommand] = [.live(.step), .lanes(.fork)]
      #expect(
        !training.contains(where: last.contains) || important.allSatisfy(training.contains))
    }
  }

  @Test(arguments: sizes, Screen.allCases)
  func noKeyTakesThePlaceOfAnother(size: (Int, Int), screen: Screen) {
    let before = state(size, at: screen)
    var after = before
    _ = update(&after, .trainer(.toggled(step: 60, knob: .dropout, on: false)))
    _ = update(&after, .trainer(.rate(step: 60, rate: 0.0013, cause: .hand)))
    _ = update(&after, .trainer(.paused(step: 60, on: true)))
    after.notice = nil
    let undo = DashboardCommand.live(.undo)
    #expect(!commands(before).contains(undo))
    #expect(commands(after).filter { $0 != undo } == commands(before))
  }

  /// Measured from the tables of keys: those with the ranks 1 of the list and of the images.
  @Test(arguments: [
    (60, Screen.runList, ["space choose", "/ filter"]),
    (120, .images, ["← → image", "↑ ↓ maps", "f wrong", "v confusion", "o open"]),
    (80, .charts, ["↑ ↓ chart", "v choose", "← → cursor"]),
  ])
  func theKeysOfAScreenAreInItsFooter(width: Int, screen: Screen, keys: [String]) {
    let state = state((width, width / 4), at: screen)
    for state in [state, withLanes(state)] {
      let footer = footer(state)
      for key in keys { #expect(footer.contains(key), "\(footer)") }
    }
  }

  @Test(arguments: [(80, "u undo"), (120, "u dropout on again"), (200, "u dropout on again")])
  func theFooterNamesTheEffectOfAnUndo(width: Int, words: String) {
    var state = state((width, 40))
    #expect(!footer(state).contains("undo"), "\(footer(state))")
    let end = footer(state).prefix { $0 != "│" }.count
    _ = update(&state, .trainer(.toggled(step: 60, knob: .dropout, on: false)))
    state.notice = nil
    #expect(footer(state).contains(words), "\(footer(state))")
    #expect(width > 80 || footer(state).prefix { $0 != "│" }.count == end, "no other key moves")
    _ = update(&state, .terminal(.key(.character("u"))))
    _ = update(&state, .trainer(.toggled(step: 61, knob: .dropout, on: true)))
    #expect(!footer(state).contains("undo") && !footer(state).contains("again"))
  }

  @Test(arguments: [
    (UndoStack.Change.toggled(.lrn, on: true), 0.02, "LRN off again"),
    (.rate(from: 0.02, to: 0.01), 0.01, "rate 0.02 again"),
    // The schedule has divided the rate by ten since.
    (.rate(from: 0.02, to: 0.01), 0.001, "rate × 2"),
    (.rate(from: 0.02, to: 0), 0, "rate 0.02 again"),
  ])
  func anUndoIsNamedByItsEffect(change: UndoStack.Change, rate: Double, text: String) {
    #expect(change.undoText(at: rate) == text)
  }

  /// The axes of curves have no effect on screens without curves.
  @Test(arguments: Screen.allCases)
  func onlyScreensWithCurvesHaveTheKeyOfTheirAxis(screen: Screen) {
    let hasCurves = [.live, .charts, .compare].contains(screen)
    #expect(commands(state((300, 60), at: screen)).contains(.charts(.logarithmic)) == hasCurves)
  }

  /// The keys that change training stand before a line, in a style that no other key has.
  @Test(arguments: ColorDepth.allCases, Theme.Name.allCases)
  func keysThatChangeTrainingLookDifferent(depth: ColorDepth, theme: Theme.Name) throws {
    var state = state((120, 40), at: .kernels)
    state.theme = theme
    state.surface.capabilities = TerminalCapabilities(depth: depth, unicode: true)
    let frame = frame(state)
    let footer = Array(footer(state))
    let line = try #require(footer.firstIndex(of: "│"))
    let dropout = try #require(footer.firstIndex(of: "D"))
    let help = try #require(footer.firstIndex(of: "?"))
    #expect(dropout < line && line < help)
    let y = frame.height - 1
    let (training, viewing) = (frame[dropout, y], frame[help, y])
    #expect(
      training.foreground != viewing.foreground || training.attributes != viewing.attributes)
    // Every capital letter before the line is a key, and none after it.
    let next = try #require(footer[(line + 2)...].firstIndex { $0 != " " })
    #expect(frame[next, y].foreground == viewing.foreground)
  }

  @Test(arguments: sizes, Screen.allCases)
  func aNoticeMovesNothing(size: (Int, Int), screen: Screen) {
    let before = state(size, at: screen)
    var after = before
    after.showNotice("a notice")
    #expect(before.layout.body == after.layout.body)
    #expect(rows(after).joined().contains("a notice"))
    let changed = zip(rows(before), rows(after)).filter { $0 != $1 }
    #expect(changed.count == 1, "only the row of the notice differs")
    _ = update(&after, .tick(seconds: after.now + 10))
    #expect(rows(after) == rows(before))
  }

  @Test func aWarningAndTheEndMoveNothing() {
    let before = state((120, 40))
    var after = before
    _ = update(&after, .trainer(.warning(step: 60, kind: "image", message: "it is damaged")))
    #expect(rows(after).contains { $0.contains("step 60: it is damaged") })
    _ = update(&after, .trainer(.finished(step: 60, seconds: 9, reason: .completed)))
    #expect(rows(after).contains { $0.contains("finished after 60 steps in 0:09") })
    #expect(before.layout.body == after.layout.body)
  }

  @Test func anAnnouncementStaysForAMinuteOrUntilTheMessagesAreRead() {
    var state = state((120, 40))
    state.announce("other-run is training too")
    let shown = rows(state)
    #expect(shown.contains { $0.contains("▲ other-run is training too") })
    var read = state
    for key in [Key.character("m"), .escape] { _ = update(&read, .terminal(.key(key))) }
    #expect(!rows(read).contains { $0.contains("other-run") })
    _ = update(&state, .tick(seconds: state.now + 59))
    #expect(rows(state) == shown)
    _ = update(&state, .tick(seconds: state.now + 2))
    #expect(!rows(state).contains { $0.contains("other-run") })
  }

  @Test(arguments: [(40, 10), (80, 24)])
  func theNumberOfUnreadMessagesOpensThem(size: (Int, Int)) throws {
    var state = state(size)
    _ = update(&state, .trainer(.warning(step: 60, kind: "image", message: "it is damaged")))
    let rows = rows(state)
    let y = try #require(rows.firstIndex { $0.contains("m 1 new") })
    let start = try #require(rows[y].firstRange(of: "m 1 new")).lowerBound
    let x = rows[y].distance(from: rows[y].startIndex, to: start) + 3
    _ = update(&state, .terminal(.click(x: x, y: y)))
    #expect(state.overlay == .messages(.init()))
  }

  @Test func aClickOnTheNoticeThatCoversTheTabsOnlyClosesIt() {
    var state = state((60, 12))
    state.showNotice("a notice")
    for x in 0..<60 {
      var clicked = state
      _ = update(&clicked, .terminal(.click(x: x, y: 0)))
      #expect(clicked.screen == .live && clicked.notice == nil)
    }
  }

  @Test(arguments: sizes, Screen.allCases)
  func everyKeyOfTheFooterCanBeClicked(size: (Int, Int), screen: Screen) throws {
    let state = state(size, at: screen)
    let layout = state.layout
    let appearance = Appearance(state.surface.capabilities)
    let panel = FooterPanel(state: Shared(state))
    let commands = (0..<size.0).compactMap {
      panel.command(atX: $0, in: layout.footer, appearance: appearance)
    }
    for command in FooterPanel.pinned { #expect(commands.contains(command)) }
    let footer = Array(footer(state).unicodeScalars)
    for (x, scalar) in footer.enumerated() where x > 0 && footer[x - 1] == " " {
      guard x + 1 < footer.count, footer[x + 1] == " ", scalar != "│", scalar != " " else {
        continue
      }
      // A single character between blanks is a key.
      #expect(
        panel.command(atX: x, in: layout.footer, appearance: appearance) != nil,
        "\(Character(scalar)) at \(x)")
    }
  }
}
