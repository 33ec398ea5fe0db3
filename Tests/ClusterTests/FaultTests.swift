import Foundation
import Testing

@Suite("A rank that is missing", .serialized)
struct FaultTests {
  private static func steps(_ lines: [String]) -> Bool {
    lines.filter { $0.hasSuffix("step 20") }.count == 3
  }

  @Test("ends the others when it is killed", arguments: RankRun.Launcher.all, [0, 1])
  func aKilledRankIsNamed(launcher: RankRun.Launcher, rank: Int) throws {
    let run = try RankRun(launcher, ranks: 3, "steps")
    try run.read(until: Self.steps)
    let process = try run.process(of: rank)
    kill(process, SIGKILL)
    try run.read()
    for other in 0..<3 where other != rank {
      #expect(run.lines(of: other).last == "failure \(rank) \(process) ended")
    }
  }

  @Test("ends the others when it is stopped", arguments: RankRun.Launcher.all, [0, 2])
  func aStoppedRankIsNamed(launcher: RankRun.Launcher, rank: Int) throws {
    let run = try RankRun(launcher, ranks: 3, "steps")
    try run.read(until: Self.steps)
    let process = try run.process(of: rank)
    kill(process, SIGSTOP)
    defer { kill(process, SIGKILL) }
    try run.read { lines in lines.filter { $0.contains(": failure") }.count == 2 }
    for other in 0..<3 where other != rank {
      #expect(
        run.lines(of: other).last?.hasPrefix("failure \(rank) \(process) silent(seconds: ") == true)
    }
  }

  @Test("is known when the launcher ends the others", arguments: RankRun.Launcher.all)
  func theLauncherEndsTheOthers(launcher: RankRun.Launcher) throws {
    // Hydra kills the other ranks, which can write nothing then.
    guard launcher.library == .openMPI else { return }
    let run = try RankRun(launcher, ranks: 3, "steps", isGuarded: false)
    try run.read(until: Self.steps)
    let process = try run.process(of: 1)
    kill(process, SIGKILL)
    try run.read()
    for other in [0, 2] {
      let last = run.lines(of: other).last
      #expect(
        last == "terminated, missing 1 \(process) ended" || last == "failure 1 \(process) ended")
    }
  }

  @Test("sends the reason before it ends", arguments: RankRun.Launcher.all, [2, 4])
  func theReasonIsSent(launcher: RankRun.Launcher, count: Int) throws {
    let run = try RankRun(launcher, ranks: count, "failing")
    try run.read()
    for rank in 0..<count {
      let line = try #require(run.lines(of: rank).last)
      #expect(line.hasPrefix("failure \(count - 1) "))
      #expect(line.hasSuffix("failed(\"An image cannot be read. Check the disk.\")"))
    }
  }
}
