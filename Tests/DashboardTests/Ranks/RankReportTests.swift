import Observing
import Testing

@testable import Dashboard

/// The unusual states of ranks, the orders of the table, and its texts.
@Suite struct RankReportTests {
  private func report(_ ranks: [Snapshot.RankSummary]) throws -> RankReport {
    var snapshot = Snapshot(run: "r", step: 7, layers: [], kernels: nil)
    snapshot.ranks = ranks
    return try #require(RankReport(snapshot))
  }

  /// Returns ranks with these times in seconds.
  private func ranks(
    _ times: [(computing: Double, waiting: Double)], silent: [Double] = []
  ) -> [Snapshot.RankSummary] {
    times.enumerated().map { number, time in
      SyntheticRun.rank(
        number, of: times.count, computing: time.computing, waiting: time.waiting,
        silent: number < silent.count ? silent[number] : 0)
    }
  }

  private func conditions(_ report: RankReport) -> [RankReport.Condition] {
    report.ranks.map(report.condition)
  }

  @Test func aSnapshotWithoutRanksHasNoReport() {
    var snapshot = Snapshot(run: "r", step: 7, layers: [], kernels: nil)
    #expect(RankReport(snapshot) == nil)
    snapshot.ranks = []
    #expect(RankReport(snapshot) == nil)
  }

  @Test func twoSimilarRanksAreUsual() throws {
    let report = try report(ranks([(0.130, 0.015), (0.128, 0.017)]))
    #expect(conditions(report) == [.usual, .usual])
  }

  /// The waiting of the other rank is the effect, so only the slow one is marked.
  @Test func ofTwoRanksTheSlowOneIsMarked() throws {
    let report = try report(ranks([(0.100, 0.050), (0.145, 0.005)]))
    #expect(conditions(report) == [.usual, .slow])
  }

  @Test func aRankThatWaitsLongerThanMostIsMarked() throws {
    let report = try report(ranks([(0.1, 0.05), (0.1, 0.05), (0.1, 0.05), (0.07, 0.08)]))
    #expect(conditions(report) == [.usual, .usual, .usual, .waiting])
  }

  @Test(arguments: [(2.0, false), (2.1, true), (.infinity, true), (.nan, false)])
  func silenceOfMoreThanTwoSecondsIsMarked(seconds: Double, isSilent: Bool) throws {
    let report = try report(ranks([(0.1, 0), (0.1, 0)], silent: [0, seconds]))
    #expect((report.condition(of: report.ranks[1]) == .silent) == isSilent)
  }

  @Test func timesBeforeTheFirstStepAreNotUnusual() throws {
    let report = try report(ranks([(0, 0), (.nan, 0), (0, .infinity)]))
    #expect(conditions(report) == [.usual, .usual, .usual])
    #expect(report.waitingShare == 0 && report.longestStep == 0)
    let texts = RankTimes(report).texts(of: report.ranks[1])
    #expect(texts.total == "—" && texts.waiting == "—")
  }

  @Test func theSummaryAddsUpAllRanks() throws {
    let report = try report(ranks([(0.3, 0.1), (0.2, 0.2)]))
    #expect(abs(report.waitingShare - 0.375) < 1e-12)
    #expect(report.residentBytes == (712 + 713) << 20)
    #expect(report.hosts == 1 && report.columns == 1)
    #expect(try self.report(SyntheticRun.twoRanks(columns: 2)).columns == 2)
    #expect(try self.report(SyntheticRun.manyRanks).hosts == 8)
  }

  @Test func silentSlowAndWaitingRanksComeFirst() throws {
    let report = try report(SyntheticRun.manyRanks)
    let order = report.ordered(by: .unusual).map(\.rank)
    #expect(order == [40, 17, 52] + (0..<64).filter { ![40, 17, 52].contains($0) })
    #expect(report.ordered(by: .computing).first?.rank == 17)
    #expect(report.ordered(by: .waiting).first?.rank == 52)
    #expect(report.ordered(by: .number).map(\.rank) == Array(0..<64))
  }

  @Test func equalRanksKeepTheOrderOfTheirNumbers() throws {
    let report = try report(ranks(Array(repeating: (0.1, 0.02), count: 1024)))
    for order in RankOrder.allCases {
      #expect(report.ordered(by: order).map(\.rank) == Array(0..<1024))
    }
  }

  @Test func theShownTotalIsTheSumOfTheShownParts() throws {
    // 0.14 + 0.14 = 0.28 s in whole milliseconds: 140.4 and 140.4 are shown as 140 and 140.
    let report = try report(ranks([(0.1404, 0.1404), (0.1, 0.1)]))
    let texts = RankTimes(report).texts(of: report.ranks[0])
    #expect([texts.computing, texts.waiting, texts.total] == ["140", "140", "280"])
  }

  @Test func shortStepsHaveTenthsOfMilliseconds() throws {
    let report = try report(ranks([(0.0123, 0.0007), (0.0100, 0.0030)]))
    let texts = RankTimes(report).texts(of: report.ranks[0])
    #expect([texts.computing, texts.waiting, texts.total] == ["12.3", "0.7", "13.0"])
    #expect(RankSummaryText.range([0.0123, 0.0100]) == "10.0–12.3")
    #expect(RankSummaryText.range([0.13, 0.1304]) == "130")
  }

  @Test func theHostIsSafeForATerminal() throws {
    let report = try report([SyntheticRun.rank(0, of: 1, host: "a\u{1b}[2J")])
    #expect(report.ranks[0].host == "a\\x1b[2J")
  }

  @Test func oneProcessIsNoJob() {
    #expect(JobSize(ranks: nil, columns: nil) == nil && JobSize(ranks: 1, columns: 1) == nil)
    #expect(JobSize(ranks: 2, columns: nil)?.text == "2 ranks")
    #expect(JobSize(ranks: 4, columns: 2)?.text == "4 ranks · 2 columns")
    #expect(JobSize(ranks: 3, columns: nil, isHybrid: true)?.text == "3 ranks · hybrid")
  }
}
