import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  /// All comparisons are exact.
  @Suite struct Determinism {
    static let networks =
      SmallNetwork.wholes + [
        .cudaConvnet,
        SmallNetwork(
          "enough work for every thread", input: (3, 33, 33), batch: 16,
          [
            .conv(32, 5, stride: 2), .relu, .lrn(), .maximum(3, 2), .conv(32, 3, groups: 2), .relu,
            .full(128), .relu, .dropout, .full(10),
          ]),
      ]

    /// Trains on batches that depend on the seed alone. Returns the losses and the final weights.
    private func run(
      _ small: SmallNetwork, spec: NetworkSpec? = nil, threads: Int = 2, knobs: Knobs = Knobs(),
      steps: Int = 4, between: (Experiment, Int) throws -> Void = { _, _ in }
    ) throws -> (losses: [Double], weights: [[Float]]) {
      var experiment = try Experiment(small, spec: spec, threads: threads)
      var losses: [Double] = []
      for step in 1...steps {
        experiment.draw()
        losses.append(experiment.network.train(knobs, step: step).loss)
        try between(experiment, step)
      }
      return (losses, try experiment.read(.values))
    }

    @Test(arguments: [1, 2], networks)
    func theSameSeedAndBatchesGiveTheSameBits(threads: Int, small: SmallNetwork) throws {
      let first = try run(small, threads: threads)
      let second = try run(small, threads: threads)
      #expect(first.losses == second.losses)
      #expect(first.weights == second.weights)
      #expect(first.losses.allSatisfy { $0.isFinite })
    }

    @Test(arguments: networks.filter { $0.spec.layers.contains { $0.kind.isNormalization } })
    func normalisationSwitchedOffEqualsANetworkWithoutIt(small: SmallNetwork) throws {
      let off = try run(small, knobs: Knobs(dropout: 0, lrn: false))
      let without = try run(
        small, spec: small.without(\.isNormalization), knobs: Knobs(dropout: 0))
      let on = try run(small, knobs: Knobs(dropout: 0))
      #expect(off.losses == without.losses)
      #expect(off.weights == without.weights)
      #expect(off.losses != on.losses)
    }

    @Test(arguments: networks.filter { $0.spec.layers.contains { $0.kind.isDropout } })
    func dropoutSwitchedOffEqualsANetworkWithoutIt(small: SmallNetwork) throws {
      let off = try run(small, knobs: Knobs(dropout: 0))
      let without = try run(small, spec: small.without(\.isDropout))
      let on = try run(small)
      #expect(off.losses == without.losses)
      #expect(off.weights == without.weights)
      #expect(off.losses != on.losses)
    }

    @Test(arguments: networks)
    func switchingBackAndForthChangesNoLaterStep(small: SmallNetwork) throws {
      let straight = try run(small)
      let toggled = try run(small) { experiment, step in
        for (lrn, dropout) in [(false, 0.5), (true, 0), (false, 0), (true, 0.7), (false, 0.5)] {
          let knobs = Knobs(dropout: dropout, lrn: lrn)
          experiment.network.computeGradients(knobs, step: step + 100)
          _ = experiment.network.evaluate(knobs)
        }
      }
      #expect(toggled.losses == straight.losses)
      #expect(toggled.weights == straight.weights)
    }

    @Test(arguments: networks)
    func evaluationChangesNoParameterAndAppliesNoDropout(small: SmallNetwork) throws {
      let experiment = try Experiment(small)
      _ = experiment.network.train(Knobs(), step: 1)
      let before = try [experiment.read(.values), experiment.read(.momentumBuffer)]
      let gradients = try experiment.read(.gradient)

      let first = experiment.network.evaluate(Knobs(dropout: 0.5))
      let logits = experiment.logits
      let second = experiment.network.evaluate(Knobs(dropout: 0))
      #expect(first == second)
      #expect(experiment.logits == logits)
      #expect(try [experiment.read(.values), experiment.read(.momentumBuffer)] == before)
      #expect(try experiment.read(.gradient) == gradients)
    }

    @Test(arguments: networks)
    func theTasksOfAStepTogetherAreTheStep(small: SmallNetwork) throws {
      let whole = try run(small, steps: 2)
      var experiment = try Experiment(small)
      for step in 1...2 {
        experiment.draw()
        for task in experiment.network.tasks(Knobs(), step: step) { task.run() }
      }
      #expect(try experiment.read(.values) == whole.weights)
    }

    @Test(arguments: networks.filter { $0.batch > 2 })
    func imagesWithoutALabelChangeNothing(small: SmallNetwork) throws {
      var experiment = try Experiment(small)
      experiment.draw(missing: 2)
      let first = experiment.network.computeGradients(Knobs(), step: 1)
      let gradients = try experiment.read(.gradient)
      let image = experiment.network.spec.input.count
      for i in (small.batch - 2) * image..<small.batch * image {
        experiment.network.input.elements[i] = 5
      }
      let second = experiment.network.computeGradients(Knobs(), step: 1)
      #expect(first == second)
      #expect(first.images == small.batch - 2)
      #expect(try experiment.read(.gradient) == gradients)
    }

    @Test func aBatchWithoutLabelsHasNoLossAndNoGradient() throws {
      let experiment = try Experiment(SmallNetwork.wholes[0])
      experiment.network.setLabels([])
      #expect(experiment.network.computeGradients(Knobs(), step: 1) == Score())
      #expect(try experiment.read(.gradient).allSatisfy { $0.allSatisfy { $0 == 0 } })
    }

    @Test func parametersAreReadAndWrittenRowByRow() throws {
      let small = SmallNetwork(
        "every kind of weights", input: (6, 9, 9), batch: 2,
        [.conv(10, 3, groups: 2), .relu, .conv(18, 5), .relu, .local(19, 2), .full(7)])
      let experiment = try Experiment(small)
      #expect(
        experiment.network.parameters.map(\.shape)
          == [
            [10, 3, 3, 3], [10], [18, 10, 5, 5], [18], [19, 2, 2, 18, 2, 2], [19, 2, 2], [7, 76],
            [7],
          ])
      for parameter in experiment.network.parameters {
        for quantity in [Parameter.Quantity.values, .gradient, .momentumBuffer] {
          let numbers = (0..<parameter.count).map { Float($0) + 0.5 }
          try parameter.write(numbers, to: quantity)
          #expect(try parameter.read(quantity) == numbers)
          let squares = numbers.reduce(0.0) { $0 + Double($1) * Double($1) }
          #expect(abs(parameter.sumOfSquares(quantity) / squares - 1) < 1e-6)
        }
      }
    }
  }
}
