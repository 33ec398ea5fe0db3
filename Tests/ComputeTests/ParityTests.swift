import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  /// Compares oneDNN in single precision with naive code in double precision.
  @Suite struct Parity {
    /// The tolerance. Rounding changes a float by at most 6e-8 of itself, and a sum of many by a
    /// few times that, so a dozen layers in both passes stay below 1e-6 (the largest error was
    /// 7e-7). Five times that allows for the order of sums on other processors. One missing number
    /// of a million exceeds it.
    static let tolerance = 5e-6

    @Test(arguments: SmallNetwork.all)
    func logitsAndGradientsEqualTheReference(small: SmallNetwork) throws {
      var experiment = try Experiment(small)
      // The batch is not full, like the last one of an epoch.
      experiment.draw(missing: small.batch > 2 ? 1 : 0)
      var reference = try ReferenceNetwork(copying: experiment.network)
      let knobs = Knobs(dropout: 0.4)

      let fast = experiment.network.computeGradients(knobs, step: 3)
      let slow = reference.computeGradients(
        experiment.images, labels: experiment.labels, masks: try experiment.masks(knobs, step: 3))

      #expect(distance(experiment.logits, reference.logits.values) < Self.tolerance)
      #expect(abs(fast.loss - slow.loss) < Self.tolerance * slow.loss)
      #expect(fast.top1Errors == slow.top1Errors)
      #expect(fast.top5Errors == slow.top5Errors)
      #expect(fast.images == experiment.labels.count)
      for (parameter, twin) in zip(experiment.network.parameters, reference.parameters) {
        let error = distance(try parameter.read(.gradient), twin.gradient)
        #expect(error < Self.tolerance, "\(parameter.layer) \(parameter.shape)")
      }
    }

    /// The tests of these networks then cover the algorithms that runs use: Winograd's with `fp32`, and the direct
    /// sum with `fp32-direct`.
    @Test(arguments: SmallNetwork.winograd, [Precision.fp32, .fp32Direct])
    func winogradIsUsedUnlessThePrecisionForbidsIt(
      small: SmallNetwork, precision: Precision
    ) throws {
      let names = try Experiment(small, precision: precision).network.implementations
      #expect(names.contains { $0.contains("wino") } == (precision == .fp32), "\(names)")
    }

    @Test(arguments: SmallNetwork.all)
    func fiveStepsOfTrainingEqualTheReference(small: SmallNetwork) throws {
      var experiment = try Experiment(small)
      var reference = try ReferenceNetwork(copying: experiment.network)
      let start = reference.parameters
      let scale = 1 / (small.contrast * small.contrast)
      for step in 1...5 {
        // The knobs change, as in a run.
        let knobs = Knobs(
          rate: 0.004 * scale * Double(step), momentum: 0.9, decay: 0.05,
          dropout: step == 4 ? 0 : 0.5, lrn: step != 3)
        experiment.draw()
        let fast = experiment.network.train(knobs, step: step)
        let slow = reference.computeGradients(
          experiment.images, labels: experiment.labels, lrn: knobs.lrn,
          masks: try experiment.masks(knobs, step: step))
        reference.update(knobs)
        #expect(abs(fast.loss - slow.loss) < 2 * Self.tolerance * slow.loss)
      }
      for ((parameter, twin), first) in zip(
        zip(experiment.network.parameters, reference.parameters), start)
      {
        // The changes of the weights are compared, because they are small beside the weights.
        // Rounding changes a weight by at most 6e-8 of itself in each step.
        let change = zip(try parameter.read(.values), first.values).map { Double($0) - $1 }
        let expected = zip(twin.values, first.values).map { $0 - $1 }
        let rounding = 5 * 6e-8 * norm(twin.values) / norm(expected)
        #expect(
          distance(change, expected) < 5 * Self.tolerance + rounding,
          "\(parameter.layer) \(parameter.shape)")
        #expect(
          distance(try parameter.read(.momentumBuffer), twin.momentumBuffer) < 5 * Self.tolerance)
      }
    }

    /// Products and sums of small whole numbers are exact, also in single precision.
    @Test func wholeNumbersAgreeToTheLastBit() throws {
      let small = SmallNetwork(
        "whole numbers", input: (6, 13, 11), batch: 5,
        [
          .conv(20, 3, stride: 2, pad: 1, groups: 2), .relu, .maximum(3, 2, .ceil), .conv(7, 3),
          .relu, .full(9),
        ])
      let experiment = try Experiment(small)
      var random = Noise(seed: 2)
      for parameter in experiment.network.parameters {
        try parameter.write(parameter.count.of { Float(random.next(in: -2.4...2.4).rounded()) })
      }
      var images = experiment.images
      for i in images.values.indices {
        images.values[i] = random.next(in: -9...9).rounded()
        experiment.network.input.elements[i] = Float(images.values[i])
      }
      var reference = try ReferenceNetwork(copying: experiment.network)
      let fast = experiment.network.evaluate(Knobs())
      let slow = reference.evaluate(images, labels: experiment.labels)
      #expect(experiment.logits.map(Double.init) == reference.logits.values)
      #expect(fast.top1Errors == slow.top1Errors)
    }
  }
}
