import Foundation
import Testing

@testable import Cluster

@Suite("The start of a job", .serialized)
struct StartTests {
  @Test("ends when ranks do not call MPI in time", arguments: RankRun.Launcher.all)
  func lateRanksAreNamed(launcher: RankRun.Launcher) throws {
    let run = try RankRun(
      launcher, ranks: 3, "late", variables: ["ALEXNET_MPI_START_LIMIT": "3"])
    try run.read { lines in lines.contains { $0.hasPrefix("0: ") } }
    let processes = try [1, 2].map(run.process)
    defer { for process in processes { kill(process, SIGKILL) } }
    #expect(
      run.lines(of: 0).last == """
        MPI has not started within 3 seconds: rank 1 (process \(processes[0])) is stopped, \
        rank 2 (process \(processes[1])) runs but has not called MPI
        """)
  }

  @Test(
    "has a limit that an environment variable can change",
    arguments: [
      (nil, 2, 20), (nil, 1, 60), (nil, nil, 60), ("7", 2, 7), ("86400", 1, 86400),
    ] as [(String?, Int?, Int)])
  func theLimitIsLongerForSeveralComputers(text: String?, here: Int?, seconds: Int) throws {
    let launcher = Launcher(kind: .openMPI, rank: 0, ranks: 2, localRank: 0, localRanks: here)
    let variables = text.map { ["ALEXNET_MPI_START_LIMIT": $0] } ?? [:]
    #expect(try StartLimit.seconds(launcher, variables) == seconds)
  }

  @Test("refuses other values of the variable", arguments: ["", "0", "-1", "86401", "ten", "1.5"])
  func otherValuesAreRefused(text: String) {
    let launcher = Launcher(kind: .openMPI, rank: 0, ranks: 2)
    #expect(throws: ClusterError.invalidLimit(text)) {
      try StartLimit.seconds(launcher, ["ALEXNET_MPI_START_LIMIT": text])
    }
  }

  @Test("is reported once on each computer")
  func oneRankReports() {
    let delay = ClusterError.Delay(
      seconds: 20, ranks: [DelayedRank(rank: 0, condition: .stopped(process: 7))], reporter: 1)
    let ranks = (0..<4).filter { rank in
      ClusterError.notStarted(delay).isReported(
        by: Launcher(kind: .hydra, rank: rank, ranks: 4, localRank: rank, localRanks: 4))
    }
    #expect(ranks == [1])
  }
}
