import Blueprint
import RankFixtures
import Testing

@testable import Compute

extension ComputeSuites {
  /// Two ranks with a column each are compared with one process.
  @Suite struct Columns {
    @Test(arguments: SmallNetwork.columns)
    func aStepOfTwoColumnsEqualsThatOfOneProcess(small: SmallNetwork) throws {
      let whole = try DividedOutcome(ColumnExperiment(small), steps: 1)
      let columns = try LocalRanks.run(2) { ranks in
        try DividedOutcome(ColumnExperiment(small, ranks: ranks), steps: 1)
      }
      columns.expect(toEqual: whole, within: 1e-5, small.spec)
    }

    /// The networks have no corners, at which rounding can move the gradient of a maximum from one cell to another:
    /// the runs would then differ more and more.
    @Test(arguments: SmallNetwork.columns.map(\.smooth))
    func twentyStepsOfTwoColumnsEqualThoseOfOneProcess(small: SmallNetwork) throws {
      let whole = try DividedOutcome(ColumnExperiment(small), steps: 20)
      let columns = try LocalRanks.run(2) { ranks in
        try DividedOutcome(ColumnExperiment(small, ranks: ranks), steps: 20)
      }
      columns.expect(toEqual: whole, within: 1e-4, small.spec)
    }

    /// Ranks 2p and 2p + 1 are the columns of replica p. With a batch of five, the replicas have two and three
    /// images.
    @Test(arguments: SmallNetwork.columns)
    func twoColumnsOfTwoReplicasEqualOneProcess(small: SmallNetwork) throws {
      let whole = try DividedOutcome(ColumnExperiment(small), steps: 1)
      let ranks = try LocalRanks.run(4) { ranks in
        let (replica, column) = (ranks.rank / 2, ranks.rank % 2)
        let columns = ranks.makeSubgroup(of: [2 * replica, 2 * replica + 1])
        let replicas = ranks.makeSubgroup(of: [column, column + 2])
        return try DividedOutcome(
          ColumnExperiment(small, ranks: columns, replicas: replicas), steps: 1)
      }
      ranks.expect(toEqual: whole, within: 1e-5, small.spec)
      #expect(ranks[0].values == ranks[2].values)
      #expect(ranks[1].values == ranks[3].values)
    }

    /// Both columns hold the last layer, so both must make the same update.
    @Test func theLastLayerIsTheSameOnBothColumnsToTheBit() throws {
      let columns = try LocalRanks.run(2) { ranks in
        try DividedOutcome(ColumnExperiment(.columns[0], ranks: ranks), steps: 20)
      }
      for index in columns[0].values.indices.suffix(2) {
        #expect(columns[0].parts[index] == columns[1].parts[index])
        #expect(columns[0].values[index] == columns[1].values[index])
      }
      #expect(columns[0].scores == columns[1].scores)
    }

    @Test func aRepeatedRunHasTheSameBits() throws {
      let runs = try 2.of {
        try LocalRanks.run(2) { ranks in
          try DividedOutcome(ColumnExperiment(.columns[1], ranks: ranks), steps: 5)
        }
      }
      #expect(runs[0].map(\.values) == runs[1].map(\.values))
    }

    @Test func evaluationEqualsThatOfOneProcess() throws {
      let small = SmallNetwork.columns[0]
      let whole = try ColumnExperiment(small).network.evaluate(Knobs())
      let columns = try LocalRanks.run(2) { ranks in
        try ColumnExperiment(small, ranks: ranks).network.evaluate(Knobs())
      }
      for column in columns {
        #expect(abs(column.loss - whole.loss) < 1e-5 * whole.loss)
        #expect(column.top1Errors == whole.top1Errors)
      }
    }

    /// The first step of code-145 itself. The gradients of one process are 244 MB.
    @Test func aStepOfTheReleasedCodesNetworkEqualsThatOfOneProcess() throws {
      let small = SmallNetwork(
        "code-145", input: (3, 227, 227), batch: 2, contrast: 60,
        NetworkSpec.code145.layers.map(\.kind))
      func gradients() throws -> (loss: Double, gradients: [[Float]]) {
        let experiment = try ColumnExperiment(small)
        let score = experiment.network.computeGradients(ColumnExperiment.knobs, step: 1)
        return (score.meanLoss, try experiment.parts(.gradient))
      }
      let whole = try gradients()
      let errors = try LocalRanks.run(2) { ranks -> [Double] in
        let experiment = try ColumnExperiment(small, ranks: ranks)
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
        "a normalisation across columns", input: (3, 8, 8), batch: 2,
        [.conv(16, 3), .lrn(), .full(4)])
      let errors = try LocalRanks.run(2) { ranks -> ComputeError? in
        do {
          _ = try ColumnExperiment(small, ranks: ranks)
          return nil
        } catch let error as ComputeError {
          return error
        }
      }
      let expected = ComputeError.cannotDivide(.normalizationCrossesColumns(layer: "layer2"))
      #expect(errors == [expected, expected])
    }
  }
}
