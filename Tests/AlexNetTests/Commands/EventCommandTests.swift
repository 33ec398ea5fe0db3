import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// `--on EVENT 'COMMAND'`: commands that a trainer runs.
  @Suite(.serialized) struct CommandsOnEvents {
    private let runs: SmallRuns

    init() throws { runs = try SmallRuns() }

    private func train(_ options: String...) throws -> Program.Result {
      try Program.run(
        try runs.tiny("train", "--quiet", "--steps", "6", "--validate-every", "3", "--run", "one")
          + options)
    }

    @Test func aCommandGetsTheFactsAndItsOutputIsInTheLog() throws {
      let facts = "$ALEXNET_EVENT $ALEXNET_RUN $ALEXNET_STEP $ALEXNET_REASON"
      let result = try train(
        "--on", "finished",
        "echo \(facts) >> \"$ALEXNET_FOLDER/facts\"; echo to the log; echo too >&2",
        "--on", "best", "test \"$ALEXNET_TOP1\" = \"$ALEXNET_BEST_TOP1\"")
      #expect(result.status == 0 && result.output.isEmpty && result.errorText.isEmpty)
      let run = try runs.store.run(named: "one")
      let text = try String(contentsOfFile: "\(run.folder)/facts", encoding: .utf8)
      #expect(text == "finished one 6 completed\n")
      #expect(try String(contentsOfFile: run.logPath, encoding: .utf8) == "to the log\ntoo\n")
      let warnings = try run.recording().events.contains {
        if case .warning(_, kind: "command", _) = $0 { true } else { false }
      }
      #expect(!warnings)
    }

    @Test func aFailureIsAWarningInTheJournalAndTheRunFinishes() throws {
      #expect(try train("--on", "finished", "exit 3", "--on", "finished", "true").status == 0)
      let recording = try runs.recording(of: "one")
      let warnings = recording.events.compactMap { event -> String? in
        guard case .warning(6, kind: "command", let message) = event else { return nil }
        return message
      }
      #expect(warnings.count == 1)
      #expect(warnings.first?.contains("--on finished (`exit 3`) ended with status 3.") == true)
      #expect(warnings.first?.hasSuffix(" It has printed nothing.") == true)
      let state = try runs.store.run(named: "one").summary().state
      #expect(state == .finished(.completed))
      // The run can be resumed although its last event is a warning.
      let more = try Program.run(
        ["resume", "one", "--steps", "8", "--quiet", "--runs", runs.store.directory])
      #expect(more.status == 0)
    }

    @Test func trainingDoesNotWaitForACommandWhichOutlivesIt() throws {
      let go = "\(runs.folder.path)/go"
      let done = "\(runs.folder.path)/done"
      let wait = "while ! test -e '\(go)'; do sleep 0.05; done; touch '\(done)'"
      #expect(try train("--on", "best", wait).status == 0)
      #expect(!FileManager.default.fileExists(atPath: done))
      #expect(FileManager.default.createFile(atPath: go, contents: nil))
      for _ in 0..<400 where !FileManager.default.fileExists(atPath: done) { usleep(50_000) }
      #expect(FileManager.default.fileExists(atPath: done))
    }

    @Test(arguments: [
      (["start", "true"], "--on cannot be 'start'"),
      (["finishd", "true"], "Did you mean finished?"),
      (["finished"], "--on cannot be finished without a command"),
      (["finished", "true", "best"], "--on cannot be best without a command"),
    ])
    func aPairThatCannotBeUsedIsNamed(words: [String], text: String) throws {
      let result = try Program.run(try runs.tiny("train", "--quiet") + ["--on"] + words)
      #expect(result.status == 2 && result.errorText.contains(text))
      #expect(try runs.store.list().runs.isEmpty)
    }
  }
}
