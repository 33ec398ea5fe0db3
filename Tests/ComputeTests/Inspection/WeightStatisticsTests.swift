import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  /// The distributions of weights and gradients.
  @Suite struct WeightDistributions {
    /// Layouts with padding, folded kernels and columns: only weights count.
    @Test(
      arguments: [SmallNetwork.convolutions[1], .convolutions[3], .winograd[1], .winograd[3]])
    func weightStatisticsExcludePadding(small: SmallNetwork) throws {
      let network = try Experiment(small).network
      let inspector = try NetworkInspector(network)
      for weights in network.parameters where weights.shape.count > 1 {
        let numbers = try weights.read(.values).map(Double.init)
        expect(try #require(inspector.weights(of: weights.layer)), equalNaiveOnesOf: numbers)
      }
      #expect(inspector.weights(of: "nowhere") == nil)
    }

    /// The gradient is that of the reference network, in the same layouts with padding, folded kernels and
    /// columns. The bins of numbers that differ in their last digits can differ, so the counts are those of the
    /// network's own numbers.
    @Test(
      arguments: Inspection.networks + [
        .convolutions[1], .convolutions[3], .winograd[1], .winograd[3],
      ])
    func gradientStatisticsEqualNaiveOnes(small: SmallNetwork) throws {
      let experiment = try Experiment(small)
      let network = experiment.network
      let inspector = try NetworkInspector(network)
      var reference = try ReferenceNetwork(copying: network)
      _ = network.computeGradients(Knobs(dropout: 0), step: 1)
      _ = reference.computeGradients(experiment.images, labels: experiment.labels)
      for (index, weights) in network.parameters.enumerated() where weights.shape.count > 1 {
        let statistics = try #require(inspector.gradient(of: weights.layer))
        expect(statistics, equalNaiveOnesOf: try weights.read(.gradient).map(Double.init))
        let naive = reference.parameters[index].gradient
        let size = norm(naive) / Double(naive.count).squareRoot()
        let square = naive.reduce(0) { $0 + $1 * $1 } / Double(naive.count)
        let mean = naive.reduce(0, +) / Double(naive.count)
        #expect(abs(statistics.minimum - naive.min()!) < 1e-3 * size)
        #expect(abs(statistics.maximum - naive.max()!) < 1e-3 * size)
        #expect(abs(statistics.mean - mean) < 1e-3 * size)
        #expect(abs(statistics.deviation - (square - mean * mean).squareRoot()) < 1e-3 * size)
      }
      #expect(inspector.gradient(of: "nowhere") == nil)
    }

    private func expect(_ statistics: WeightStatistics, equalNaiveOnesOf numbers: [Double]) {
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      let size = norm(numbers) / Double(numbers.count).squareRoot()
      #expect(statistics.minimum == numbers.min() && statistics.maximum == numbers.max())
      #expect(abs(statistics.mean - mean) < 1e-5 * size)
      #expect(abs(statistics.deviation - (size * size - mean * mean).squareRoot()) < 1e-5 * size)
      #expect(statistics.histogram.reduce(0, +) == numbers.count)
      let (minimum, maximum) = (Float(statistics.minimum), Float(statistics.maximum))
      var counts = Array(repeating: 0, count: WeightStatistics.bins)
      for number in numbers {
        let bin = (Float(number) - minimum) * (Float(counts.count) / (maximum - minimum))
        counts[min(Int(bin), counts.count - 1)] += 1
      }
      #expect(statistics.histogram == counts)
    }

    @Test func aSampleOfManyWeightsIsEven() throws {
      let small = SmallNetwork(
        "wide", input: (3, 16, 16), batch: 1, [.full(2048), .relu, .full(3)])
      let network = try Experiment(small).network
      let numbers = try network.parameters[0].read(.values).map(Double.init)
      let statistics = try #require(try NetworkInspector(network).weights(of: "layer1"))
      let size = norm(numbers) / Double(numbers.count).squareRoot()
      #expect(abs(statistics.deviation / size - 1) < 0.01)
      #expect(statistics.histogram.reduce(0, +) <= WeightStatistics.maximumSample)
      #expect(statistics.histogram.reduce(0, +) > WeightStatistics.maximumSample / 2)
    }

    /// The zeros of dead units are a part of the gradient, other than those of padding: three quarters of the
    /// units are dead.
    @Test func aSampleOfAGradientHasTheZerosOfDeadUnits() throws {
      let small = SmallNetwork(
        "wide", input: (3, 17, 17), batch: 2, [.full(2047), .relu, .full(3)])
      let network = try Experiment(small).network
      let dead = 1535
      try network.parameters[1].write(
        Array(repeating: -1000, count: dead) + Array(repeating: 1000, count: 2047 - dead))
      _ = network.computeGradients(Knobs(dropout: 0), step: 1)
      let statistics = try #require(try NetworkInspector(network).gradient(of: "layer1"))
      let numbers = try network.parameters[0].read(.gradient).map(Double.init)
      let count = statistics.histogram.reduce(0, +)
      #expect(count > WeightStatistics.maximumSample / 2)
      let size = norm(numbers) / Double(numbers.count).squareRoot()
      #expect(abs(statistics.deviation / size - 1) < 0.05)
      let largestBin = try #require(statistics.histogram.max())
      #expect(abs(Double(largestBin) / Double(count) - 0.75) < 0.1)
    }
  }
}
