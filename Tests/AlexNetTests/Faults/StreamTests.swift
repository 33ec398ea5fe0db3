import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// Standard input, output and error that are closed, full, or without a reader.
  @Suite(.serialized) struct Streams {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    private func journal() -> String { runs.folder.text(of: "runs/mine/journal.jsonl") ?? "" }

    private func wait(until condition: () throws -> Bool) throws {
      let deadline = ContinuousClock.now + .seconds(60)
      while try !condition() {
        try #require(ContinuousClock.now < deadline, "the condition did not become true")
        usleep(10_000)
      }
    }

    @Test(arguments: ["exec >&-", "exec <&- >&- 2>&-", "exec 2>&-"])
    func closedStreamsDoNotDamageFiles(preparation: String) throws {
      let program = try Program(
        runs.tiny("train", "--steps", "30", "--run", "mine"), after: preparation)
      let result = program.result()
      #expect(result.status == 0)
      #expect(result.output.isEmpty || preparation == "exec 2>&-")
      let lines = journal().split(separator: "\n")
      #expect(lines.count > 30)
      #expect(lines.allSatisfy { $0.hasPrefix(#"{"event":"#) && $0.hasSuffix("}") })
      #expect(try runs.recording().damagedLines.isEmpty)
    }

    @Test func closedStreamsDoNotAffectADetachedTrainer() throws {
      let program = try Program(
        runs.tiny("train", "--steps", "30", "--run", "mine", "--detach"),
        after: "exec <&- >&- 2>&-")
      #expect(program.result().status == 0)
      try runs.waitForTheEnd(of: "mine")
      #expect(journal().split(separator: "\n").allSatisfy { $0.hasPrefix(#"{"event":"#) })
      #expect(runs.folder.text(of: "runs/mine/trainer.log")?.contains("finished") == true)
    }

    @Test(arguments: [[], ["--json"]])
    func trainingContinuesWithoutOutputAndReportsItOnce(output: [String]) throws {
      let program = try Program(
        runs.tiny("train", "--run", "mine") + output, after: "exec >/dev/full")
      try wait { journal().contains(#""kind":"output""#) }
      try wait { journal().contains(#""step":20,"#) }
      program.send(SIGTERM)
      let result = program.result()
      #expect(result.status == 128 + SIGTERM)
      #expect(
        result.errorText
          == "alexnet: \(OutputFailure(code: ENOSPC).problem). Training continues without it.\n")
      let warnings = try runs.recording().events.count {
        if case .warning(_, kind: "output", _) = $0 { true } else { false }
      }
      #expect(warnings == 1)
    }

    @Test func anErrorThatCannotBePrintedDoesNotEndTheProgram() throws {
      let program = try Program(
        runs.tiny("train", "--run", "mine", "--steps", "20"), after: "exec >/dev/full 2>&1")
      #expect(program.result().status == 0)
    }

    @Test(arguments: [
      ["--help"], ["--version"], ["describe"], ["describe", "--json"], ["runs", "list"],
      ["runs", "list", "--json"], ["train", "--help"], ["bench", "--batch", "1", "--steps", "1"],
    ])
    func otherCommandsFailWithOneLineWithoutOutput(arguments: [String]) throws {
      let home = runs.folder.path
      let result = try Program(arguments, home: home, after: "exec >/dev/full").result()
      #expect(result.status == 1)
      #expect(
        result.errorText == OutputFailure(code: ENOSPC).errorLine)
    }

    @Test(arguments: [["--help"], ["describe", "--json"], ["runs", "list"]])
    func otherCommandsEndQuietlyWithoutAReader(arguments: [String]) throws {
      let home = runs.folder.path
      let result = try Program(arguments, home: home, isRead: false).result()
      // A shell reports this status for an end by SIGPIPE.
      #expect(result.status == 141)
      #expect(result.errorText.isEmpty)
    }

    @Test func aRunWhoseReaderEndsIsSavedAndStopped() throws {
      var program = try Program(runs.tiny("train", "--run", "mine", "--json"))
      #expect(program.output(upTo: #""event":"step""#).contains("started"))
      try program.stopReading()
      let result = program.result()
      #expect(result.status == 141)
      #expect(
        result.errorText.hasPrefix(
          "alexnet: \(OutputReaderGone(run: "mine", command: "").problem). "))
      #expect(result.errorText.count { $0 == "\n" } == 1)
      guard case .finished(let step, _, .stopped)? = try runs.recording().events.last else {
        Issue.record("the journal has no end")
        return
      }
      #expect(try runs.store.run(named: "mine").checkpoints.steps.last == step)
    }

    /// A second signal while the program hangs, since its output is a full pipe.
    @Test func aSecondSignalEndsAProgramThatHangs() throws {
      let program = try Program(runs.tiny("train", "--run", "mine", "--json"))
      // A pipe holds 64 KiB.
      try wait { journal().utf8.count > 200_000 }
      program.send(SIGTERM)
      try wait { journal().contains(#""event":"finished""#) }
      #expect(program.isRunning)
      program.send(SIGTERM)
      try wait { !program.isRunning }
      let result = program.result()
      #expect(result.status == 128 + SIGTERM)
      #expect(
        result.errorText.hasPrefix("alexnet: ") && result.errorText.contains("(Terminated)"))
      let run = try runs.store.run(named: "mine")
      let step = try #require(run.checkpoints.steps.last)
      #expect(try run.checkpoints.checkpoint(ofStep: step).state.step == step)
    }
  }
}
