import Blueprint
import Machine
import RankFixtures
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct HybridExchanges {
    // With three ranks of up to three images, all images are 9. The inputs are 16 units of images, then parts of at
    // most 9 and 6 units, and scores of at most 4 classes.
    @Test func activationsAndTheirGradientsAreExchangedAndTheKernelsGradientsAreAddedUp() throws {
      let small = SmallNetwork.hybrids[0]
      typealias Counts = (step: [String: Int], evaluation: [String: Int], kernels: Int)
      let counts = try LocalRanks.run(3) { ranks -> Counts in
        let counter = CountingRanks(ranks)
        let experiment = try ColumnExperiment(small, hybrid: counter)
        _ = experiment.train(1)
        let step = counter.transfers
        counter.transfers = [:]
        _ = experiment.network.evaluate(Knobs())
        let kernels = experiment.network.parameters.filter { !$0.isDivided }
        return (
          step, counter.transfers,
          kernels.flatMap(\.pieces).reduce(0) { $0 + $1.gradient.count }
        )
      }
      let gathers = ["gather 144": 1, "gather 243": 1, "gather 162": 1, "gather 108": 1]
      // The scores of three ranks are 24 numbers, and the gradients of ten classes are gathered for all images.
      let others = ["gather 24": 1, "gather 90": 1, "sum 162": 1, "sum 243": 1, "sum 144": 1]
      for rank in counts {
        let activations = rank.step.filter { !$0.key.hasPrefix("whole sum") }
        #expect(activations == gathers.merging(others, uniquingKeysWith: +))
        #expect(rank.evaluation == gathers)
        let sums = rank.step.filter { $0.key.hasPrefix("whole sum") }
        #expect(
          sums.reduce(0) { $0 + (Int($1.key.dropFirst(10)) ?? 0) * $1.value } == rank.kernels)
      }
    }

    static let smooth = [
      SmallNetwork(
        "maps", input: (3, 8, 8), batch: 5,
        [.conv(14, 3, pad: 1), .tanh, .conv(10, 3), .tanh, .full(7), .tanh, .full(6)]),
      SmallNetwork(
        "units", input: (3, 4, 4), batch: 5, [.full(14), .tanh, .full(17), .tanh, .full(6)]),
    ]

    /// A gradient is correct if it is the derivative of the loss along a direction.
    @Test(arguments: smooth)
    func gradientsThatPassAnExchangeAreDerivativesOfTheLoss(small: SmallNetwork) throws {
      let errors = try LocalRanks.run(3) { ranks -> [Double] in
        let experiment = try ColumnExperiment(small, hybrid: ranks)
        let network = experiment.network
        network.computeGradients(Knobs(dropout: 0), step: 1)
        let gradients = try experiment.parts(.gradient)
        return try zip(network.parameters, gradients).map { parameter, gradient in
          // Each rank moves its part along the gradient; kernels are moved on all alike.
          let own = gradient.reduce(0) { $0 + Double($1) * Double($1) }
          let squares =
            parameter.isDivided ? try #require(network.part).sums(of: [own])[0] : own
          let values = try parameter.read(.values)
          let step = 0.005 / squares
          func loss(_ h: Double) throws -> Double {
            try parameter.write(zip(values, gradient).map { $0 + Float(h) * $1 })
            return network.computeGradients(Knobs(dropout: 0), step: 1).meanLoss
          }
          let difference = (try loss(step) - loss(-step)) / (2 * step)
          try parameter.write(values)
          return abs(difference - squares) / squares
        }
      }
      for error in errors.flatMap({ $0 }) { #expect(error < 1e-3) }
    }

    /// Every wait of a step fails once.
    @Test func aFailedStepChangesNoParameter() throws {
      let small = SmallNetwork.hybrids[0]
      func experiment(_ ranks: QuietRanks) throws -> ColumnExperiment {
        let experiment = try ColumnExperiment(small, hybrid: ranks)
        _ = experiment.train(1)
        return experiment
      }
      let ranks = QuietRanks()
      #expect(try experiment(ranks).network.rankFailure == nil)
      let waits = ranks.waits
      #expect(waits > 8)
      for number in 0..<waits {
        let ranks = QuietRanks(waitsBeforeFailure: waits + number)
        let experiment = try experiment(ranks)
        func read() throws -> [[Float]] {
          try experiment.parts(.values) + experiment.parts(.momentumBuffer)
        }
        let before = try read()
        _ = experiment.network.train(ColumnExperiment.knobs, step: 2)
        #expect(experiment.network.rankFailure == QuietRanks.failure)
        _ = experiment.network.train(ColumnExperiment.knobs, step: 3)
        #expect(try read() == before)
        #expect(ranks.waits == waits + number)
      }
    }

    /// The paper's network has 28 MB of kernels with their gradients and momentum buffers, and 704 MB of
    /// fully-connected layers, of which a rank has its part.
    @Test(arguments: [(2, 0.6), (4, 0.4), (8, 0.3)])
    func aRankNeedsLittleMoreThanItsPartOfTheMemory(ranks: Int, share: Double) throws {
      let layout = try NetworkSpec.paper.layout()
      let whole = try neededBytes(layout, batch: 128, nil, ranks: 1)
      let part = try NetworkDivision(hybridOf: layout, part: 0, of: ranks)
      let images = 128 / ranks
      let hybrid = try neededBytes(layout, batch: images, part, ranks: ranks)
      let parallel = try neededBytes(layout, batch: images, nil, ranks: ranks)
      #expect(Double(hybrid) < share * Double(whole))
      #expect(hybrid < parallel - layout.parameterBytes / 3)
    }

    /// Returns the memory that the check of a training process with its checkpoints asks for.
    private func neededBytes(
      _ layout: [LayerLayout], batch: Int, _ division: NetworkDivision?, ranks: Int
    ) throws -> Int {
      do {
        try Network.check(
          layout, batch: batch, precision: .fp32, batchesAhead: 0, parameterCopies: 1,
          division: division, ranks: ranks, in: MemoryAllowance(bytes: 1))
      } catch ComputeError.outOfMemory(let needed, _) {
        return needed
      }
      throw ComputeError.unsupported(.fp32)
    }
  }
}
