import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The help page and its search.
@Suite struct PagesTests {
  private func going(_ width: Int = 120, _ height: Int = 40) -> DashboardState {
    var state = SyntheticRun(steps: 60).state
    state.log.markRead()
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    return state
  }

  private func press(_ keys: Key..., on state: inout DashboardState) {
    for key in keys { _ = update(&state, .terminal(.key(key))) }
  }

  private func type(_ text: String, on state: inout DashboardState) {
    for scalar in text.unicodeScalars { press(.character(scalar), on: &state) }
  }

  private func frame(_ state: DashboardState) -> Frame {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities)
  }

  private func text(_ state: DashboardState) -> String { frame(state).plainText }

  private func sections(_ state: DashboardState) throws -> [HelpSection] {
    guard case .help(let position) = state.overlay else {
      Issue.record("help is not open")
      return []
    }
    return HelpPage(position: position, screen: state.screen).sections
  }

  @Test(arguments: [(40, 10), (60, 14), (80, 24), (120, 40), (200, 60)])
  func everyLineOfHelpCanBeReached(width: Int, height: Int) throws {
    var state = going(width, height)
    press(.character("?"), on: &state)
    var seen = ""
    for _ in 0..<170 {
      seen += text(state)
      press(.pageDown, on: &state)
    }
    for line in try sections(state).flatMap(\.lines) {
      // The lines and the names can be wrapped.
      #expect(line.text.split(separator: " ").allSatisfy(seen.contains), "\(line.text)")
      let words = line.name.split(separator: " ").map { $0.prefix(10) }
      #expect(words.allSatisfy(seen.contains), "\(line.name)")
    }
  }

  /// The keys are those of `less` and vi.
  @Test func controlDAndUScrollHalfAPage() throws {
    var state = going(80, 24)
    press(.character("?"), .pageDown, on: &state)
    guard case .help(let page) = state.overlay else { return }
    press(.home, .control("d"), on: &state)
    guard case .help(let half) = state.overlay else { return }
    #expect(half.row > 0 && abs(2 * half.row - page.row) <= 2)
    press(.control("u"), on: &state)
    #expect(state.overlay == .help(.init()))
  }

  @Test func theKeysThatChangeTrainingComeFirstThenThoseOfTheScreen() throws {
    for screen in Screen.allCases {
      var state = going()
      press(screen.key, .character("?"), on: &state)
      let headings = try sections(state).map(\.heading)
      #expect(headings.first == HelpSection.trainingHeading)
      #expect(headings[1] == screen.scope)
      #expect(Set(headings).count == headings.count)
    }
  }

  @Test func theKeysThatChangeTrainingAreOneSection() {
    let training = KeyBindings.dashboard.bindings.filter { $0.family == .training }
    let lines = HelpSection.keys[0].lines
    #expect(training.allSatisfy { binding in lines.contains { $0.text == binding.help } })
    #expect(lines.allSatisfy { $0.family == .training })
    #expect(
      HelpSection.keys.dropFirst().flatMap(\.lines).allSatisfy { $0.family == .viewing })
  }

  @Test func aSearchHidesOtherLinesAndMarksMatches() throws {
    var state = going()
    press(.character("?"), .character("/"), on: &state)
    type("DropOut", on: &state)
    let drawn = text(state)
    #expect(drawn.contains("dropout off and on") && !drawn.contains("draw the screen again"))
    let lines = try sections(state).flatMap(\.lines)
    #expect(lines.allSatisfy { "\($0)".lowercased().contains("dropout") })
    #expect(drawn.contains("\(lines.count) found"))
    let marked = frame(state).cells.count { $0.attributes.contains(.underline) }
    #expect(marked >= "dropout".count && marked.isMultiple(of: "dropout".count))
    // Letters are text here, not commands.
    #expect(state.dropout.requested == nil)
    press(.enter, .escape, on: &state)
    #expect(state.overlay == .help(.init()))
    press(.escape, on: &state)
    #expect(state.overlay == nil)
  }

  @Test func aSearchFromAScreenIsClosedByOneEsc() {
    var state = going()
    press(.character("/"), on: &state)
    #expect(state.overlay == .help(.searching))
    press(.escape, on: &state)
    #expect(state.overlay == nil)
  }

  @Test func matchesStandBelowTheirHeading() throws {
    var state = going()
    press(.character("/"), on: &state)
    type("pan the charts", on: &state)
    let found = try sections(state)
    #expect(found.count == 1 && found[0].lines.count == 1)
    #expect(text(state).contains("With the mouse"))
    for _ in 0..<"pan the charts".count { press(.backspace, on: &state) }
    #expect(try sections(state) == HelpSection.all(on: .live))
    type("no such thing", on: &state)
    #expect(text(state).contains("no key and no word matches"))
  }

  /// The footer shows labels such as "time" that the descriptions of the keys do not contain.
  @Test func eachKeyIsFoundByItsLabelInTheFooter() {
    for screen in Screen.allCases {
      for binding in KeyBindings.dashboard.bindings
      where binding.scope == nil || binding.scope == screen.scope {
        guard let label = binding.label, let key = binding.keys.first else { continue }
        let position = PagePosition(search: TextField(label))
        let found = HelpPage(position: position, screen: screen).sections.flatMap(\.lines)
        #expect(found.contains { $0.name.contains(key.name) }, "\(key.name) \(label)")
      }
    }
  }

  @Test(arguments: [40, 60, 80, 120, 200])
  func noNameOfKeysIsCut(width: Int) {
    for screen in Screen.allCases {
      var state = going()
      _ = update(&state, .terminal(.resized(width: width, height: 500)))
      press(screen.key, .character("?"), on: &state)
      let box = HelpPage(position: PagePosition(), screen: screen).box(in: state.layout.body)
      // The names stand in a column of 11 or 15 cells at the left.
      let names = text(state).split(separator: "\n").map { row in
        String(row.dropFirst(box.x + 2).prefix(width < 54 ? 11 : 15))
      }
      #expect(names.contains { $0.contains("Home") })
      #expect(!names.contains { $0.hasSuffix("…") }, "\(names)")
    }
  }

  /// Words that users looked for and did not find.
  @Test(arguments: [
    "gap", "waves", "edge", "dead", "column", "badge", "points", "interrupted", "val", "train",
    "receptive", "nats", "epoch", "lane", "structured", "zeros", "top-5", "baseline", "guessing",
    "chance",
  ])
  func everyWordThatUsersLookedForIsExplained(word: String) {
    let position = PagePosition(search: TextField(word))
    let found = HelpPage(position: position).sections.flatMap(\.lines)
    #expect(found.contains { $0.family == nil && !$0.text.isEmpty }, "\(word)")
  }

  @Test func pastedTextIsSearched() throws {
    var state = going()
    _ = update(&state, .terminal(.paste("p")))
    #expect(state.overlay == nil)
    press(.character("?"), .character("/"), on: &state)
    _ = update(&state, .terminal(.paste("kernels:\n")))
    guard case .help(let position) = state.overlay else {
      Issue.record("help is not open")
      return
    }
    #expect(position.search?.text == "kernels:")
    #expect(!(try sections(state).isEmpty))
  }
}
