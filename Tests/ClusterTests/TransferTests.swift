import Compute
import RankFixtures
import Testing

/// The expected results are those of threads of one process, which add the numbers one by one.
@Suite("Transfers by MPI")
struct TransferTests {
  @Test("equal those between threads bit for bit, with every library", arguments: [2, 3, 4])
  func transfersEqualThoseOfThreads(count: Int) throws {
    guard !RankRun.Launcher.all.isEmpty else { return }
    let expected = try LocalRanks.run(count) { try TransferTrial($0).lines }
    for launcher in RankRun.Launcher.all {
      let run = try RankRun(launcher, ranks: count, "transfers")
      try run.read()
      for rank in 0..<count {
        let lines = run.lines(of: rank)
        #expect(lines.first?.hasPrefix("library") == true)
        #expect(Array(lines.dropFirst().dropLast()) == expected[rank])
        #expect(lines.last == "end")
      }
    }
  }
}
