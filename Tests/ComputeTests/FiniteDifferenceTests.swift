import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  /// A gradient g is correct if (L(w + h·d) − L(w − h·d)) / 2h = g·d for every direction d.
  @Suite struct FiniteDifferences {
    /// Returns the sum of a random unit vector and one along the gradient: g·d is not small by
    /// chance, and every number of the gradient counts.
    private func direction(_ gradient: [Double], _ random: inout Noise) -> [Double] {
      let noise = gradient.count.of { random.next(in: -1...1) }
      let (noiseSize, size) = (norm(noise), norm(gradient))
      return zip(noise, gradient).map { $0 / noiseSize + (size > 0 ? $1 / size : 0) }
    }

    /// A step of 1e-7 in double precision crosses no corner of a ReLU or a maximum, and leaves nine
    /// digits of the difference.
    @Test(arguments: SmallNetwork.all)
    func gradientsOfTheReferenceAreDerivativesOfItsLoss(small: SmallNetwork) throws {
      let experiment = try Experiment(small)
      let masks = try experiment.masks(Knobs(), step: 1)
      var reference = try ReferenceNetwork(copying: experiment.network)
      _ = reference.computeGradients(experiment.images, labels: experiment.labels, masks: masks)
      var random = Noise(seed: 5)
      let step = 1e-7
      for (index, parameter) in reference.parameters.enumerated() {
        let d = direction(parameter.gradient, &random)
        func loss(_ h: Double) -> Double {
          var moved = reference
          moved.parameters[index].values = zip(parameter.values, d).map { $0 + h * $1 }
          return moved.evaluate(experiment.images, labels: experiment.labels, masks: masks).loss
            / Double(experiment.labels.count)
        }
        let difference = (loss(step) - loss(-step)) / (2 * step)
        let derivative = zip(parameter.gradient, d).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(
          abs(difference - derivative) < 1e-6 * max(abs(derivative), 1e-2),
          "\(parameter.layer), \(parameter.values.count) numbers")
      }
    }

    /// A network in single precision, which needs a large step: one that changes the loss by
    /// `change`.
    struct Case: CustomTestStringConvertible, Sendable {
      let small: SmallNetwork
      let change: Double
      let tolerance: Double
      var testDescription: String { small.claim }

      init(
        _ claim: String, _ layers: [LayerSpec.Kind], batch: Int = 5, change: Double,
        tolerance: Double
      ) {
        small = SmallNetwork(claim, input: (3, 8, 8), batch: batch, layers + [.full(6)])
        self.change = change
        self.tolerance = tolerance
      }
    }

    /// The largest error was 7e-5, from the curvature of the loss within a step.
    static let smooth = [
      ("a convolution", [LayerSpec.Kind.conv(16, 3, pad: 1), .tanh]),
      ("a convolution in groups", [.conv(12, 3, stride: 2), .tanh, .conv(18, 3, groups: 2)]),
      ("normalisation", [.conv(16, 3), .lrn(alpha: 0.2), .conv(7, 3), .lrn(3, alpha: 0.3)]),
      (
        "normalisation within maps",
        [.conv(16, 3), .sameMap(3, alpha: 0.1), .conv(7, 3), .sameMap(5, alpha: 0.05, beta: 0.6)]
      ),
      ("a locally connected layer", [.local(16, 3, pad: 1), .tanh]),
      (
        "the inputs of a locally connected layer",
        [.conv(12, 3), .tanh, .local(18, 3, stride: 2, pad: 1), .tanh]
      ),
      ("means", [.conv(16, 3, pad: 1), .average(3, 2, .ceil), .tanh]),
      ("dropout", [.conv(16, 3), .tanh, .dropout, .full(20), .tanh, .dropout]),
    ].map { Case($0, $1, change: 0.01, tolerance: 2e-4) }

    /// Networks with corners have a smaller step and a larger tolerance, because some activations
    /// cross a corner within a step.
    static let cornered = [
      ("ReLU", [LayerSpec.Kind.conv(16, 3), .relu, .full(20), .relu]),
      ("maxima", [.conv(16, 3, pad: 1), .maximum(3, 2, .ceil), .conv(8, 3)]),
      (
        "a whole network",
        [
          .conv(16, 3, pad: 1), .relu, .lrn(alpha: 0.1), .maximum(3, 2),
          .conv(20, 3, pad: 1, groups: 2), .relu, .full(20), .relu, .dropout,
        ]
      ),
    ].map { Case($0, $1, batch: 16, change: 0.001, tolerance: 5e-3) }

    @Test(arguments: smooth + cornered)
    func gradientsAreDerivativesOfTheLoss(_ test: Case) throws {
      let experiment = try Experiment(test.small)
      let knobs = Knobs(dropout: 0.3)
      experiment.network.computeGradients(knobs, step: 1)
      let gradients = try experiment.read(.gradient).map { $0.map(Double.init) }
      var random = Noise(seed: 6)
      for (parameter, gradient) in zip(experiment.network.parameters, gradients) {
        let values = try parameter.read(.values)
        let d = direction(gradient, &random)
        let derivative = zip(gradient, d).reduce(0) { $0 + $1.0 * $1.1 }
        let step = min(test.change / (2 * derivative), 0.02 * norm(values))
        func loss(_ h: Double) throws -> Double {
          try parameter.write(zip(values, d).map { $0 + Float(h * $1) })
          return experiment.network.computeGradients(knobs, step: 1).meanLoss
        }
        let difference = (try loss(step) - loss(-step)) / (2 * step)
        try parameter.write(values)
        // The loss itself has an error of about 2e-7.
        #expect(
          abs(difference - derivative) < test.tolerance * derivative + 2e-7 / step,
          "\(parameter.layer) \(parameter.shape)")
      }
    }
  }
}
