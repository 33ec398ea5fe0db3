import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// Runs that continue without their screens.
  @Suite(.serialized, .enabled(if: Window.tmux != nil, "tmux is missing"))
  struct Detaching {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    private func attach(_ options: String...) -> [String] {
      ["attach", "--runs", runs.store.directory] + options
    }

    /// Expects a recording with every step once, in order, and an end.
    private func expectCompleteRecording(
      endingWith reason: TrainingEvent.FinishReason, _ name: String = "mine"
    ) throws {
      let recording = try runs.recording(of: name)
      #expect(recording.damage == nil)
      let steps = recording.events.compactMap { event in
        if case .step(let step) = event { step.step } else { nil }
      }
      #expect(steps == Array(1...max(1, steps.count)))
      guard case .finished(steps.count, _, reason) = recording.events.last else {
        Issue.record("\(String(describing: recording.events.last))")
        return
      }
    }

    @Test func aRunContinuesWithoutAScreenAndIsShownAgain() throws {
      let window = try Window(try runs.tiny("watch", "--run", "mine"))
      let step = try window.reachesStep(after: 20)
      try window.press("q")
      try window.shows("Leave the screen?")
      try window.press("Enter")
      #expect(try window.status() == 0)
      try window.expectShellsOwnTerminal()
      let trainer = try #require(try runs.trainer(of: "mine"))
      // The window breaks the line where it is full.
      #expect(
        try window.screen().filter { $0 != "\n" }
          .contains("in process \(trainer): \(Attach.invocation) mine --runs "))
      #expect(try runs.listed().starts(with: ["mine", "running"]))

      let again = try Window(attach())
      try again.reachesStep(after: step)
      try again.shows("conv1 kernels")
      #expect(try runs.trainer(of: "mine") == trainer)
      try again.press("q")
      try again.shows("Leave the screen?")
      try again.press("s")
      #expect(try again.status() == 0)
      #expect(try again.screen().contains("run mine stopped after "))
      try runs.waitForTheEnd(of: "mine")
      try expectCompleteRecording(endingWith: .stopped)
      #expect(try runs.listed().starts(with: ["mine", "stopped"]))
    }

    @Test func severalScreensCanShowARunAndEachCanChangeItOrDie() throws {
      let one = try Window(try runs.tiny("watch", "--run", "mine"))
      try one.reachesStep(after: 0)
      let other = try Window(attach("mine"))
      try other.reachesStep(after: 0)
      try other.press("D")
      try other.footerShows("D dropout off")
      try one.footerShows("D dropout off")
      try other.send(SIGKILL)
      #expect(try other.status() == 128 + SIGKILL)
      let step = try #require(Window.step(on: try one.screen()))
      try one.reachesStep(after: step)
      // The end of a screen that did not start the trainer does not stop the run.
      let third = try Window(attach("mine"))
      try third.reachesStep(after: step)
      try third.send(SIGTERM)
      #expect(try third.status() == 128 + SIGTERM)
      let now = try #require(Window.step(on: try one.screen()))
      try one.reachesStep(after: now)
      let last = try Window(attach("mine"))
      try last.reachesStep(after: 0)
      try one.press("q", "s")
      #expect(try one.status() == 0)
      try last.shows("stopped after")
      try last.press("q")
      #expect(try last.status() == 0)
      try expectCompleteRecording(endingWith: .stopped)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalToTheTrainerIsShownOnAllScreens(signal: Int32) throws {
      let window = try Window(try runs.tiny("watch", "--run", "mine"))
      try window.reachesStep(after: 0)
      kill(try #require(try runs.trainer(of: "mine")), signal)
      try window.shows("stopped after")
      try window.press("D")
      try window.footerShows("run cannot be changed")
      try window.press("q")
      #expect(try window.status() == 0)
      try runs.waitForTheEnd(of: "mine")
      try expectCompleteRecording(endingWith: .stopped)
      let step = try #require(try runs.store.run(named: "mine").checkpoints.steps.last)
      #expect(try runs.recording(of: "mine").events.last?.name == "finished")
      #expect(step > 0)
    }

    @Test func aDetachedStartNamesTheTrainer() throws {
      let result = try Program.run(try runs.tiny("train", "--run", "mine", "--detach"))
      #expect(result.status == 0)
      #expect(result.errorText.isEmpty)
      let trainer = try #require(try runs.trainer(of: "mine"))
      #expect(result.lines.first == "run mine is training in process \(trainer)")
      #expect(result.output.contains("\(Attach.invocation) mine --runs "))
      // The names in lists of processes, without and with the arguments.
      func text(_ file: String) throws -> String {
        String(
          decoding: try Data(contentsOf: URL(filePath: "/proc/\(trainer)/\(file)")), as: UTF8.self)
      }
      #expect(try text("comm") == "alexnet-trainer\n")
      #expect(try text("cmdline").hasPrefix("alexnet-trainer\0train\0"))
      let shown = try Program.run(["runs", "show", "mine", "--runs", runs.store.directory])
      #expect(shown.output.contains("running in process \(trainer)\n"))
      // It shares no session and no descriptor with its starter.
      #expect(getsid(trainer) == trainer)
      for descriptor in 0...2 {
        let target = try FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/\(trainer)/fd/\(descriptor)")
        #expect(
          target == (descriptor == 0 ? "/dev/null" : "\(runs.store.directory)/mine/trainer.log"))
      }
      kill(trainer, SIGHUP)
      let frame = try Program.run(attach("mine", "--once", "100x30"))
      #expect(frame.status == 0)
      #expect((Window.step(on: frame.output) ?? 0) > 0)
      #expect(frame.output.contains("conv1"))
      #expect(
        try Program.run(["resume", "mine", "--runs", runs.store.directory]).errorText
          .contains(RunsError.alreadyRunning("mine").problem))
      kill(trainer, SIGTERM)
      try runs.waitForTheEnd(of: "mine")
      try expectCompleteRecording(endingWith: .stopped)
      let log = try String(
        contentsOfFile: "\(runs.store.directory)/mine/trainer.log", encoding: .utf8)
      #expect(log.contains("stopped after "))
    }

    @Test func aRunThatCannotStartIsReportedAsWithoutDetach() throws {
      for (options, status) in [
        (["--data", "/nonexistent"], Int32(2)), (["--run", "no/name"], 2),
        (["--network", "paper", "--batch", "60000"], 2),
      ] {
        let result = try Program.run(try runs.tiny("train", "--detach") + options)
        #expect(result.status == status, "\(options)")
        #expect(result.output.isEmpty)
        #expect(result.errorText.wholeMatch(of: /alexnet: [^\n]+[.?;:] [^\n]+\.\n/) != nil)
      }
      #expect(try runs.store.list().runs.isEmpty)
    }

    @Test func aRunThatHasEndedIsReplayed() throws {
      #expect(
        try Program.run(try runs.tiny("train", "--run", "mine", "--steps", "30")).status == 0)
      let window = try Window(attach("mine"))
      try window.shows("step 30")
      try window.shows("finished after 30 steps")
      for key in ["P", "D", "C", "R"] {
        try window.press(key)
        try window.footerShows("run cannot be changed")
      }
      try window.press("q")
      #expect(try window.status() == 0)
    }

    @Test func aRunThatLostItsTrainerIsReplayedAndCanContinue() throws {
      let program = try Program(try runs.tiny("train", "--run", "mine", "--json"))
      _ = program.output(upTo: #""step":20,"#)
      program.send(SIGKILL)
      _ = program.result()
      let window = try Window(attach("mine"))
      try window.shows("The run was interrupted")
      try window.shows("`alexnet resume mine")
      try window.press("Escape")
      try window.waits(for: "the end of the box") { !$0.contains("The run was interrupted") }
      try window.press("D")
      try window.shows("The run was interrupted")
      try window.press("q")
      #expect(try window.status() == 0)
      let list = try Program.run("runs", "--runs", runs.store.directory)
      #expect(list.output.contains("`\(Resume.invocation) mine --runs "))
      #expect(
        try Program.run(["attach", "--runs", runs.store.directory]).errorText
          == NoRunInTraining(directory: runs.store.directory, latest: "mine").errorLine)
    }

    @Test func aRunInTheForegroundCanBeShownToo() throws {
      let program = try Program(try runs.tiny("train", "--run", "mine", "--json"))
      _ = program.output(upTo: #""step":20,"#)
      let window = try Window(attach())
      try window.reachesStep(after: 20)
      program.send(SIGTERM)
      #expect(program.result().status == 128 + SIGTERM)
      try window.shows("stopped after")
      try window.press("q")
      #expect(try window.status() == 0)
    }

    @Test func aResumedRunContinuesInTheBackground() throws {
      #expect(
        try Program.run(try runs.tiny("train", "--run", "mine", "--steps", "30")).status == 0)
      let result = try Program.run(
        ["resume", "mine", "--detach", "--steps", "100000", "--runs", runs.store.directory])
      #expect(result.status == 0)
      let window = try Window(attach("mine"))
      try window.reachesStep(after: 30)
      try window.press("q", "s")
      #expect(try window.status() == 0)
      try expectCompleteRecording(endingWith: .stopped)
    }

    @Test func aFullDiskLeavesNoIncompleteLineInTheJournal() throws {
      // Files can have 8 KB: the journal reaches the limit within a line.
      let result = try Program(
        try runs.tiny("train", "--run", "mine", "--steps", "100", "--json"),
        after: "ulimit -f 16"
      ).result()
      #expect(result.status == 1)
      #expect(result.output.contains(#""kind":"journal""#))
      let recording = try runs.recording(of: "mine")
      #expect(recording.damage == nil)
      #expect(recording.events.count > 10)
      #expect(recording.events.count < 100)
    }
  }
}
