import Blueprint
import RankFixtures
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct ParameterGathers {
    private typealias Gathered = (numbers: [Float], parts: [Range<Int>: [Float]])

    /// Returns the gathered numbers, which only the first column has, and this column's own at their places.
    private static func gathered(_ network: Network, _ gather: ParameterGather) throws -> Gathered {
      var numbers: [Float] = []
      #expect(gather.run { numbers += $0 })
      var parts: [Range<Int>: [Float]] = [:]
      var start = 0
      for segment in ParameterCopy.segments(of: network) {
        let part = segment.parameter.part
        parts[start + part.lowerBound..<start + part.upperBound] = try segment.parameter.read(
          segment.quantity)
        start += segment.parameter.count
      }
      return (numbers, parts)
    }

    @Test(arguments: SmallNetwork.columns)
    func theFirstColumnReceivesTheWholeNetworkAndItCanBeWrittenBack(small: SmallNetwork) throws {
      let columns = try LocalRanks.run(2) { ranks -> Gathered in
        let experiment = try ColumnExperiment(small, ranks: ranks)
        _ = experiment.train(2)
        return try Self.gathered(experiment.network, ParameterGather(of: experiment.network))
      }
      let numbers = columns[0].numbers
      #expect(numbers.count == (try 2 * small.spec.layout().parameters))
      #expect(columns[1].numbers.isEmpty)
      for column in columns {
        for (range, part) in column.parts { #expect(Array(numbers[range]) == part) }
      }
      // A checkpoint of two columns continues in one process, and in two columns again.
      let whole = try ColumnExperiment(small)
      #expect(try writeBack(numbers, to: whole.network).isEmpty)
      let mismatches = try LocalRanks.run(2) { ranks in
        try writeBack(numbers, to: ColumnExperiment(small, ranks: ranks).network)
      }
      #expect(mismatches == [[], []])
    }

    // A message has at most 1,048,576 numbers, and each column of the large layer has 1,572,864.
    @Test func aLayerLargerThanAMessageIsReceivedInItsOrder() throws {
      let small = SmallNetwork(
        "a large layer", input: (3, 8, 8), batch: 2,
        [.conv(16, 3, pad: 1), .relu, .full(3072), .relu, .full(6)])
      let columns = try LocalRanks.run(2) { ranks -> Gathered in
        let network = try ColumnExperiment(small, ranks: ranks).network
        return try Self.gathered(network, ParameterGather(of: network))
      }
      for column in columns {
        for (range, part) in column.parts { #expect(Array(columns[0].numbers[range]) == part) }
      }
    }

    // A gather uses the memory of temporary tensors, and none of its own.
    @Test(arguments: SmallNetwork.columns)
    func gatheringBetweenStepsChangesNothing(small: SmallNetwork) throws {
      func parts(gathers: Bool) throws -> [[[Float]]] {
        try LocalRanks.run(2) { ranks in
          let experiment = try ColumnExperiment(small, ranks: ranks)
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

    @Test func aMissingColumnEndsTheGather() throws {
      let failures = try LocalRanks.run(2) { ranks -> RankFailure? in
        let network = try ColumnExperiment(SmallNetwork.columns[0], ranks: ranks).network
        let gather = try ParameterGather(of: network)
        if ranks.rank == 1 {
          LocalJob(ranks).lose(rank: 1)
        } else {
          #expect(!gather.run { _ in })
        }
        return network.rankFailure
      }
      #expect(failures[0]?.rank == 1 && failures[0]?.reason == .ended)
    }

    /// Writes a copy of the whole network to a network, and returns the names of the parameters of which another
    /// part is read.
    private func writeBack(_ copy: [Float], to network: Network) throws -> [String] {
      var mismatches: [String] = []
      var rest = copy[...]
      for segment in ParameterCopy.segments(of: network) {
        let parameter = segment.parameter
        let numbers = Array(rest.prefix(parameter.count))
        rest = rest.dropFirst(parameter.count)
        try parameter.write(numbers, to: segment.quantity)
        if try parameter.read(segment.quantity) != Array(numbers[parameter.part]) {
          mismatches.append(parameter.name)
        }
      }
      return mismatches
    }
  }
}
