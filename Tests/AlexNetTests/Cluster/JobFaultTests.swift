import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// Ranks that differ, or that are missing.
  @Suite(.serialized, .enabled(if: !MPIRun.all.isEmpty)) struct FaultsOfAJob {
    private let runs: SmallRuns

    init() throws { runs = try SmallRuns() }

    /// The process IDs of the launcher, the guards and the ranks, found by their command lines.
    private func processes() -> [pid_t] {
      let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      return processes.compactMap { pid_t($0) }.filter { process in
        // A process that has ended has no words.
        let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
        return words?.range(of: Data(runs.folder.path.utf8)) != nil
      }
    }

    /// The process IDs of the ranks without rank 0, which has the run.
    private func followers() throws -> [pid_t] {
      let trainer = try #require(try runs.trainer(of: "job"))
      return processes().filter { process in
        // Guards do not have the variable.
        let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ")
        return process != trainer
          && environment?.range(of: Data("ALEXNET_RANK_PROCESS=1".utf8)) != nil
      }
    }

    @Test(arguments: MPIRun.all, [SIGKILL, SIGSTOP])
    func aMissingRankEndsTheJob(launcher: MPIRun, signal: Int32) throws {
      let program = try launcher.start(2, try runs.tiny("train", "--run", "job", "--json"))
      _ = program.output(upTo: #""step":20,"#)
      let rank = try #require(try followers().first)
      kill(rank, signal)
      defer { kill(rank, SIGKILL) }
      let result = program.result()
      #expect(result.status != 0)
      let message = try #require(try runs.failure(of: "job"))
      #expect(message.contains("ank 1"))
      #expect(message.contains("\(rank)"))
      #expect(result.errorText.contains("process \(rank)"))
      let resumed = try Program.run(
        "resume", "job", "--steps", "30", "--from", "0", "--quiet", "--runs", runs.store.directory)
      #expect(resumed.status == 0, "\(resumed.errorText)")
    }

    @Test(arguments: MPIRun.all)
    func ranksWithOtherOptionsAreRefused(launcher: MPIRun) throws {
      let words = try runs.tiny("train", "--run", "job", "--steps", "5")
      let other = (words + ["--seed", "9"]).map { "'\($0)'" }.joined(separator: " ")
      // The launcher starts two commands with one rank each.
      let preparation =
        launcher.preparation(ranks: 1)
        .replacing("\"$@\"", with: "\"$@\" : -n 1 '\(Program.executable.path)' \(other)")
      let result = try Program(words, after: preparation).result()
      #expect(result.status != 0)
      let lines = result.errorText.split(separator: "\n").filter { $0.hasPrefix("alexnet: ") }
      #expect(lines.count == 1)
      #expect(lines.first?.contains("rank 1 (host ") == true)
      #expect(lines.first?.contains("--seed 9") == true)
      #expect(try runs.store.list().runs.isEmpty)
    }

    @Test(arguments: MPIRun.all)
    func otherCommandsAreRefusedOnce(launcher: MPIRun) throws {
      let result = try launcher.run(2, ["runs", "list", "--runs", runs.store.directory])
      #expect(result.status != 0)
      let lines = result.errorText.split(separator: "\n").filter { $0.hasPrefix("alexnet: ") }
      #expect(lines.count == 1)
      #expect(try launcher.run(2, ["--version"]).lines.count == 1)
    }

    @Test func aKilledFirstProcessIsReported() throws {
      let program = try Program(
        try runs.tiny("train", "--run", "job", "--json", "--processes", "2"))
      _ = program.output(upTo: #""step":20,"#)
      kill(try #require(try runs.trainer(of: "job")), SIGKILL)
      let result = program.result()
      #expect(result.status != 0)
      #expect(result.errorText.contains("ended unexpectedly"))
      #expect(processes().isEmpty)
    }

    // Open MPI's launcher otherwise waits for a minute after an error, and longer for a rank that is stopped.
    @Test(arguments: [false, true])
    func noProcessIsLeftAfterTheEnd(stopsRank: Bool) throws {
      let program = try Program(
        try runs.tiny("train", "--run", "job", "--json", "--processes", "2"))
      _ = program.output(upTo: #""step":20,"#)
      if stopsRank {
        kill(try #require(try followers().first), SIGSTOP)
      } else {
        program.send(SIGINT)
      }
      #expect(program.result().status == (stopsRank ? 1 : 130))
      #expect(processes().isEmpty)
    }
  }
}
