import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The message log and its page.
@Suite struct MessagesTests {
  /// 2026-02-02 02:40:00 in UTC, at which the synthetic run starts.
  private static let start = 1_770_000_000.0

  private func going(_ width: Int = 120, _ height: Int = 40) -> DashboardState {
    var state = SyntheticRun(steps: 60).state
    state.log.markRead()
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    wait(until: Self.start + 600, &state)
    return state
  }

  /// Advances the clock of a time zone one hour ahead of UTC.
  private func wait(until date: Double, _ state: inout DashboardState) {
    let clock = WallClock(date: date, secondsFromUTC: 3600)
    _ = update(&state, .tick(seconds: state.now + 10, clock: clock))
  }

  private func press(_ keys: Key..., on state: inout DashboardState) {
    for key in keys { _ = update(&state, .terminal(.key(key))) }
  }

  private func text(_ state: DashboardState) -> String {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities
    ).plainText
  }

  private func warn(_ text: String, _ state: inout DashboardState) {
    _ = update(&state, .trainer(.warning(step: 60, kind: "image", message: text)))
  }

  @Test func theLogShowsTheNewestMessageFirst() throws {
    var state = going()
    warn("cat/1.jpg is damaged: it ends too early", &state)
    _ = update(&state, .trainer(.toggled(step: 60, knob: .lrn, on: false)))
    wait(until: Self.start + 660, &state)
    _ = update(&state, .trainer(.rate(step: 60, rate: 0.002, cause: .schedule)))
    press(.character("m"), on: &state)
    let lines = text(state).split(separator: "\n").map(String.init)
    func row(_ text: String) throws -> Int {
      try #require(lines.firstIndex { $0.contains(text) }, "\(text)")
    }
    #expect(try row("learning rate 0.002, set by the schedule") < row("LRN off"))
    #expect(try row("LRN off") < row("cat/1.jpg is damaged"))
    // The changes of the synthetic run are at steps after the 60th, so there are no others.
    let warning = lines[try row("cat/1.jpg is damaged")]
    #expect(warning.contains("03:50:00") && warning.contains("step 60  ▲ cat/1.jpg"))
    #expect(lines[try row("learning rate 0.002")].contains("03:51:00"))
  }

  @Test func messagesOfAnotherDayHaveTheirDate() {
    var state = going()
    warn("before midnight", &state)
    wait(until: Self.start + 86_400, &state)
    warn("after midnight", &state)
    press(.character("m"), on: &state)
    #expect(text(state).contains("2026-02-02 03:50"))
    #expect(text(state).contains("03:40:00"))
  }

  /// The journals of several lanes are read one after the other. Their messages are dated by the
  /// start of each run and the training time.
  @Test func messagesOfSeveralJournalsAreInTheOrderOfTheirDates() {
    var log = MessageLog()
    for (text, date) in [("b", 20.0), ("d", 40), ("a", 10), ("c", 30)] {
      log.add(.init(kind: .change, text: text, date: date))
    }
    #expect(log.messages.map(\.text) == ["a", "b", "c", "d"])
  }

  @Test func replayedEventsAreDatedByTheTrainingTime() throws {
    var dates = EventDates()
    #expect(dates.date(atSeconds: 5) == nil)
    dates.begin(at: 1000)
    #expect(dates.date(atSeconds: 5) == 1005)
    dates.begin(at: 5000, seconds: 7)
    #expect(dates.date(atSeconds: 9) == 5002)
    // The change of the synthetic run at step 400 is after 60 seconds of training.
    let state = SyntheticRun(steps: 500).state
    #expect(state.log.messages.first?.date == Self.start + 400 * 0.15)
  }

  @Test func messagesFromBeforeTheFirstTickAreDatedByIt() {
    var state = DashboardState()
    state.addMessage("the settings cannot be read")
    #expect(state.log.messages.first?.date == nil)
    wait(until: Self.start, &state)
    #expect(state.log.messages.first?.date == Self.start)
  }

  @Test func checkpointsAreOneLine() {
    var state = going()
    for step in [100, 200, 1950] {
      _ = update(&state, .trainer(.checkpoint(step: step, path: "/somewhere")))
    }
    #expect(state.log.unread == 0)
    press(.character("m"), on: &state)
    #expect(text(state).contains("checkpoint of step 1,950 saved · 3 checkpoints so far"))
    #expect(!text(state).contains("step 200"))
  }

  @Test func theStatusLineCountsUnreadMessages() {
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
    #expect(!text(state).contains(" new") && !text(state).contains("step 60: two"))
  }

  @Test func messagesAreReadAsSoonAsTheyAreShown() {
    var state = going()
    warn("one", &state)
    press(.character("m"), on: &state)
    #expect(state.log.unread == 0 && !text(state).contains("m 1 new"))
    warn("two", &state)
    #expect(state.log.unread == 0)
    // Both are bold while the page is open.
    #expect(state.log.messages.suffix(2).map(\.status) == [.new, .new])
    press(.character("1"), on: &state)
    #expect(state.log.messages.suffix(2).map(\.status) == [.read, .read])
    warn("three", &state)
    #expect(state.log.unread == 1)
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

  @Test func aFilterHidesOtherMessages() {
    var state = going()
    warn("cat.jpg is damaged", &state)
    warn("the disk is full", &state)
    press(.character("m"), .character("/"), on: &state)
    for scalar in "DISK".unicodeScalars { press(.character(scalar), on: &state) }
    #expect(text(state).contains("the disk is full") && !text(state).contains("cat.jpg is damaged"))
    #expect(text(state).contains("1 found"))
    press(.escape, on: &state)
    #expect(text(state).contains("cat.jpg is damaged"))
    press(.escape, on: &state)
    #expect(state.overlay == nil)
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

  @Test(arguments: [(40, 12), (80, 24)]) func longMessagesAreWrapped(width: Int, height: Int) {
    var state = going(width, height)
    let words = (1...20).map { "word\($0)" }
    warn(words.joined(separator: " "), &state)
    press(.character("m"), on: &state)
    var drawn = ""
    for _ in 0..<10 {
      drawn += text(state)
      press(.pageDown, on: &state)
    }
    #expect(words.allSatisfy(drawn.contains))
  }

  @Test func aResumedRunHasOneUnreadMessage() {
    var state = going()
    warn("long ago", &state)
    let resumed = TrainingEvent.Resumed(
      step: 60, knobs: .init(rate: 0.5), length: .endless, time: Self.start + 3600)
    _ = update(&state, .trainer(.resumed(resumed)))
    #expect(state.log.unread == 1)
    #expect(state.log.messages.last?.text == "resumed after step 60")
    #expect(state.log.messages.last?.date == Self.start + 3600)
  }
}
