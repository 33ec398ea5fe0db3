import Blueprint
import Glibc
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct SingleImages {
    /// Returns the probabilities of one image from the pass over the whole batch.
    private func probabilities(_ experiment: Experiment, image index: Int) -> [Double] {
      let classes = experiment.network.spec.classes
      let logits = experiment.logits[index * classes..<(index + 1) * classes].map(Double.init)
      let exponentials = logits.map { exp($0 - logits.max()!) }
      return exponentials.map { $0 / exponentials.reduce(0, +) }
    }

    private func image(_ experiment: Experiment, _ index: Int) -> [Float] {
      let length = experiment.network.spec.input.count
      return Array(experiment.network.input.elements[index * length..<(index + 1) * length])
    }

    /// The weights are shared, so the results agree also after a step.
    @Test(arguments: SmallNetwork.all)
    func aSingleImageHasTheSameResultsAsInItsBatch(small: SmallNetwork) throws {
      let experiment = try Experiment(small)
      let network = experiment.network
      let evaluator = try SingleImageEvaluator(network)
      for lrn in [true, false] {
        _ = network.train(Knobs(rate: 0.001), step: 1)
        let knobs = Knobs(lrn: lrn)
        _ = network.evaluate(knobs)
        for index in [0, small.batch - 1] {
          let single = evaluator.probabilities(of: image(experiment, index), knobs)
          #expect(abs(single.reduce(0, +) - 1) < 1e-9)
          #expect(distance(single, probabilities(experiment, image: index)) < 2e-5)
          for output in network.outputs {
            let (layer, shape) = (output.layer, output.shape)
            let plain = try TensorReader(output, images: small.batch, on: network.engine).copy()
            let length = shape.count
            let there = plain[index * length..<(index + 1) * length].map(Double.init)
            let maps = try #require(try evaluator.maps(of: layer))
            #expect(maps.shape == shape)
            #expect(norm(there) == 0 || distance(maps.values, there) < 2e-5, "\(layer)")
          }
        }
      }
    }

    /// The weights of a network that only evaluates can have another layout. The batches are equal, because their
    /// size chooses algorithms.
    @Test(arguments: SmallNetwork.all)
    func theWeightsCanBeThoseOfANetworkThatOnlyEvaluates(small: SmallNetwork) throws {
      let experiment = try Experiment(small)
      let network = experiment.network
      let copy = try EvaluatingNetwork(
        network.spec, layout: network.layout, batch: small.batch, on: network.engine)
      let values = try Dictionary(
        uniqueKeysWithValues: network.parameters.map { ($0.name, try $0.read(.values)) })
      try copy.setParameters { name, _ in try #require(values[name]) }
      let (trained, evaluated) = (
        try SingleImageEvaluator(network), try SingleImageEvaluator(copy)
      )
      for lrn in [true, false] {
        let (image, knobs) = (image(experiment, 0), Knobs(lrn: lrn))
        #expect(
          evaluated.probabilities(of: image, knobs) == trained.probabilities(of: image, knobs))
        for layer in trained.layers {
          #expect(try evaluated.maps(of: layer)?.values == trained.maps(of: layer)?.values)
        }
      }
    }

    @Test(arguments: [false, true])
    func bfloat16IsEvaluatedInBFloat16(widened: Bool) throws {
      guard Engine.hasBFloat16 else { return }
      let small = SmallNetwork.wholes[0]
      let experiment = try Experiment(small, precision: .bf16, widensBFloat16: widened)
      let evaluator = try SingleImageEvaluator(experiment.network)
      _ = experiment.network.evaluate(Knobs())
      let single = evaluator.probabilities(of: image(experiment, 1), Knobs())
      #expect(distance(single, probabilities(experiment, image: 1)) < 0.02)
    }

    @Test func evaluationsChangeNoStep() throws {
      func losses(evaluating: Bool) throws -> [Double] {
        let experiment = try Experiment(SmallNetwork.wholes[0])
        let evaluator = try SingleImageEvaluator(experiment.network)
        return (1...4).map { step in
          if evaluating {
            _ = evaluator.probabilities(of: image(experiment, 0), Knobs(lrn: step % 2 == 0))
            for layer in evaluator.layers { _ = try? evaluator.maps(of: layer) }
          }
          return experiment.network.train(Knobs(), step: step).loss
        }
      }
      #expect(try losses(evaluating: true) == losses(evaluating: false))
    }

    @Test func aMissingLayerHasNoMaps() throws {
      let evaluator = try SingleImageEvaluator(try Experiment(SmallNetwork.wholes[0]).network)
      #expect(try evaluator.maps(of: "nowhere") == nil)
    }

    @Test(arguments: ["paper", "compact"])
    func presetsCanBeEvaluated(name: String) throws {
      let spec = name == "paper" ? NetworkSpec.paper : .compact(classes: 40, side: 64)
      let network = try Network(
        spec, layout: spec.layout(), batch: 2, seed: 1, on: Engine(threads: 2))
      var random = Noise(seed: 4)
      for index in network.input.elements.indices {
        network.input.elements[index] = Float(random.next(in: -1...1))
      }
      network.setLabels([0, 1])
      _ = network.evaluate(Knobs())
      let evaluator = try SingleImageEvaluator(network)
      let image = Array(network.input.elements.suffix(spec.input.count))
      _ = evaluator.probabilities(of: image, Knobs())
      let logits = network.loss.logits.elements.suffix(spec.classes).map(Double.init)
      let last = try #require(evaluator.layers.last)
      let single = try #require(try evaluator.maps(of: last)).values
      #expect(distance(single, logits) < 1e-4)
    }
  }

  @Suite struct Timing {
    @Test func timedStepsAreTheSameSteps() throws {
      func losses(timed: Bool) throws -> [Double] {
        let experiment = try Experiment(SmallNetwork.wholes[0])
        let times = timed ? StepTimes(experiment.network) : nil
        return (1...4).map { experiment.network.train(Knobs(), step: $0, times: times).loss }
      }
      #expect(try losses(timed: true) == losses(timed: false))
    }

    @Test func everyLayerHasItsTime() throws {
      let network = try Experiment(SmallNetwork.wholes[0]).network
      let times = StepTimes(network)
      #expect(times.drain() == nil)
      for step in 1...3 { _ = network.train(Knobs(), step: step, times: times) }
      #expect(times.steps == 3)
      let layers = try #require(times.drain())
      #expect(Set(network.outputs.map(\.layer)).isSubset(of: layers.map(\.name)))
      for layer in layers {
        #expect(layer.forwardSeconds > 0 || layer.name == "softmax")
        #expect(layer.backwardSeconds > 0)
        let hasParameters = network.parametricOutputs.contains { $0.layer == layer.name }
        #expect((layer.updateSeconds > 0) == hasParameters)
      }
      #expect(times.steps == 0)
    }
  }
}
