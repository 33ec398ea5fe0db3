import Blueprint
import COneDNN
import Glibc
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct Inspection {
    /// Channels that do not fill whole blocks, so that counting the padding is an error, with more
    /// images than are inspected and with fewer.
    static let networks = [3, 20].flatMap { batch in
      [
        SmallNetwork(
          "ReLU, \(batch) images", input: (4, 9, 7), batch: batch,
          [
            .conv(6, 3, groups: 2), .relu, .lrn(), .maximum(3, 2), .conv(21, 1), .full(13),
            .relu, .dropout, .full(5),
          ]),
        SmallNetwork(
          "tanh, \(batch) images", input: (3, 6, 6), batch: batch,
          [.conv(18, 3), .tanh, .conv(5, 2), .tanh, .full(11), .tanh, .full(3)]),
      ]
    }

    /// Returns the activations of layers with parameters, after the function that follows them, of
    /// the first images.
    private func activations(_ reference: ReferenceNetwork, images: Int) -> [[Double]] {
      reference.layout.indices.filter { reference.layout[$0].spec.hasParameters }.map { index in
        let follows: Bool =
          if index + 1 < reference.layout.count,
            case .activation = reference.layout[index + 1].spec.kind
          { true } else { false }
        let output = reference.output(of: follows ? index + 1 : index)
        return Array(output.values.prefix(images * output.shape.count))
      }
    }

    @Test(arguments: networks)
    func statisticsEqualNaiveOnes(small: SmallNetwork) throws {
      let experiment = try Experiment(small)
      let inspector = try NetworkInspector(experiment.network)
      var reference = try ReferenceNetwork(copying: experiment.network)
      _ = experiment.network.computeGradients(Knobs(dropout: 0), step: 1)
      _ = reference.computeGradients(experiment.images, labels: experiment.labels)

      let layers = inspector.layers(step: 1)
      let parametric = reference.layout.filter(\.spec.hasParameters)
      #expect(layers.map(\.layer) == parametric.map(\.spec.name))
      #expect(layers.map(\.output) == parametric.map(\.output))
      for (layer, values) in zip(layers, activations(reference, images: min(small.batch, 16))) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let size = norm(values) / count.squareRoot()
        #expect(abs(layer.mean - mean) < 1e-5 * size)
        #expect(abs(layer.deviation - variance.squareRoot()) < 1e-5 * size)
        #expect(abs(layer.minimum - values.min()!) < 1e-5 * size)
        #expect(abs(layer.maximum - values.max()!) < 1e-5 * size)
        #expect(layer.zeros == Double(values.count { $0 == 0 }) / count)
        #expect(layer.histogram.reduce(0, +) == values.count)
        let norms = reference.parameters.filter { $0.layer == layer.layer }.map {
          norm($0.gradient)
        }
        #expect(abs(layer.gradientNorm / norm(norms) - 1) < 1e-5)
        #expect(layer.updateRatio == 0)
      }
    }

    /// Whole numbers are exact, and so are their bins.
    @Test(arguments: networks)
    func histogramsCountEveryActivation(small: SmallNetwork) throws {
      let experiment = try Experiment(small)
      let inspector = try NetworkInspector(experiment.network)
      var random = Noise(seed: 8)
      var images = experiment.images
      for i in images.values.indices { images.values[i] = random.next(in: -3...3).rounded() }
      _ = experiment.network.input.elements.update(
        fromContentsOf: images.values.map(Float.init))
      for parameter in experiment.network.parameters.prefix(2) {
        try parameter.write(parameter.count.of { Float(random.next(in: -2...2).rounded()) })
      }
      var reference = try ReferenceNetwork(copying: experiment.network)
      _ = experiment.network.evaluate(Knobs())
      _ = reference.evaluate(images, labels: experiment.labels)

      let layer = inspector.layers(step: 1)[0]
      let values = activations(reference, images: min(small.batch, 16))[0].map(Float.init)
      let (minimum, maximum) = (values.min()!, values.max()!)
      var counts = Array(repeating: 0, count: NetworkInspector.bins)
      for value in values {
        let bin = (value - minimum) * (Float(NetworkInspector.bins) / (maximum - minimum))
        counts[min(Int(bin), NetworkInspector.bins - 1)] += 1
      }
      #expect(layer.minimum == Double(minimum))
      #expect(layer.maximum == Double(maximum))
      #expect(layer.histogram == counts)
    }

    @Test func updatesAreComparedWithTheWeights() throws {
      let experiment = try Experiment(Self.networks[0])
      let inspector = try NetworkInspector(experiment.network)
      for step in 1...3 { _ = experiment.network.train(Knobs(), step: step) }
      let momentumBuffers = try experiment.read(.momentumBuffer)
      let values = try experiment.read(.values)
      for (index, layer) in inspector.layers(step: 1).enumerated() {
        let ratio =
          norm(momentumBuffers[2 * index] + momentumBuffers[2 * index + 1])
          / norm(values[2 * index] + values[2 * index + 1])
        #expect(abs(layer.updateRatio / ratio - 1) < 1e-6)
        #expect(layer.updateRatio > 0)
      }
    }

    @Test func anInspectionChangesNothing() throws {
      let small = Self.networks[0]
      func losses(inspecting: Bool) throws -> [Double] {
        let experiment = try Experiment(small)
        let inspector = try NetworkInspector(experiment.network)
        return (1...3).map { step in
          if inspecting { _ = (inspector.layers(step: 1), inspector.kernels()) }
          return experiment.network.train(Knobs(), step: step).loss
        }
      }
      let undisturbed = try losses(inspecting: false)
      #expect(try losses(inspecting: true) == undisturbed)
    }

    @Test(arguments: [(3, 20, 5, 1), (3, 96, 11, 1), (4, 10, 3, 2), (8, 12, 3, 4), (16, 32, 3, 2)])
    func kernelsAreReadRowByRow(inputs: Int, outputs: Int, size: Int, groups: Int) throws {
      let small = SmallNetwork(
        "kernels", input: (inputs, 13, 13), batch: 1,
        [.conv(outputs, size, groups: groups), .relu, .full(2)])
      let experiment = try Experiment(small)
      let inspector = try NetworkInspector(experiment.network)
      let weights = experiment.network.parameters[0]
      let numbers = (0..<weights.count).map(Float.init)
      try weights.write(numbers)
      let kernels = try #require(inspector.kernels())
      #expect(kernels.count == outputs)
      #expect(kernels.channels == inputs / groups)
      #expect(kernels.size == size)
      #expect(kernels.weights == numbers)
    }

    @Test func aNetworkThatBeginsFullyConnectedHasNoKernels() throws {
      let experiment = try Experiment(
        SmallNetwork("flat", input: (3, 4, 4), batch: 2, [.full(5), .relu, .full(2)]))
      #expect(try NetworkInspector(experiment.network).kernels() == nil)
    }

    @Test(arguments: [1, 4095, 4096, 10_007])
    func summariesEqualNaiveOnes(count: Int) {
      var random = Noise(seed: 9)
      let values = count.of { max(-1, Float(random.next(in: -2...3).rounded())) }
      let summary = od_summarize(values, count)
      #expect(summary.sum == values.reduce(0) { $0 + Double($1) })
      #expect(summary.squares == values.reduce(0) { $0 + Double($1) * Double($1) })
      #expect(summary.minimum == values.min())
      #expect(summary.maximum == values.max())
      #expect(summary.zeros == values.count { $0 == 0 })
    }

    /// A unit whose bias makes it negative for every image is dead after ten different steps. A
    /// unit that is active again is not.
    @Test func deadUnitsWereZeroInTenInspections() throws {
      let small = SmallNetwork(
        "dead units", input: (3, 6, 6), batch: 4,
        [.conv(5, 3), .relu, .full(7), .relu, .full(3)])
      let experiment = try Experiment(small)
      let network = experiment.network
      let inspector = try NetworkInspector(network)
      func inspect(_ step: Int, killing: [Int]) throws -> [[Int]?] {
        try network.parameters[1].write(5.of { 3 })
        var biases = [Float](repeating: 3, count: 5)
        for unit in killing { biases[unit] = -1000 }
        try network.parameters[1].write(biases)
        try network.parameters[3].write([Float](repeating: -1000, count: 7))
        _ = network.evaluate(Knobs())
        return inspector.layers(step: step).map(\.deadUnits)
      }
      let all = Array(0..<7)
      for step in 1...9 { #expect(try inspect(step, killing: [1, 4]) == [nil, nil, nil]) }
      // Another inspection of the same step does not count.
      #expect(try inspect(9, killing: [1, 4]) == [nil, nil, nil])
      #expect(try inspect(10, killing: [1, 4]) == [[1, 4], all, []])
      #expect(try inspect(11, killing: [4]) == [[4], all, []])
      #expect(try inspect(12, killing: [1, 4]) == [[4], all, []])
      #expect(inspector.layers(step: 12).map(\.units) == [5, 7, 3])
      #expect(
        inspector.layers(step: 12).map(\.parameters)
          == (try small.spec.layout()).filter { $0.spec.hasParameters }.map(\.parameters))
    }

    @Test func statisticsShowNumbersThatAreNotFinite() throws {
      let experiment = try Experiment(Self.networks[0])
      let biases = experiment.network.parameters[1]
      try biases.write([.infinity, .nan] + Array(repeating: 0, count: biases.count - 2))
      _ = experiment.network.evaluate(Knobs(lrn: false))
      let layer = try NetworkInspector(experiment.network).layers(step: 1)[0]
      #expect(layer.mean.isNaN && layer.maximum == .infinity)
      #expect(layer.histogram.reduce(0, +) == 0)
    }

    /// A constant layer, and numbers of a diverged network.
    @Test func histogramsOfConstantsAndOfNaNAreSafe() {
      var counts = Array(repeating: Int64(0), count: 4)
      od_histogram([2, 2, 2], 3, 2, 2, &counts, 4)
      #expect(counts == [3, 0, 0, 0])
      counts = [0, 0, 0, 0]
      od_histogram([.nan, -1, 0, 1, 2, 3, 4, .infinity], 8, 0, 4, &counts, 4)
      #expect(counts == [1, 1, 1, 2])
    }
  }
}
