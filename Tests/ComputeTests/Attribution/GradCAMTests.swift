import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct GradCAMs {
    private static let networks = SmallNetwork.all.filter { small in
      small.spec.layers.contains { if case .convolution = $0.kind { true } else { false } }
    }

    private func image(_ experiment: Experiment) -> [Float] {
      Array(experiment.network.input.elements.prefix(experiment.network.spec.input.count))
    }

    /// Returns the layers after the last convolution and its activation function as a network of their own,
    /// with the same parameters.
    private func rest(of network: Network, after layer: String) throws -> ReferenceNetwork {
      var layers = network.spec.layers[...]
      while layers.first?.name != layer { layers.removeFirst() }
      layers.removeFirst()
      if case .activation = layers.first?.kind { layers.removeFirst() }
      let shape = try #require(network.outputs.last { $0.layer == layer }).shape
      let spec = NetworkSpec(
        name: "rest", source: "a test", input: shape, layers: Array(layers))
      let rest = try Network(
        spec, layout: spec.layout(), batch: 1, seed: 1, on: network.engine)
      for parameter in rest.parameters {
        let same = try #require(network.parameters.first { $0.name == parameter.name })
        try parameter.write(same.read(.values))
      }
      return try ReferenceNetwork(copying: rest)
    }

    /// All cells of a map change by the same number, so that a maximum of equal cells has a derivative too. Between
    /// normalised cells of 0 a maximum has none, so these cells stay. The maps change together in random
    /// directions, each of which needs two passes of the naive twin, in double precision.
    @Test(arguments: networks, [true, false])
    func theWeightsAreDerivativesOfTheScore(small: SmallNetwork, lrn: Bool) throws {
      let experiment = try Experiment(small)
      let (network, knobs) = (experiment.network, Knobs(lrn: lrn))
      let evaluator = try SingleImageEvaluator(network)
      let method = try #require(try GradCAM(evaluator))
      let image = image(experiment)
      _ = evaluator.probabilities(of: image, knobs)
      let maps = try #require(try evaluator.maps(of: method.layer))
      #expect(maps.shape == method.shape)
      var rest = try rest(of: network, after: method.layer)
      let (channels, area) = (maps.shape.channels, maps.shape.height * maps.shape.width)
      let label = network.spec.classes - 1
      let gradient = method.gradient(of: image, label: label, knobs)
      let isNormalized = lrn && small.spec.layers.contains { $0.kind.isNormalization }
      let moves = maps.values.map { $0 != 0 || !isNormalized ? 1.0 : 0 }
      let sums = (0..<channels).map { channel in
        (channel * area..<(channel + 1) * area).reduce(0.0) {
          $0 + moves[$1] * Double(gradient[$1])
        }
      }
      #expect(norm(sums) > 0)
      var random = Noise(seed: 5)
      for _ in 0..<2 {
        let direction = channels.of { random.next(in: -1...1) }
        let step = 1e-6 * small.contrast
        let scores = [step, -step].map { step in
          let changed = maps.values.enumerated().map { index, value in
            Double(value) + step * moves[index] * direction[index / area]
          }
          _ = rest.evaluate(
            Volume(images: 1, shape: maps.shape, values: changed), labels: [0], lrn: lrn)
          return rest.logits.values[label]
        }
        let slope = (scores[0] - scores[1]) / (2 * step)
        let expected = zip(sums, direction).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(expected - slope) < 1e-4 * norm(sums) * norm(direction))
      }
    }

    @Test(arguments: networks)
    func theMapIsTheRectifiedSumOfWeightedMaps(small: SmallNetwork) throws {
      let experiment = try Experiment(small)
      let evaluator = try SingleImageEvaluator(experiment.network)
      let method = try #require(try GradCAM(evaluator))
      let image = image(experiment)
      _ = evaluator.probabilities(of: image, Knobs())
      let maps = try #require(try evaluator.maps(of: method.layer)).values
      let (channels, area) = (method.shape.channels, method.shape.height * method.shape.width)
      let gradient = method.gradient(of: image, label: 1, Knobs())
      let expected = (0..<area).map { cell in
        max(
          0,
          (0..<channels).reduce(0.0) { sum, channel in
            let slopes = gradient[channel * area..<(channel + 1) * area]
            return sum + slopes.reduce(0.0) { $0 + Double($1) } / Double(area)
              * Double(maps[channel * area + cell])
          })
      }
      #expect(distance(method.map(of: image, label: 1, Knobs()), expected) < 1e-6)
    }

    @Test func aNetworkThatOnlyEvaluatesHasTheSameMap() throws {
      for small in SmallNetwork.wholes {
        let experiment = try Experiment(small)
        let network = experiment.network
        let copy = try EvaluatingNetwork(
          network.spec, layout: network.layout, batch: small.batch, on: network.engine)
        let values = try Dictionary(
          uniqueKeysWithValues: network.parameters.map { ($0.name, try $0.read(.values)) })
        try copy.setParameters { name, _ in try #require(values[name]) }
        let maps = try [SingleImageEvaluator(network), SingleImageEvaluator(copy)].map {
          try GradCAM($0)?.map(of: image(experiment), label: 0, Knobs())
        }
        #expect(maps[0] != nil && maps[0] == maps[1])
      }
    }

    @Test func withoutAConvolutionThereIsNone() throws {
      let small = try #require(
        SmallNetwork.convolutions.first { $0.claim == "one fully-connected layer" })
      #expect(try GradCAM(SingleImageEvaluator(Experiment(small).network)) == nil)
    }

    /// The gradient tensors of training are not touched either: the statistics of the layers show them.
    @Test(arguments: SmallNetwork.wholes)
    func mapsChangeNoStepAndNoGradient(small: SmallNetwork) throws {
      func train(drawing: Bool) throws -> (losses: [Double], values: [[Float]]) {
        let experiment = try Experiment(small)
        let evaluator = try SingleImageEvaluator(experiment.network)
        let method = try GradCAM(evaluator)
        let occluded = try OccludedImages(evaluator, batch: 3)
        let grid = OcclusionGrid(small.spec.input)
        let losses = try (1...4).map { step in
          let loss = experiment.network.train(Knobs(), step: step).loss
          let gradients = try experiment.read(.gradient)
          if drawing {
            _ = method?.map(of: image(experiment), label: 0, Knobs(lrn: step % 2 == 0))
            _ = occluded.all(of: image(experiment), grid)
            #expect(try experiment.read(.gradient) == gradients)
          }
          return loss
        }
        return (losses, try experiment.read(.values))
      }
      let (drawn, plain) = (try train(drawing: true), try train(drawing: false))
      #expect(drawn.losses == plain.losses)
      #expect(drawn.values == plain.values)
    }

    @Test func bfloat16HasAboutTheSameMap() throws {
      guard Engine.hasBFloat16 else { return }
      let small = SmallNetwork.wholes[0]
      let maps = try [Precision.fp32, .bf16].map { precision in
        let experiment = try Experiment(small, precision: precision)
        let method = try #require(try GradCAM(SingleImageEvaluator(experiment.network)))
        return method.map(of: image(experiment), label: 0, Knobs())
      }
      #expect(distance(maps[1], maps[0].map(Double.init)) < 0.1)
    }
  }
}
