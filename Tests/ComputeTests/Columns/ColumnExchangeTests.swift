import Blueprint
import Machine
import RankFixtures
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct ColumnExchanges {
    /// The sizes are those of the layers that read all channels: conv3, fc6, fc7 and fc8 of the released code.
    @Test func columnsExchangeOnlyBeforeTheLayersThatReadAllChannels() throws {
      let small = SmallNetwork.columns[0]
      let layers = small.spec.layers.map(\.name)
      let counts = try LocalRanks.run(2) { ranks -> [[String: Int]] in
        let counter = CountingRanks(ranks)
        let experiment = try ColumnExperiment(small, ranks: counter)
        _ = experiment.train(1)
        let step = counter.transfers
        counter.transfers = [:]
        _ = experiment.network.evaluate(Knobs())
        return [step, counter.transfers]
      }
      let inputs = try small.spec.layout().filter {
        [layers[9], layers[16], layers[19], layers[22]].contains($0.spec.name)
      }.map { small.batch * $0.input.count }
      let gathers = Dictionary(inputs.map { ("gather \($0)", 1) }, uniquingKeysWith: +)
      // The last layer is whole on both columns, so its gradient is complete.
      let sums = Dictionary(inputs.dropLast().map { ("sum \($0)", 1) }, uniquingKeysWith: +)
      for column in counts {
        #expect(column[0] == gathers.merging(sums, uniquingKeysWith: +))
        #expect(column[1] == gathers)
      }
    }

    /// A smooth network whose first layers feed an exchange: a gradient is correct if it is the derivative of the
    /// loss along a direction.
    static let smooth = [
      SmallNetwork(
        "maps in whole blocks", input: (3, 8, 8), batch: 5,
        [.conv(32, 3, pad: 1), .tanh, .conv(32, 3), .tanh, .full(6)]),
      SmallNetwork(
        "maps in parts of blocks", input: (3, 8, 8), batch: 5,
        [.conv(14, 3, pad: 1), .tanh, .conv(10, 3), .tanh, .full(6)]),
      SmallNetwork(
        "units", input: (3, 4, 4), batch: 5, [.full(14), .tanh, .full(18), .tanh, .full(6)]),
    ]

    @Test(arguments: smooth)
    func gradientsThatPassAnExchangeAreDerivativesOfTheLoss(small: SmallNetwork) throws {
      let errors = try LocalRanks.run(2) { ranks -> [Double] in
        let experiment = try ColumnExperiment(small, ranks: ranks)
        let network = experiment.network
        network.computeGradients(Knobs(dropout: 0), step: 1)
        let gradients = try experiment.parts(.gradient)
        return try zip(network.parameters, gradients).map { parameter, gradient in
          // Both columns move their part along the gradient; the last layer is moved on both alike.
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

    @Test func afterAFailureNothingIsUpdated() throws {
      let small = SmallNetwork.columns[0]
      let failure = RankFailure(
        rank: 1, host: "there", process: 4, lastStep: 0, reason: .ended)
      let experiment = try ColumnExperiment(small, ranks: FailingRanks(failure))
      let before = try experiment.parts(.values)
      _ = experiment.train(2)
      #expect(experiment.network.rankFailure == failure)
      #expect(try experiment.parts(.values) == before)
    }

    // The program itself, a copy of the largest weights and the messages are not divided.
    @Test(arguments: [16, 128]) func aColumnNeedsLittleMoreThanHalfOfTheMemory(batch: Int) throws {
      let layout = try NetworkSpec.code145.layout()
      let whole = try neededBytes(layout, batch, nil)
      let columns = try (0..<NetworkDivision.columns).map { number in
        try neededBytes(layout, batch, NetworkDivision(columnsOf: layout, column: number))
      }
      #expect(columns[0] == columns[1])
      #expect(Double(columns[0]) < 0.62 * Double(whole))
    }

    /// Returns the memory that the check of a training process with its checkpoints asks for.
    private func neededBytes(
      _ layout: [LayerLayout], _ batch: Int, _ column: NetworkDivision?
    ) throws -> Int {
      do {
        try Network.check(
          layout, batch: batch, precision: .fp32, batchesAhead: 0, parameterCopies: 1,
          division: column, in: MemoryAllowance(bytes: 1))
      } catch ComputeError.outOfMemory(let needed, _) {
        return needed
      }
      throw ComputeError.unsupported(.fp32)
    }
  }
}
