import Blueprint
import RankFixtures
import Testing

@testable import Compute

extension ComputeSuites {
  /// The results on the first rank are those of one process. Its batch is so large that both read the same images.
  @Suite struct HybridInspections {
    private static let small = SmallNetwork(
      "maps and units", input: (3, 9, 9), batch: 49,
      [
        .conv(14, 3, pad: 1), .relu, .maximum(3, 2), .full(23), .relu, .dropout, .full(10), .tanh,
        .full(7),
      ])

    private func compare<Result: Sendable>(
      _ read: @escaping @Sendable (ColumnExperiment) throws -> Result
    ) throws -> (whole: Result, ranks: [Result]) {
      let whole = try read(ColumnExperiment(Self.small))
      let ranks = try LocalRanks.run(3) { ranks in
        let experiment = try ColumnExperiment(Self.small, hybrid: ranks)
        let result = try read(experiment)
        if let failure = experiment.network.rankFailure { throw failure }
        return result
      }
      return (whole, ranks)
    }

    @Test func statisticsOfLayersAreThoseOfTheWholeNetwork() throws {
      let (whole, ranks) = try compare { experiment in
        let inspector = try NetworkInspector(experiment.network)
        _ = experiment.train(1)
        return inspector.layers(step: 1)
      }
      #expect(whole.count == 4 && ranks[0].count == 4)
      for (a, b) in zip(ranks[0], whole) {
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
      }
    }

    @Test func deadUnitsOfAllRanksAreFound() throws {
      let (whole, ranks) = try compare { experiment in
        let biases = try #require(experiment.network.parameters.first { $0.name == "layer4.bias" })
        var values = Array(repeating: Float(1000), count: 23)
        for dead in [2, 7, 8, 16, 22] { values[dead] = -1000 }
        try biases.write(values)
        let inspector = try NetworkInspector(experiment.network)
        for step in 1...10 {
          _ = experiment.network.evaluate(Knobs())
          _ = inspector.layers(step: step)
        }
        return inspector.layers(step: 10).map(\.deadUnits)
      }
      #expect(ranks[0][1] == [2, 7, 8, 16, 22])
      #expect(ranks[0] == whole)
    }

    @Test func distributionsOfWeightsAreThoseOfTheWholeLayer() throws {
      let (whole, ranks) = try compare { experiment in
        let inspector = try NetworkInspector(experiment.network)
        _ = experiment.train(1)
        return ["layer1", "layer4", "layer7", "layer9"].flatMap {
          [inspector.weights(of: $0)!, inspector.gradient(of: $0)!]
        }
      }
      for (a, b) in zip(ranks[0], whole) {
        for path in [\WeightStatistics.mean, \.deviation, \.minimum, \.maximum] {
          #expect(abs(a[keyPath: path] - b[keyPath: path]) < 2e-5 * max(-b.minimum, b.maximum))
        }
        #expect(a.histogram.reduce(0, +) == b.histogram.reduce(0, +))
      }
    }

    @Test func kernelsAreThoseOfOneProcess() throws {
      let (whole, ranks) = try compare { experiment in
        let inspector = try NetworkInspector(experiment.network)
        _ = experiment.train(1)
        let responses = try #require(inspector.kernelResponses())
        return (
          inspector.kernels(.gradient)!.weights, (0..<14).map { responses.strongest(of: $0) }
        )
      }
      for rank in ranks { #expect(distance(rank.0, whole.0.map(Double.init)) < 1e-5) }
      for (a, b) in zip(ranks[0].1, whole.1) {
        #expect(a.map(\.image) == b.map(\.image) && a.map(\.x) == b.map(\.x))
        #expect(distance(a.map(\.response), b.map { Double($0.response) }) < 1e-5)
      }
    }

    /// All ranks evaluate the same image, although they train with different ones.
    @Test func aSingleImageHasTheMapsAndUnitsOfTheWholeNetwork() throws {
      let image = try ColumnExperiment(Self.small).images.suffix(Self.small.spec.input.count)
      let (whole, ranks) = try compare { experiment in
        let evaluator = try SingleImageEvaluator(experiment.network)
        _ = experiment.train(1)
        let probabilities = evaluator.probabilities(of: Array(image), Knobs())
        return (probabilities, try evaluator.layers.map { try evaluator.maps(of: $0)! })
      }
      for rank in ranks {
        #expect(distance(rank.0, whole.0) < 1e-5)
        #expect(rank.1.map(\.shape) == whole.1.map(\.shape))
        for (a, b) in zip(rank.1, whole.1) {
          #expect(distance(a.values, b.values.map(Double.init)) < 1e-5)
        }
      }
    }
  }
}
