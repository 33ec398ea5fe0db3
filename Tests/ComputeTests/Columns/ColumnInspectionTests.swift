import Blueprint
import RankFixtures
import Testing

@testable import Compute

extension ComputeSuites {
  /// The results on the first column are those of one process.
  @Suite struct ColumnInspections {
    /// The same calls on one process and on two columns.
    /// - Returns: The results of one process and of the first column.
    private func compare<Result: Sendable>(
      _ small: SmallNetwork, _ read: @escaping @Sendable (ColumnExperiment) throws -> Result
    ) throws -> (whole: Result, column: Result) {
      let whole = try read(ColumnExperiment(small))
      let columns = try LocalRanks.run(2) { ranks in
        let experiment = try ColumnExperiment(small, ranks: ranks)
        let result = try read(experiment)
        if let failure = experiment.network.rankFailure { throw failure }
        return result
      }
      return (whole, columns[0])
    }

    @Test(arguments: SmallNetwork.columns)
    func statisticsOfLayersAreThoseOfTheWholeNetwork(small: SmallNetwork) throws {
      let (whole, column) = try compare(small) { experiment in
        let inspector = try NetworkInspector(experiment.network)
        _ = experiment.train(1)
        return inspector.layers(step: 1)
      }
      #expect(whole.count == column.count)
      for (a, b) in zip(column, whole) {
        #expect(a.layer == b.layer && a.output == b.output && a.units == b.units)
        #expect(a.parameters == b.parameters)
        let size = (b.mean * b.mean + b.deviation * b.deviation).squareRoot()
        for path in [\LayerStatistics.mean, \.deviation, \.minimum, \.maximum] {
          #expect(abs(a[keyPath: path] - b[keyPath: path]) < 1e-5 * size)
        }
        #expect(abs(a.zeros - b.zeros) < 1e-3)
        #expect(abs(a.gradientNorm - b.gradientNorm) < 1e-5 * b.gradientNorm)
        #expect(abs(a.updateRatio - b.updateRatio) < 1e-5 * b.updateRatio)
        #expect(a.histogram.reduce(0, +) == b.histogram.reduce(0, +))
        // Rounding moves few numbers to another bin.
        let moved = zip(a.histogram, b.histogram).reduce(0) { $0 + abs($1.0 - $1.1) }
        #expect(Double(moved) <= 2 + 0.002 * Double(b.histogram.reduce(0, +)))
      }
    }

    @Test func deadUnitsOfBothColumnsAreFound() throws {
      let small = SmallNetwork(
        "ReLU", input: (3, 6, 6), batch: 3, [.conv(14, 3), .relu, .full(6), .relu, .full(4)])
      let (whole, column) = try compare(small) { experiment in
        var biases = Array(repeating: Float(1), count: 14)
        for dead in [2, 6, 7, 12] { biases[dead] = -1000 }
        try experiment.network.parameters[1].write(biases)
        let inspector = try NetworkInspector(experiment.network)
        for step in 1...10 {
          _ = experiment.network.evaluate(Knobs())
          _ = inspector.layers(step: step)
        }
        return inspector.layers(step: 10).map(\.deadUnits)
      }
      #expect(column[0] == [2, 6, 7, 12])
      #expect(column == whole)
    }

    @Test(arguments: SmallNetwork.columns)
    func distributionsOfWeightsAreThoseOfTheWholeLayer(small: SmallNetwork) throws {
      let layers = small.spec.layers.filter(\.hasParameters).map(\.name)
      let (whole, column) = try compare(small) { experiment in
        let inspector = try NetworkInspector(experiment.network)
        _ = experiment.train(1)
        return layers.flatMap { [inspector.weights(of: $0)!, inspector.gradient(of: $0)!] }
      }
      for (a, b) in zip(column, whole) {
        for path in [\WeightStatistics.mean, \.deviation, \.minimum, \.maximum] {
          #expect(abs(a[keyPath: path] - b[keyPath: path]) < 2e-5 * max(-b.minimum, b.maximum))
        }
        #expect(a.histogram.reduce(0, +) == b.histogram.reduce(0, +))
      }
    }

    @Test(arguments: SmallNetwork.columns)
    func kernelsAndTheirStrongestResponsesAreThoseOfBothColumns(small: SmallNetwork) throws {
      let (whole, column) = try compare(small) { experiment in
        let inspector = try NetworkInspector(experiment.network)
        let first = try #require(inspector.kernels()).weights
        _ = experiment.train(1)
        let responses = try #require(inspector.kernelResponses())
        let count = experiment.network.parameters[0].shape[0]
        return (
          first, inspector.kernels(.gradient)!.weights,
          (0..<count).map { responses.strongest(of: $0) },
          responses.strongest(of: count).isEmpty
        )
      }
      // The initial values are the same bits.
      #expect(column.0 == whole.0)
      #expect(distance(column.1, whole.1.map(Double.init)) < 1e-5)
      #expect(column.3)
      for (a, b) in zip(column.2, whole.2) {
        #expect(a.map(\.image) == b.map(\.image))
        #expect(a.map(\.x) == b.map(\.x) && a.map(\.y) == b.map(\.y))
        #expect(distance(a.map(\.response), b.map { Double($0.response) }) < 1e-5)
      }
    }

    @Test(arguments: SmallNetwork.columns)
    func aSingleImageHasTheMapsOfBothColumns(small: SmallNetwork) throws {
      let (whole, column) = try compare(small) { experiment in
        let evaluator = try SingleImageEvaluator(experiment.network)
        _ = experiment.train(1)
        let image = Array(experiment.images.prefix(small.spec.input.count))
        let probabilities = evaluator.probabilities(of: image, Knobs())
        return (probabilities, try evaluator.layers.map { try evaluator.maps(of: $0)! })
      }
      #expect(distance(column.0, whole.0) < 1e-5)
      #expect(column.1.count == whole.1.count)
      for (a, b) in zip(column.1, whole.1) {
        #expect(a.shape == b.shape)
        #expect(distance(a.values, b.values.map(Double.init)) < 1e-5)
      }
    }
  }
}
