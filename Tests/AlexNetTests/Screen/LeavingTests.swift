import Foundation
import NCursesTerminal
import Runs
import Testing

extension ForReal {
  /// Every end of the program restores the shell's terminal, and the status has the reason.
  @Suite(.serialized, .enabled(if: Window.tmux != nil, "tmux is missing"))
  struct Leaving {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    /// The reason for which the run finished; `nil` if the journal has no end.
    private func recordedReason() throws -> TrainingEvent.FinishReason? {
      guard case .finished(_, _, let reason) = try runs.recording().events.last else { return nil }
      return reason
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGQUIT])
    func aSignalStopsTheRunAndSavesIt(signal: Int32) throws {
      let window = try Window(try runs.tiny("watch"))
      try window.reachesStep(after: 0)
      try window.send(signal)
      #expect(try window.status() == 128 + signal)
      try window.expectShellsOwnTerminal()
      #expect(try window.screen().contains("run tiny-scenes-1 stopped after "))
      #expect(try recordedReason() == .stopped)
    }

    /// A stopped process does not answer, like a trainer whose step never ends.
    @Test func aFurtherSignalEndsTheWaitForATrainerThatHangs() throws {
      let window = try Window(try runs.tiny("watch"))
      try window.reachesStep(after: 0)
      let trainer = try #require(try runs.trainer())
      kill(trainer, SIGSTOP)
      defer { kill(trainer, SIGKILL) }
      try window.waits(for: "the program's end") { _ in
        try window.send(SIGTERM)
        return window.hasEnded
      }
      #expect(try window.status() == 128 + SIGTERM)
      try window.expectShellsOwnTerminal()
    }

    @Test func aSignalStopsAPausedRun() throws {
      let window = try Window(try runs.tiny("watch"))
      try window.reachesStep(after: 0)
      try window.press("P")
      try window.shows("‖ paused")
      try window.send(SIGTERM)
      #expect(try window.status() == 128 + SIGTERM)
      #expect(try recordedReason() == .stopped)
    }

    @Test func trainingContinuesWhenTheWindowCloses() throws {
      let window = try Window(try runs.tiny("watch"))
      let step = try window.reachesStep(after: 0)
      let trainer = try #require(try runs.trainer())
      try window.closeUnderProgram()
      #expect(try window.status() == 128 + SIGHUP)
      #expect(try runs.trainer() == trainer)
      let again = try Window(["attach", "--runs", runs.store.directory])
      try again.reachesStep(after: step)
      try again.press("q")
      try again.press("s")
      #expect(try again.status() == 0)
      #expect(try recordedReason() == .stopped)
    }

    @Test func aKilledScreenRestoresTheTerminalAndLeavesTheTrainerAlone() throws {
      let window = try Window(try runs.tiny("watch"))
      try window.reachesStep(after: 0)
      let trainer = try #require(try runs.trainer())
      try window.send(SIGKILL)
      #expect(try window.status() == 128 + SIGKILL)
      try window.expectShellsOwnTerminal()
      #expect(try recordedReason() == nil)
      #expect(try runs.listed().starts(with: ["tiny-scenes-1", "running"]))
      kill(trainer, SIGTERM)
      try runs.waitForTheEnd(of: "tiny-scenes-1")
      #expect(try recordedReason() == .stopped)
    }

    /// Signals of a crash, sent from outside.
    @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGILL])
    func aCrashRestoresTheTerminal(signal: Int32) throws {
      let window = try Window(try runs.tiny("watch"), settings: "SWIFT_BACKTRACE=enable=no")
      try window.reachesStep(after: 0)
      try window.send(signal)
      #expect(try window.status() == 128 + signal)
      try window.expectShellsOwnTerminal()
      #expect(try recordedReason() == nil)
    }

    /// Crashes in the main thread and in others. The runtime's message appears on the shell's screen.
    @Test(arguments: [
      ("fatal-error", SIGILL, "crash for a test"),
      ("fatal-error-elsewhere", SIGILL, "crash for a test, another thread"),
      ("stack-overflow", SIGSEGV, ""), ("stack-overflow-elsewhere", SIGSEGV, ""),
      ("bad-address", SIGSEGV, ""),
    ])
    func aCrashIsReportedAfterTheTerminalIsRestored(
      way: String, signal: Int32, words: String
    ) throws {
      let window = try Window(
        [way], of: Program.executable.deletingLastPathComponent().appending(path: "Crasher"),
        settings: "SWIFT_BACKTRACE=enable=no")
      #expect(try window.status() == 128 + signal)
      try window.expectShellsOwnTerminal()
      let screen = try window.screen()
      #expect((words.isEmpty || screen.contains(words)) && !screen.contains("about to crash"))
    }

    @Test func theProgramStartsInTheSmallestWindow() throws {
      let window = try Window(try runs.tiny("watch", "--steps", "200"), width: 1, height: 1)
      try window.waits(for: "the alternate screen") { _ in
        try window.fact("#{alternate_on}") == "1"
      }
      try window.resize(20, 5)
      try window.shows("loss")
      try window.resize(120, 40)
      try window.shows("■ finished")
      // After the last step the screen stays.
      try window.footerShows("q quit")
      try window.press("q")
      #expect(try window.status() == 0)
      try window.resize(80, 24)
      #expect(try window.fact("#{alternate_on} #{cursor_flag}") == "0 1")
    }

    /// A new run begins on the live screen. A run that is shown again opens the last screen.
    @Test func theSettingsOfTheViewAreKept() throws {
      let window = try Window(shellAt: 120, by: 40)
      try window.shows("ready>")
      let program = ([Program.executable.path] + (try runs.tiny("watch"))).joined(separator: " ")
      try window.press(program, "Enter")
      try window.reachesStep(after: 0)
      try window.press("3", "y", "q")
      try window.shows("Leave the screen?")
      try window.press("s")
      try window.shows("run tiny-scenes-1 stopped after ")
      let attach = "\(Program.executable.path) attach --runs \(runs.store.directory) tiny-scenes-1"
      try window.press("clear", "Enter", attach, "Enter")
      try window.shows("Learning rate")
      try window.press("q")
      try window.waits(for: "the shell") { !$0.contains("Learning rate") && $0.contains("ready>") }
    }

    @Test func aStoppedProgramGivesTheTerminalToTheShellAndResumes() throws {
      let window = try Window(shellAt: 80, by: 24)
      try window.shows("ready>")
      let program = ([Program.executable.path] + (try runs.tiny("watch"))).joined(separator: " ")
      try window.press(program, "Enter")
      try window.reachesStep(after: 0)
      try window.press("C-z")
      try window.shows("Stopped")
      #expect(try window.fact("#{alternate_on} #{cursor_flag}") == "0 1")
      try window.press("clear; stty -a", "Enter")
      // The modes that stty sees are those of a program. At the prompt readline sets others.
      try window.waits(for: "cooked modes") { screen in
        [" icanon ", "isig ", " echo "].allSatisfy(screen.contains) && !screen.contains("-isig")
      }
      try window.press("fg", "Enter")
      try window.reachesStep(after: 0)
      #expect(try window.fact("#{alternate_on} #{cursor_flag}") == "1 0")
      let step = try #require(Window.step(on: try window.screen()))
      try window.reachesStep(after: step)
      try window.press("q")
      try window.shows("Leave the screen?")
      try window.press("s")
      try window.shows("run tiny-scenes-1 stopped after ")
      try window.press("echo status $?", "Enter")
      try window.shows("status 0")
    }

    @Test(arguments: [
      ("TERM=dumb", TerminalError.cannotDraw("dumb")),
      ("TERM=unheard-of", .unknownType("unheard-of")), ("-u TERM", .noType),
    ])
    func aTerminalThatCannotBeDrawnOnIsReportedInOneLine(
      settings: String, error: TerminalError
    ) throws {
      let window = try Window(
        try runs.tiny("watch"), settings: settings, redirection: "2>errors")
      #expect(try window.status() == 2)
      let errors = try window.file("errors")
      #expect(errors.hasPrefix("alexnet: \(error.problem). "))
      #expect(errors.count { $0 == "\n" } == 1)
      try window.expectShellsOwnTerminal()
      #expect(try runs.store.list().runs.isEmpty)
    }

    @Test(arguments: [
      (">output", TerminalError.notATerminal(.output)), ("</dev/null", .notATerminal(.input)),
    ])
    func withoutATerminalTheProgramDoesNotStart(redirection: String, error: TerminalError) throws {
      let window = try Window(
        try runs.tiny("watch"), redirection: "\(redirection) 2>errors")
      #expect(try window.status() == 2)
      #expect(
        try window.file("errors") == "alexnet: \(error.problem). \(error.remedy).\n")
      #expect(try runs.store.list().runs.isEmpty)
    }

    @Test func aRunThatCannotStartIsReportedOnTheShellsScreen() throws {
      let window = try Window(try runs.tiny("watch", "--run", "no/name"))
      #expect(try window.status() == 2)
      try window.expectShellsOwnTerminal()
      #expect(try window.screen().contains("alexnet: "))
    }

    @Test func aRunThatFailsIsShownAndTheStatusIsOne() throws {
      let window = try Window(try runs.tiny("watch", "--rate", "1e30"))
      try window.shows("The run failed")
      try window.press("q")
      #expect(try window.status() == 1)
      try window.expectShellsOwnTerminal()
      #expect(try window.screen().contains("alexnet: "))
    }
  }
}
