import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The pages over a screen: help with its search, and the message log.
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

  private func text(_ state: DashboardState) -> String {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities
    ).plainText
  }

  private func frame(_ state: DashboardState) -> Frame {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities)
  }

  // MARK: - Help

  @Test(arguments: [(60, 14), (80, 24), (120, 40), (200, 60)])
  func everyLineOfHelpCanBeReached(width: Int, height: Int) {
    var state = going(width, height)
    press(.character("?"), on: &state)
    var seen = ""
    for _ in 0..<80 {
      seen += text(state)
      press(.pageDown, on: &state)
    }
    for line in HelpPage(position: .init()).lines {
      // The lines can be wrapped.
      #expect(line.text.split(separator: " ").allSatisfy(seen.contains), "\(line.text)")
    }
  }

  @Test func aSearchHidesOtherLinesAndMarksMatches() {
    var state = going()
    press(.character("?"), .character("/"), on: &state)
    type("DropOut", on: &state)
    let drawn = text(state)
    #expect(drawn.contains("dropout off and on") && !drawn.contains("draw the screen again"))
    #expect(drawn.contains("1 found"))
    let marked = frame(state).cells.count { $0.attributes.contains(.underline) }
    #expect(marked == "dropout".count)
    // Letters are text here, not commands.
    #expect(state.dropout.requested == nil)
    press(.enter, .escape, on: &state)
    #expect(state.overlay == .help(.init()))
    press(.escape, on: &state)
    #expect(state.overlay == nil)
  }

  @Test func matchesStandBelowTheirHeading() {
    var state = going()
    press(.character("?"), .character("/"), on: &state)
    type("zoom at", on: &state)
    let lines = HelpPage(position: .init(search: TextField("zoom at"), isTyping: true)).lines
    #expect(lines.map(\.isHeading) == [true, false])
    #expect(text(state).contains("With the mouse"))
    for _ in 0..<7 { press(.backspace, on: &state) }
    #expect(text(state).contains("pause and resume"))
    type("no such thing", on: &state)
    #expect(text(state).contains("no line matches"))
  }

  @Test func pastedTextIsSearched() {
    var state = going()
    _ = update(&state, .terminal(.paste("p")))
    #expect(state.overlay == nil)
    press(.character("?"), .character("/"), on: &state)
    _ = update(&state, .terminal(.paste("kernels:\n")))
    guard case .help(let place) = state.overlay else {
      Issue.record("help is not open")
      return
    }
    #expect(place.search?.text == "kernels:")
    #expect(!HelpPage(position: place).lines.isEmpty)
  }

  // MARK: - Messages

  private func warn(_ text: String, _ state: inout DashboardState) {
    _ = update(&state, .trainer(.warning(step: 60, kind: "image", message: text)))
  }

  @Test func theLogShowsTheNewestMessageFirst() throws {
    var state = going()
    warn("cat/1.jpg is damaged: it ends too early", &state)
    _ = update(&state, .trainer(.toggled(step: 60, knob: .lrn, on: false)))
    _ = update(&state, .trainer(.rate(step: 60, rate: 0.002, cause: .schedule)))
    _ = update(&state, .trainer(.checkpoint(step: 60, path: "/somewhere")))
    press(.character("m"), on: &state)
    let lines = text(state).split(separator: "\n").map(String.init)
    func row(_ text: String) throws -> Int {
      try #require(lines.firstIndex { $0.contains(text) }, "\(text)")
    }
    #expect(
      try row("a checkpoint is saved") < row("the learning rate is 0.002, set by the schedule"))
    #expect(try row("the learning rate is 0.002, set by the schedule") < row("LRN is off"))
    #expect(try row("LRN is off") < row("cat/1.jpg is damaged"))
    let line = lines[try row("cat/1.jpg is damaged")]
    #expect(line.contains("0:09") && line.contains("step 60  ▲ cat/1.jpg"))
  }

  @Test func theFooterCountsUnreadMessages() {
    var state = going()
    #expect(!text(state).contains(" new"))
    warn("one", &state)
    warn("two", &state)
    // The user's own change counts as read.
    _ = update(&state, .trainer(.toggled(step: 60, knob: .lrn, on: false)))
    state.notice = nil
    #expect(state.log.unread == 2 && text(state).contains("m 2 new"))
    #expect(text(state).contains("▲ step 60: two"))
    press(.character("m"), .escape, on: &state)
    #expect(state.log.unread == 0)
    #expect(!text(state).contains(" new") && !text(state).contains("▲"))
  }

  @Test func theSameWarningIsCounted() {
    var state = going()
    for _ in 0..<3 {
      warn("again", &state)
      warn("and again", &state)
    }
    #expect(state.log.unread == 2)
    press(.character("m"), on: &state)
    #expect(text(state).contains("and again (3 times)"))
  }

  @Test func theLogIsBoundedAndScrolls() {
    var state = going(80, 24)
    for n in 1...1500 { warn("image \(n)", &state) }
    #expect(state.log.messages.count == MessageLog.capacity)
    press(.character("m"), on: &state)
    #expect(text(state).contains("image 1500"))
    press(.end, on: &state)
    #expect(text(state).contains("image 501") && !text(state).contains("image 1500"))
    press(.down, .home, on: &state)
    #expect(text(state).contains("image 1500"))
  }

  @Test func longMessagesAreWrapped() {
    var state = going(80, 24)
    let words = (1...40).map { "word\($0)" }
    warn(words.joined(separator: " "), &state)
    press(.character("m"), on: &state)
    let drawn = text(state)
    #expect(words.allSatisfy(drawn.contains))
  }

  @Test func aResumedRunHasOneUnreadMessage() {
    var state = going()
    warn("long ago", &state)
    _ = update(
      &state,
      .trainer(.resumed(.init(step: 60, knobs: .init(rate: 0.5), length: .endless, time: 0))))
    #expect(state.log.unread == 1)
    #expect(state.log.messages.last?.text == "resumed after step 60")
  }
}
