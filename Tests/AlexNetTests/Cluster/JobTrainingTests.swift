import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// Training in several processes. The expected losses are those of one process.
  @Suite(.serialized, .enabled(if: !MPIRun.all.isEmpty)) struct TrainingInAJob {
    private let runs: SmallRuns

    init() throws { runs = try SmallRuns() }

    private func train(_ name: String, steps: Int = 20) throws -> [String] {
      try runs.tiny(
        "train", "--run", name, "--steps", "\(steps)", "--threads", "1", "--seed", "3", "--quiet")
    }

    private func single(steps: Int = 20) throws -> [Double] {
      #expect(try Program.run(try train("single", steps: steps)).status == 0)
      return try runs.losses(of: "single")
    }

    @Test(arguments: [2, 3, 4])
    func ranksHaveTheLossesOfOneProcess(ranks: Int) throws {
      let expected = try single()
      #expect(expected.count == 20)
      var all: [[Double]] = []
      for launcher in MPIRun.all {
        let name = "job-\(launcher.library.rawValue)"
        let result = try launcher.run(ranks, try train(name))
        #expect(result.status == 0, "\(result.errorText)")
        let losses = try runs.losses(of: name)
        #expect(largestDifference(losses, expected) < 1e-4)
        all.append(losses)
      }
      // The same bits with each library.
      #expect(all.allSatisfy { $0 == all[0] })
    }

    @Test(arguments: [1, 3])
    func aRunContinuesInAnotherNumberOfProcesses(ranks: Int) throws {
      let launcher = try #require(MPIRun.all.first)
      let expected = try single(steps: 30)
      #expect(try launcher.run(2, try train("job", steps: 15)).status == 0)
      let resume = [
        "resume", "job", "--steps", "30", "--quiet", "--runs", runs.store.directory,
      ]
      let result = try ranks == 1 ? Program.run(resume) : launcher.run(ranks, resume)
      #expect(result.status == 0, "\(result.errorText)")
      #expect(largestDifference(try runs.losses(of: "job"), expected) < 1e-4)
      let sessions = JobSession.all(in: try runs.recording(of: "job").events)
      #expect(sessions.map(\.ranks) == [2, ranks == 1 ? nil : ranks])
    }

    @Test func theOptionStartsTheProcesses() throws {
      let expected = try single()
      let result = try Program.run(try train("job") + ["--processes", "2"])
      #expect(result.status == 0, "\(result.errorText)")
      #expect(result.errorText.isEmpty)
      #expect(largestDifference(try runs.losses(of: "job"), expected) < 1e-4)
      let shown = try Program.run("runs", "show", "job", "--runs", runs.store.directory)
      #expect(shown.lines.contains { $0.hasPrefix("processes") && $0.hasSuffix(" 2") })
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalStopsAJobAndSavesIt(signal: Int32) throws {
      let program = try Program(
        try runs.tiny("train", "--run", "job", "--json", "--processes", "2"))
      _ = program.output(upTo: #"{"event":"step""#)
      program.send(signal)
      let result = program.result()
      #expect(result.status == 128 + signal)
      #expect(result.errorText.isEmpty)
      guard case .finished(_, _, .stopped) = try runs.recording(of: "job").events.last else {
        Issue.record("the run was not stopped")
        return
      }
    }

    @Test func twoColumnsHaveTheLossesOfOneProcess() throws {
      let options = ["--steps", "10", "--threads", "1", "--seed", "3", "--quiet"]
      #expect(try Program.run(try runs.columns("train", "--run", "whole") + options).status == 0)
      let result = try Program.run(
        try runs.columns("train", "--run", "columns", "--columns", "2") + options)
      #expect(result.status == 0, "\(result.errorText)")
      #expect(
        largestDifference(try runs.losses(of: "columns"), try runs.losses(of: "whole")) < 1e-4)
      let session = JobSession.all(in: try runs.recording(of: "columns").events).first
      #expect(session == JobSession(step: 0, ranks: 2, columns: 2))
    }

    @Test(arguments: MPIRun.all, [2, 3])
    func aHybridHasTheLossesOfOneProcess(launcher: MPIRun, ranks: Int) throws {
      let expected = try single()
      let result = try launcher.run(ranks, try train("job") + ["--hybrid"])
      #expect(result.status == 0, "\(result.errorText)")
      #expect(largestDifference(try runs.losses(of: "job"), expected) < 1e-4)
      let session = JobSession.all(in: try runs.recording(of: "job").events).first
      #expect(session == JobSession(step: 0, ranks: ranks, columns: nil, isHybrid: true))
      let shown = try Program.run("runs", "show", "job", "--runs", runs.store.directory)
      #expect(shown.lines.contains { $0.hasSuffix("which divide the fully-connected layers") })
    }

    @Test func aHybridContinuesInOneProcess() throws {
      let expected = try single(steps: 30)
      let words = try train("job", steps: 15) + ["--processes", "2", "--hybrid"]
      #expect(try Program.run(words).status == 0)
      let resume = ["resume", "job", "--steps", "30", "--quiet", "--runs", runs.store.directory]
      #expect(try Program.run(resume).status == 0)
      #expect(largestDifference(try runs.losses(of: "job"), expected) < 1e-4)
    }

    @Test func aHybridOfUnitsInGroupsIsRefused() throws {
      let launcher = try #require(MPIRun.all.first)
      let result = try launcher.run(
        2,
        [
          "train", "--network", "code-150", "--hybrid", "--runs", runs.store.directory,
        ])
      #expect(result.status == 2)
      #expect(result.errorText.contains("groups"))
      #expect(try runs.store.list().runs.isEmpty)
    }

    @Test func aNetworkThatCannotBeDividedIsRefused() throws {
      let result = try Program.run(
        "train", "--network", "paper", "--columns", "2", "--runs", runs.store.directory)
      #expect(result.status == 2)
      #expect(result.errorText.contains("code-145"))
      #expect(result.errorText.split(separator: "\n").count == 1)
      #expect(try runs.store.list().runs.isEmpty)
    }
  }
}
