import Blueprint
import RankFixtures
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct HybridGathers {
    private static func gathered(_ network: Network) throws -> [Float] {
      var numbers: [Float] = []
      #expect(try ParameterGather(of: network).run { numbers += $0 })
      return numbers
    }

    /// Writes the numbers of a gather to a network.
    private static func write(_ numbers: [Float], to network: Network) throws {
      var rest = numbers[...]
      for segment in ParameterCopy.segments(of: network) {
        try segment.parameter.write(
          Array(rest.prefix(segment.parameter.count)), to: segment.quantity)
        rest = rest.dropFirst(segment.parameter.count)
      }
      #expect(rest.isEmpty)
    }

    /// The other copy is made by one process that has the same numbers.
    @Test(arguments: SmallNetwork.hybrids, [2, 3, 4])
    func theFirstRankReceivesTheCopyOfOneProcess(small: SmallNetwork, ranks: Int) throws {
      typealias Rank = (numbers: [Float], parts: [[Float]], ranges: [Range<Int>])
      let outcomes = try LocalRanks.run(ranks) { ranks -> Rank in
        let experiment = try ColumnExperiment(small, hybrid: ranks)
        _ = experiment.train(2)
        let segments = ParameterCopy.segments(of: experiment.network)
        return (
          try Self.gathered(experiment.network),
          try segments.map { try $0.parameter.read($0.quantity) }, segments.map(\.parameter.part)
        )
      }
      let numbers = outcomes[0].numbers
      #expect(outcomes.dropFirst().allSatisfy { $0.numbers.isEmpty })
      let whole = try ColumnExperiment(small).network
      try Self.write(numbers, to: whole)
      let segments = ParameterCopy.segments(of: whole)
      for (index, segment) in segments.enumerated() {
        let values = try segment.parameter.read(segment.quantity)
        for rank in outcomes { #expect(rank.parts[index] == Array(values[rank.ranges[index]])) }
      }
      // Another number of ranks, or one process, continues with the same numbers.
      let later = try LocalRanks.run(ranks == 2 ? 3 : 2) { ranks in
        let network = try ColumnExperiment(small, hybrid: ranks).network
        try Self.write(numbers, to: network)
        return try Self.gathered(network)
      }
      #expect(later[0] == numbers)
    }

    // A message has at most 1,048,576 numbers, and each of three parts of the large layer has more.
    @Test func aLayerLargerThanAMessageIsReceivedInItsOrder() throws {
      let small = SmallNetwork(
        "a large layer", input: (3, 8, 8), batch: 3,
        [.conv(16, 3, pad: 1), .relu, .full(3200), .relu, .full(6)])
      let numbers = try LocalRanks.run(3) { ranks in
        try Self.gathered(ColumnExperiment(small, hybrid: ranks).network)
      }[0]
      let whole = try ColumnExperiment(small).network
      var expected: [Float] = []
      for segment in ParameterCopy.segments(of: whole) {
        expected += try segment.parameter.read(segment.quantity)
      }
      #expect(numbers == expected)
    }

    @Test func gatheringBetweenStepsChangesNothing() throws {
      func parts(gathers: Bool) throws -> [[[Float]]] {
        try LocalRanks.run(3) { ranks in
          let experiment = try ColumnExperiment(.hybrids[0], hybrid: ranks)
          let network = experiment.network
          let before = network.temporaryMemory.bytes
          let gather = try ParameterGather(of: network)
          #expect(network.temporaryMemory.bytes == before)
          for step in 1...3 {
            _ = network.train(ColumnExperiment.knobs, step: step)
            if gathers { #expect(gather.run { _ in }) }
          }
          return try experiment.parts(.values) + experiment.parts(.momentumBuffer)
        }
      }
      #expect(try parts(gathers: true) == parts(gathers: false))
    }
  }
}
