import Blueprint
import RankFixtures
import Testing

@testable import Compute

extension ComputeSuites {
  /// Ranks that divide the images of convolutions and the units of fully-connected layers are compared with one
  /// process.
  @Suite struct Hybrids {
    private func train(
      _ small: SmallNetwork, ranks: Int, steps: Int, precision: Precision = .fp32
    ) throws -> [DividedOutcome] {
      try LocalRanks.run(ranks) { ranks in
        try DividedOutcome(
          ColumnExperiment(small, hybrid: ranks, precision: precision), steps: steps)
      }
    }

    @Test(arguments: SmallNetwork.hybrids, [2, 3, 4])
    func aStepOfTheRanksEqualsThatOfOneProcess(small: SmallNetwork, ranks: Int) throws {
      let whole = try DividedOutcome(ColumnExperiment(small), steps: 1)
      let outcomes = try train(small, ranks: ranks, steps: 1)
      outcomes.expect(toEqual: whole, within: 1e-5, small.spec)
      for (index, values) in whole.values.enumerated() {
        let count = values.count
        let isDivided = outcomes.allSatisfy { $0.parts[index].count < count }
        // Only fully-connected layers are divided, and their parts make up the whole.
        switch small.spec.layers.filter(\.hasParameters)[index / 2].kind {
        case .fullyConnected: #expect(isDivided)
        default: #expect(!isDivided)
        }
        if isDivided {
          #expect(outcomes.flatMap { Array($0.parts[index]) } == Array(0..<count))
        }
      }
    }

    /// The networks have no corners, at which rounding can move the gradient of a maximum from one cell to another.
    @Test(arguments: SmallNetwork.hybrids.map(\.smooth), [2, 3, 4])
    func twentyStepsOfTheRanksEqualThoseOfOneProcess(small: SmallNetwork, ranks: Int) throws {
      let whole = try DividedOutcome(ColumnExperiment(small), steps: 20)
      try train(small, ranks: ranks, steps: 20)
        .expect(toEqual: whole, within: 1e-4, small.spec)
    }

    @Test(arguments: [2, 3, 4])
    func aRepeatedTrainingHasTheSameBits(ranks: Int) throws {
      let first = try train(.hybrids[0], ranks: ranks, steps: 5)
      #expect(try train(.hybrids[0], ranks: ranks, steps: 5) == first)
      for outcome in first {
        #expect(outcome.scores == first[0].scores)
        // All ranks have the same kernels.
        for index in outcome.parts.indices where outcome.parts[index] == first[0].parts[index] {
          #expect(outcome.values[index] == first[0].values[index])
        }
      }
    }

    @Test func asManyRanksAsUnitsHaveOneUnitEach() throws {
      let small = SmallNetwork(
        "six units and classes", input: (3, 6, 6), batch: 8,
        [.conv(6, 3), .tanh, .full(7), .tanh, .dropout, .full(6)])
      let whole = try DividedOutcome(ColumnExperiment(small), steps: 3)
      let ranks = try train(small, ranks: 6, steps: 3)
      ranks.expect(toEqual: whole, within: 1e-5, small.spec)
      #expect(ranks.map { $0.parts.last?.count } == Array(repeating: 1, count: 6))
    }

    /// Positions of dropped units, in images of all ranks and units of the whole layer.
    @Test(arguments: [2, 3, 4])
    func eachUnitOfAnImageHasTheMaskThatItHasInOneProcess(ranks: Int) throws {
      let small = SmallNetwork.hybrids[0]
      let layers = ["layer13", "layer16"]
      @Sendable func dropped(_ experiment: ColumnExperiment) throws -> [[Bool]] {
        let network = experiment.network
        _ = experiment.train(2)
        return try network.outputs.filter { layers.contains($0.layer) }.map { output in
          let rows = output.tensor.layout.dimensions[0]
          return try TensorReader(output, images: rows, on: network.engine).copy().map { $0 == 0 }
        }
      }
      let whole = try dropped(ColumnExperiment(small))
      #expect(whole.count == 2)
      let parts = try LocalRanks.run(ranks) { group in
        try dropped(ColumnExperiment(small, hybrid: group))
      }
      let capacity = (small.batch + ranks - 1) / ranks
      for (layer, units) in [26, 17].enumerated() {
        for (rank, part) in parts.enumerated() {
          let own = NetworkDivision.outputs(of: units, part: rank, of: ranks)
          for sender in 0..<ranks {
            let images = NetworkShare.images(of: small.batch, rank: sender, ranks: ranks)
            for (row, image) in images.enumerated() {
              let start = (sender * capacity + row) * own.count
              let expected = own.map { whole[layer][image * units + $0] }
              #expect(Array(part[layer][start..<start + own.count]) == expected)
            }
          }
        }
      }
    }

    // In the last turn of a validation some ranks have few images, or none.
    @Test(arguments: [[3, 3, 3], [3, 2, 0], [1, 0, 0], [0, 0, 0]])
    func aRankScoresItsOwnImages(counts: [Int]) throws {
      let small = SmallNetwork.hybrids[0]
      let whole = try ColumnExperiment(small)
      let (images, labels, size) = (whole.images, whole.labels, small.spec.input.count)
      /// Scores the first images of three that begin with one of the batch's first five.
      @Sendable func score(_ network: Network, first: Int, count: Int) -> Score {
        _ = network.input.elements.update(
          fromContentsOf: images[first * size..<(first + 3) * size])
        network.setLabels(labels[first..<first + count])
        return network.evaluate(Knobs())
      }
      let scores = try LocalRanks.run(3) { ranks in
        score(
          try ColumnExperiment(small, hybrid: ranks).network, first: 2 * ranks.rank,
          count: counts[ranks.rank])
      }
      #expect(scores.map(\.images) == counts)
      for (rank, found) in scores.enumerated() {
        let expected = score(whole.network, first: 2 * rank, count: counts[rank])
        #expect(abs(found.loss - expected.loss) <= 1e-5 * expected.loss)
        #expect(found.top1Errors == expected.top1Errors)
      }
    }

    @Test(.enabled(if: Engine.hasBFloat16))
    func aStepInBFloat16EqualsThatOfOneProcess() throws {
      let small = SmallNetwork.hybrids[0].smooth
      let whole = try DividedOutcome(ColumnExperiment(small, precision: .bf16), steps: 1)
      try train(small, ranks: 3, steps: 1, precision: .bf16)
        .expect(toEqual: whole, within: 2e-2, small.spec)
    }

    /// The norms of the rates are those of the whole weights.
    @Test func localRatesAreThoseOfOneProcess() throws {
      let small = SmallNetwork.hybrids[0].smooth
      @Sendable func train(_ experiment: ColumnExperiment) throws -> DividedOutcome {
        experiment.network.lars = LARS(trustCoefficient: 0.01)
        return try DividedOutcome(experiment, steps: 2)
      }
      let whole = try train(ColumnExperiment(small))
      try LocalRanks.run(3) { try train(ColumnExperiment(small, hybrid: $0)) }
        .expect(toEqual: whole, within: 1e-4, small.spec)
    }

    /// The first step of the paper's network, with 1,365 or 1,366 units and 333 or 334 classes of each rank.
    @Test func aStepOfThePapersNetworkEqualsThatOfOneProcess() throws {
      let small = SmallNetwork(
        "paper", input: (3, 224, 224), batch: 4, contrast: 60,
        NetworkSpec.paper.layers.map(\.kind))
      func gradients() throws -> (loss: Double, gradients: [[Float]]) {
        let experiment = try ColumnExperiment(small)
        let score = experiment.network.computeGradients(ColumnExperiment.knobs, step: 1)
        return (score.meanLoss, try experiment.parts(.gradient))
      }
      let whole = try gradients()
      let errors = try LocalRanks.run(3) { ranks -> [Double] in
        let experiment = try ColumnExperiment(small, hybrid: ranks)
        let score = experiment.network.computeGradients(ColumnExperiment.knobs, step: 1)
        let errors = try experiment.network.parameters.enumerated().map { index, parameter in
          distance(
            try parameter.read(.gradient),
            whole.gradients[index][parameter.part].map(Double.init))
        }
        return [abs(score.meanLoss / whole.loss - 1)] + errors
      }
      for error in errors.flatMap({ $0 }) { #expect(error < 1e-5) }
    }

    @Test func aNetworkThatCannotBeDividedIsRefused() throws {
      let small = SmallNetwork(
        "groups", input: (3, 8, 8), batch: 2, [.conv(16, 3), .full(4, groups: 2), .full(4)])
      let errors = try LocalRanks.run(2) { ranks -> ComputeError? in
        do {
          _ = try ColumnExperiment(small, hybrid: ranks)
          return nil
        } catch let error as ComputeError {
          return error
        }
      }
      let expected = ComputeError.cannotDivideUnits(.unitsInGroups(layer: "layer2", groups: 2))
      #expect(errors == [expected, expected])
    }
  }
}
