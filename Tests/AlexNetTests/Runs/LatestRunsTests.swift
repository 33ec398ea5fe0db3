import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// `resume` without a name.
  @Suite(.serialized) struct ResumingTheLatestRuns {
    private let runs: SmallRuns

    init() throws { runs = try SmallRuns() }

    private func resume(_ options: String...) throws -> Program.Result {
      try Program.run(["resume", "--runs", runs.store.directory] + options)
    }

    private func steps(_ name: String) throws -> Int {
      let events = try runs.recording(of: name).events
      return events.count { if case .step = $0 { true } else { false } }
    }

    @Test func theLatestRunContinuesWithItsLanes() throws {
      let other = try runs.tiny("train", "--run", "other", "--steps", "5", "--quiet")
      #expect(try Program.run(other).status == 0)
      let program = try Program(
        try runs.tiny("train", "--run", "mine", "--lane", "lrn=off", "--json"))
      _ = program.output(upTo: #""run":"mine-no-lrn","step":20,"#)
      program.send(SIGKILL)
      _ = program.result()
      let result = try resume("--steps", "30")
      #expect(result.status == 0 && result.errorText.isEmpty)
      let first = try #require(result.lines.first)
      #expect(first.contains("mine (interrupted") && first.contains("mine-no-lrn (interrupted"))
      for name in ["mine", "mine-no-lrn"] {
        guard case .finished(30, _, .completed)? = try runs.recording(of: name).events.last else {
          Issue.record("\(name) has not finished")
          continue
        }
      }
      #expect(try steps("other") == 5)
    }

    @Test func jsonHasEventsOnly() throws {
      let arguments = try runs.tiny("train", "--run", "mine", "--steps", "5", "--quiet")
      #expect(try Program.run(arguments).status == 0)
      let result = try resume("--steps", "8", "--json")
      #expect(result.status == 0)
      #expect(result.lines.allSatisfy { $0.hasPrefix(#"{"event":""#) })
    }

    @Test func whatCannotContinueIsNamedWithTheCommandThatHelps() throws {
      func errorText(_ options: String...) throws -> String {
        let result = try Program.run(["resume", "--runs", runs.store.directory] + options)
        #expect(result.status == 2 && result.output.isEmpty)
        return result.errorText
      }
      let directory = runs.store.directory
      #expect(try errorText() == NothingToResume.noRuns(directory: directory).errorLine)
      for name in ["first", "second"] {
        let arguments = try runs.tiny("train", "--run", name, "--steps", "5", "--quiet")
        #expect(try Program.run(arguments).status == 0)
      }
      let finished = NothingToResume.isFinished(run: "second", steps: 5, command: nil)
      #expect(try errorText() == finished.errorLine)
      #expect(
        try errorText("--steps", "5")
          == RunComplete(run: "second", step: 5, reason: .length).errorLine)
      let program = try Program(try runs.tiny("train", "--run", "third", "--json"))
      _ = program.output(upTo: #""step":2,"#)
      #expect(try errorText().contains("\(Attach.invocation) third --runs \(directory)"))
      program.send(SIGTERM)
      _ = program.result()
    }
  }

  /// Sessions that end after a time.
  @Suite(.serialized) struct TimeLimits {
    private let runs: SmallRuns

    init() throws { runs = try SmallRuns() }

    @Test func aSessionEndsAfterItsTimeAndIsResumed() throws {
      let program = try Program(try runs.tiny("train", "--run", "mine", "--for", "1s", "--json"))
      let start = ContinuousClock.now
      let result = program.result()
      #expect(result.status == 0 && result.errorText.isEmpty)
      #expect(start.duration(to: .now) > .seconds(1))
      guard case .finished(let step, _, .timeLimit)? = try runs.recording(of: "mine").events.last
      else {
        Issue.record("the session did not end by its time limit")
        return
      }
      #expect(step > 1)
      #expect(try runs.store.run(named: "mine").checkpoints.steps.last == step)
      #expect(try runs.listed().starts(with: ["mine", "stopped"]))
      let rest = try Program.run(
        "resume", "--steps", "\(step + 2)", "--json", "--runs", runs.store.directory)
      #expect(rest.status == 0)
      #expect(!rest.output.contains("secondsLeft"))
    }

    @Test(arguments: ["10", "1d", "0s"]) func aWrongTimeIsRefused(text: String) throws {
      let result = try Program.run(try runs.tiny("train", "--for", text))
      #expect(result.status == 2)
      #expect(result.errorText.contains("--for") && result.errorText.contains("1h30m"))
    }
  }
}
