import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// `--plain`: runs that are followed in lines of text.
  @Suite(.serialized) struct PlainText {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    @Test func aTrainingIsTextWithoutEscapes() throws {
      let result = try Program.run(
        try runs.tiny(
          "watch", "--plain", "--run", "mine", "--steps", "20", "--validate-every", "10"))
      #expect(result.status == 0)
      #expect(result.errorText.isEmpty)
      #expect(result.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
      let lines = result.lines
      #expect(lines[0].hasPrefix("Run mine trains tiny, "))
      #expect(lines.count { $0.contains(": validation loss ") } == 2)
      #expect(lines.contains { $0.hasPrefix("Step 10, epoch 0.6: validation loss ") })
      #expect(lines.contains { $0.hasPrefix("Epoch 1 finished at step 16: mean training loss ") })
      #expect(lines.contains { $0.hasPrefix("Run mine finished after 20 steps and ") })
      #expect(!result.output.contains("Type s"), "input that is not a terminal has no commands")
      // A recorded run has the same lines.
      let again = try Program.run("attach", "mine", "--plain", "--runs", runs.store.directory)
      #expect(again.status == 0)
      #expect(again.lines == lines)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalStopsTheRunAndSavesIt(signal: Int32) throws {
      let program = try Program(try runs.tiny("watch", "--plain", "--run", "mine"))
      let beginning = program.output(upTo: "Epoch 1 finished")
      program.send(signal)
      let result = program.result()
      #expect(result.status == 128 + signal)
      #expect(result.errorText.isEmpty)
      let text = beginning + result.output
      #expect(text.contains("Stopping after the current step. The run will be saved.\n"))
      #expect(text.contains("Run mine stopped after "))
      #expect(text.contains("`alexnet resume mine --runs \(runs.store.directory)` continues it.\n"))
      try runs.waitForTheEnd(of: "mine")
      let step = try #require(try runs.store.run(named: "mine").checkpoints.steps.last)
      #expect(step > 0)
    }

    @Test func anotherTrainingContinuesAfterASignal() throws {
      #expect(
        try Program.run(try runs.tiny("train", "--run", "mine", "--detach")).status == 0)
      let attach = ["attach", "mine", "--plain", "--runs", runs.store.directory]
      let program = try Program(attach)
      let beginning = program.output(upTo: "Speed: ")
      #expect(beginning.hasPrefix("Run mine is training: step "))
      program.send(SIGINT)
      let result = program.result()
      #expect(result.status == 128 + SIGINT)
      let trainer = try #require(try runs.trainer(of: "mine"))
      #expect(result.output.contains("Run mine continues in process \(trainer). "))
    }

    @Test func aReaderThatEndsStopsTheRun() throws {
      var program = try Program(try runs.tiny("watch", "--plain", "--run", "mine"))
      _ = program.output(upTo: "Epoch 1 finished")
      try program.stopReading()
      let result = program.result()
      #expect(result.status == 141)
      #expect(result.errorText.contains("the reader of standard output has ended"))
      try runs.waitForTheEnd(of: "mine")
      #expect(try runs.recording(of: "mine").events.last?.name == "finished")
    }

    @Test func anInterruptedRunIsReportedAtTheEnd() throws {
      let program = try Program(try runs.tiny("watch", "--plain", "--run", "mine"))
      _ = program.output(upTo: "Epoch 1 finished")
      kill(try #require(try runs.trainer(of: "mine")), SIGKILL)
      let result = program.result()
      #expect(result.status == 1)
      #expect(result.errorText.contains("was interrupted"))
      #expect(result.errorText.contains("alexnet resume mine"))
    }

    @Test(arguments: [
      (["--ascii"], "--ascii is"), (["--color", "16"], "--color is"),
      (["--no-mouse", "--theme", "dark"], "--theme and --no-mouse are"),
      (["--once", "80x24"], "--once is"), (["--notify", "bell"], "--notify is"),
      (["--pictures", "sixel"], "--pictures is"),
    ])
    func optionsOfTheScreenAreRefused(options: [String], words: String) throws {
      let result = try Program.run(["watch", "--plain"] + options)
      #expect(result.status == 2)
      #expect(
        result.errorText.contains("--plain prints lines of text, and \(words) for the screen."))
      #expect(result.errorText.count { $0 == "\n" } == 1)
    }

    @Test func otherOutputsOfAResumptionAreRefused() throws {
      let result = try Program.run(["resume", "--plain", "--json"])
      #expect(result.status == 2)
      #expect(result.errorText.contains("--plain prints its own lines and excludes"))
    }
  }

  /// Commands that are typed beside the lines of `--plain`.
  @Suite(.serialized, .enabled(if: Window.tmux != nil, "tmux is missing"))
  struct PlainCommands {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    @Test func lettersChangeTheTrainingAndStopIt() throws {
      let window = try Window(
        try runs.tiny("watch", "--plain", "--run", "mine"), width: 120, height: 40)
      try window.shows("Type s for the state, ? for all commands")
      try window.press("d", "Enter")
      try window.shows("dropout is now off.")
      try window.press("r", "Space", "0", ".", "5", "Enter")
      try window.shows("the learning rate is now 0.5, set by hand.")
      try window.press("s", "Enter")
      // The window breaks the line where it is full.
      try window.waits(for: "the settings") { screen in
        screen.filter { !$0.isWhitespace }
          .contains("Settings:dropoutoff,LRNon,learningrate0.5.")
      }
      try window.press("q", "Enter")
      try window.shows("Type q again to stop and save it")
      try window.press("q", "Enter")
      #expect(try window.status() == 0)
      #expect(try window.screen().contains("Run mine stopped after "))
      try runs.waitForTheEnd(of: "mine")
    }

    @Test func theTrainingContinuesAfterTheEndOfTheInput() throws {
      let window = try Window(
        try runs.tiny("watch", "--plain", "--run", "mine"), width: 120, height: 40)
      try window.shows("Type s for the state, ? for all commands")
      try window.press("C-d")
      #expect(try window.status() == 0)
      try window.shows("Run mine continues in process ")
      #expect(try runs.trainer(of: "mine") != nil)
    }
  }
}
