import Testing

@testable import AlexNet

/// Facts that must be the same on all ranks.
@Suite struct Introductions {
  static func introduction(
    host: String = "a", processors: [Int] = [0, 1, 2, 3], launcher: [Int] = [0, 1, 2, 3]
  ) -> Introduction {
    Introduction(
      version: "1", words: ["train", "--batch", "64"], instructions: "AVX-512", library: "2.6.3",
      host: host, process: 1, processors: processors, launcherProcessors: launcher)
  }

  @Test func equalRanksAreAccepted() {
    let ranks = [Self.introduction(), Self.introduction(host: "b", processors: [0])]
    #expect(Introduction.difference(between: ranks) == nil)
  }

  @Test func aDifferenceNamesTheRankItsHostAndBothValues() throws {
    var other = Self.introduction(host: "b")
    other.instructions = "AVX2"
    let ranks = [Self.introduction(), Self.introduction(), other]
    let mismatch = try #require(Introduction.difference(between: ranks))
    #expect(mismatch.fact == .instructions)
    #expect(mismatch.rank == 2)
    #expect(mismatch.host == "b")
    #expect(mismatch.value == "AVX2")
    #expect(mismatch.firstValue == "AVX-512")
    for text in ["rank 2", "host b", "'AVX2'", "'AVX-512'", "host a"] {
      #expect(mismatch.problem.contains(text))
    }
  }

  @Test(arguments: JobMismatch.Fact.allCases)
  func eachFactIsCompared(fact: JobMismatch.Fact) throws {
    var other = Self.introduction()
    switch fact {
    case .version: other.version = "2"
    case .commandLine: other.words = ["train", "--batch", "32"]
    case .instructions: other.instructions = "AVX2"
    case .library: other.library = "3.1"
    }
    let mismatch = Introduction.difference(between: [Self.introduction(), other])
    #expect(mismatch?.fact == fact)
  }
}

/// The shares of the processors, counted by hand.
@Suite struct ProcessorsOfAJob {
  private static func processors(_ ranks: Introduction...) -> JobProcessors {
    JobProcessors(ranks)
  }

  @Test func ranksDivideTheProcessorsOfTheirComputer() {
    let rank = Introductions.introduction()
    #expect(Self.processors(rank, rank).threads == 2)
    #expect(Self.processors(rank, rank, rank).threads == 1)
    #expect(Self.processors(rank, rank).warnings.isEmpty)
  }

  @Test func theSmallestComputerDecides() {
    let small = Introductions.introduction(host: "b", processors: [0, 1], launcher: [0, 1])
    #expect(Self.processors(Introductions.introduction(), small).threads == 2)
  }

  @Test func aBoundRankIsReported() {
    let bound = [0, 1].map { Introductions.introduction(processors: [$0]) }
    let processors = JobProcessors(bound)
    #expect(processors.threads == 1)
    #expect(processors.warnings.count == 1)
    #expect(processors.warnings.first?.contains("--bind-to none") == true)
  }

  @Test func ranksThatAreBoundToTheirShareAreNotReported() {
    let ranks = [0, 1].map { Introductions.introduction(processors: [$0], launcher: [0, 1]) }
    #expect(JobProcessors(ranks).warnings.isEmpty)
  }

  @Test func ranksOnTheSameProcessorAreReported() {
    let rank = Introductions.introduction(processors: [0], launcher: [0, 1])
    #expect(Self.processors(rank, rank).warnings.count == 1)
  }

  @Test func moreRanksThanProcessorsAreReported() {
    let rank = Introductions.introduction(processors: [0], launcher: [0])
    let processors = Self.processors(rank, rank)
    #expect(processors.threads == 1)
    #expect(processors.warnings.first?.contains("take turns") == true)
  }

  @Test func aQuotaIsForAllRanksTogether() {
    var rank = Introductions.introduction()
    rank.quota = 2
    #expect(Self.processors(rank, rank).threads == 1)
  }
}
