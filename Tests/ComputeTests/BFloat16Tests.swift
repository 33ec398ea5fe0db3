import Blueprint
import COneDNN
import Testing

@testable import Compute

extension ComputeSuites {
  /// Compares activations and weights in bfloat16 with naive code in double precision.
  @Suite(.enabled(if: Engine.hasBFloat16, "the processor has no bfloat16 arithmetic"))
  struct BFloat16 {
    /// Returns the tolerance. Rounding changes a number by at most 1/512 of itself, and a few
    /// layers add up to a few times that. At maxima and at the corner of ReLU, some gradients also
    /// take another path.
    private func tolerance(_ small: SmallNetwork) -> Double {
      small.spec.layers.contains(where: \.kind.hasCorners) ? 0.3 : 0.02
    }

    /// Both ways to compute are tested on every processor.
    @Test(arguments: SmallNetwork.all, [false, true])
    func logitsAndGradientsAreCloseToTheReference(small: SmallNetwork, widened: Bool) throws {
      let experiment = try Experiment(small, precision: .bf16, widensBFloat16: widened)
      var reference = try ReferenceNetwork(copying: experiment.network)
      let knobs = Knobs(dropout: 0)
      let fast = experiment.network.computeGradients(knobs, step: 3)
      let slow = reference.computeGradients(experiment.images, labels: experiment.labels)
      #expect(distance(experiment.logits, reference.logits.values) < 0.02)
      #expect(abs(fast.loss - slow.loss) < 0.02 * slow.loss)
      for (parameter, twin) in zip(experiment.network.parameters, reference.parameters) {
        let error = distance(try parameter.read(.gradient), twin.gradient)
        #expect(error < tolerance(small), "\(parameter.layer) \(parameter.shape)")
      }
    }

    /// The activations of a layer are those in single precision, rounded. The errors of layers add
    /// up as random errors do. The logits are not rounded.
    @Test func widenedProductsAreComputedInSinglePrecision() throws {
      let small = SmallNetwork(
        "columns, folds and vectors", input: (3, 39, 55), batch: 3,
        [.conv(96, 11, stride: 4), .conv(256, 5, pad: 2, groups: 2), .full(20), .full(10)])
      let full = try Experiment(small)
      let widened = try Experiment(small, precision: .bf16, widensBFloat16: true)
      _ = full.network.evaluate(Knobs())
      _ = widened.network.evaluate(Knobs())
      let layers = zip(
        try widened.network.readActivations(), try full.network.readActivations())
      for (index, (a, b)) in layers.enumerated() {
        let error = distance(a.values, b.values.map(Double.init))
        #expect(error < Double(index + 1).squareRoot() / 512, "\(a.layer)")
      }
      let logits = widened.logits
      #expect(logits.contains { $0.bitPattern & 0xffff != 0 })
    }

    /// Winograd's algorithm computes widened products as in `fp32`.
    @Test func widenedProductsUseTheSameAlgorithms() throws {
      let spec = NetworkSpec.paper
      func winograds(_ precision: Precision, widened: Bool) throws -> Int {
        let network = try Network(
          spec, layout: spec.layout(), batch: 1, seed: 1, precision: precision,
          on: Engine(threads: 2, widensBFloat16: widened))
        return network.implementations.count { $0.contains("wino") }
      }
      let full = try winograds(.fp32, widened: false)
      #expect(try winograds(.bf16, widened: true) == full)
      // conv1 is single precision either way.
      let native = try winograds(.bf16, widened: false)
      #expect(native < full)
    }

    /// Half of the numbers are dropped and the others doubled, which is exact in bfloat16. Other
    /// products are rounded to the nearest number, or to the even one of two.
    @Test func dropoutInBFloat16HasTheSameMaskAndRoundsToTheNearest() {
      let count = 1000
      func dropped(_ numbers: [Float], scale: Float, threshold: UInt32) -> [Float] {
        var halves = numbers.map { UInt16($0.bitPattern >> 16) }
        od_dropout(
          &halves, halves, count, ElementType.bf16.code, .whole(count), 5, 9 << 8 | 2,
          threshold, scale)
        return halves.map { Float(bitPattern: UInt32($0) << 16) }
      }
      let whole = (0..<count).map { Float($0 % 256) }
      let mask = NaivePhilox.mask(count: count, probability: 0.5, seed: 5, step: 9, layer: 2)
      #expect(
        dropped(whole, scale: 2, threshold: 1 << 31)
          == zip(whole, mask).map { $1 == 0 ? 0 : 2 * $0 })
      // 129 · 1.5 = 193.5 is between 193 and 194, and 131 · 1.5 = 196.5 between 196 and 197.
      let rounded = dropped(Array(repeating: 129, count: count), scale: 1.5, threshold: 0)
      #expect(rounded.allSatisfy { $0 == 194 })
      let even = dropped(Array(repeating: 131, count: count), scale: 1.5, threshold: 0)
      #expect(even.allSatisfy { $0 == 196 })
      let notANumber = dropped(Array(repeating: .nan, count: count), scale: 1, threshold: 0)
      #expect(notANumber.allSatisfy { $0.isNaN })
    }

    /// Weights, momentum buffers and gradients are in single precision, so that small updates are
    /// not lost by rounding the weights.
    @Test(arguments: [false, true])
    func updatesBelowTheRoundingOfBFloat16AddUp(widened: Bool) throws {
      let small = SmallNetwork("flat", input: (3, 4, 4), batch: 4, [.full(16), .relu, .full(5)])
      let experiment = try Experiment(small, precision: .bf16, widensBFloat16: widened)
      let weights = experiment.network.parameters[0]
      let first = try weights.read(.values)
      for step in 1...3 { _ = experiment.network.train(Knobs(rate: 1e-6, decay: 0), step: step) }
      let moved = zip(try weights.read(.values), first).map { abs($0 - $1) / abs($1) }
      #expect(moved.contains { $0 > 0 && $0 < 1 / 512 })
    }

    @Test(arguments: [false, true])
    func theCompactNetworkMemorizesTwoImages(widened: Bool) throws {
      let spec = NetworkSpec.compact(classes: 10, side: 64)
      let network = try Network(
        spec, layout: spec.layout(), batch: 2, seed: 1, precision: .bf16,
        on: Engine(threads: 2, widensBFloat16: widened))
      var random = Noise(seed: 1)
      for i in network.input.elements.indices {
        network.input.elements[i] = Float(random.next(in: -2...2))
      }
      network.setLabels([3, 7])
      let first = network.evaluate(Knobs())
      for step in 1...30 { _ = network.train(Knobs(rate: 0.001, dropout: 0), step: step) }
      #expect(network.evaluate(Knobs()).meanLoss < first.meanLoss / 2)
    }
  }
}
