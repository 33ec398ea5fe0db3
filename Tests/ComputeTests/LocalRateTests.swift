import Blueprint
import RankFixtures
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct LocalRates {
    private static let lars = LARS(trustCoefficient: 0.02)
    private static let knobs = Knobs(rate: 2, momentum: 0.9, decay: 0.05, dropout: 0)

    /// Algorithm 1 of You et al. 2017, from the norms in double precision.
    @Test(arguments: SmallNetwork.wholes)
    func theUpdateEqualsTheNaiveUpdate(small: SmallNetwork) throws {
      var experiment = try Experiment(small)
      experiment.network.lars = Self.lars
      for step in 1...2 {
        experiment.draw()
        var twins = try ReferenceNetwork(copying: experiment.network).parameters
        _ = experiment.network.train(Self.knobs, step: step)
        for (index, parameter) in experiment.network.parameters.enumerated() {
          // The gradient of a step is kept until the next one.
          twins[index].gradient = try parameter.read(.gradient).map(Double.init)
          twins[index].update(Self.knobs, Self.lars, isBias: parameter.isBias)
          #expect(
            distance(try parameter.read(.momentumBuffer), twins[index].momentumBuffer) < 1e-5,
            "\(parameter.name)")
          #expect(distance(try parameter.read(.values), twins[index].values) < 1e-6)
        }
      }
    }

    /// Computed by hand: w = (3, 4) has norm 5 and g = (0, −2) norm 2. With η = 0.5 and d = 0.1 the local factor is
    /// 0.5 · 5 / (2 + 0.1 · 5) = 1; with a rate of 2, v = −0.2·w − 2·g = (−0.6, 3.2).
    @Test func oneUpdateEqualsThatComputedByHand() throws {
      let parameter = try parameter([3, 4], gradient: [0, -2])
      let knobs = Knobs(rate: 2, momentum: 0.9, decay: 0.1)
      let factor = parameter.localFactor(LARS(trustCoefficient: 0.5), knobs)
      #expect(abs(factor - 1) < 1e-15)
      parameter.update(knobs, localFactor: factor)
      #expect(distance(try parameter.read(.momentumBuffer), [-0.6, 3.2]) < 1e-7)
      #expect(distance(try parameter.read(.values), [2.4, 7.2]) < 1e-7)
    }

    @Test(
      arguments: [([0, 0], [1, 2]), ([1, 2], [0, 0]), ([0, 0], [0, 0])] as [([Float], [Float])])
    func aNormOfZeroHasTheTrustCoefficient(weights: [Float], gradient: [Float]) throws {
      let parameter = try parameter(weights, gradient: gradient)
      let factor = parameter.localFactor(LARS(), Knobs(decay: 0.5))
      #expect(factor == 0.001)
      parameter.update(Knobs(rate: 2), localFactor: factor)
      #expect(try parameter.read(.values).allSatisfy { $0.isFinite })
    }

    @Test(arguments: [1, 2])
    func theSameStepsHaveTheSameBits(threads: Int) throws {
      func weights() throws -> [[Float]] {
        var experiment = try Experiment(SmallNetwork.wholes[0], threads: threads)
        experiment.network.lars = Self.lars
        for step in 1...3 {
          experiment.draw()
          _ = experiment.network.train(Self.knobs, step: step)
        }
        return try experiment.read(.values)
      }
      #expect(try weights() == weights())
    }

    /// The norms are those of the whole parameter, although each column has half of it.
    @Test(arguments: SmallNetwork.columns.prefix(2))
    func twoColumnsHaveTheRatesOfOneProcess(small: SmallNetwork) throws {
      @Sendable func parts(_ ranks: (any RankGroup)?) throws -> [(
        part: Range<Int>, values: [Float]
      )] {
        let experiment = try ColumnExperiment(small, ranks: ranks)
        let network = experiment.network
        network.lars = Self.lars
        for step in 1...2 { _ = network.train(Self.knobs, step: step) }
        #expect(network.rankFailure == nil)
        return try network.parameters.map { ($0.part, try $0.read(.momentumBuffer)) }
      }
      let whole = try parts(nil)
      for column in try LocalRanks.run(2, { try parts($0) }) {
        for (own, expected) in zip(column, whole) {
          #expect(distance(own.values, expected.values[own.part].map(Double.init)) < 1e-4)
        }
      }
    }

    @Test func measuredStepsAreTheSame() throws {
      func weights(isMeasured: Bool) throws -> [[Float]] {
        var experiment = try Experiment(SmallNetwork.wholes[0])
        experiment.network.lars = Self.lars
        let times = isMeasured ? StepTimes(experiment.network) : nil
        experiment.draw()
        _ = experiment.network.train(Self.knobs, step: 1, times: times)
        return try experiment.read(.values)
      }
      #expect(try weights(isMeasured: true) == weights(isMeasured: false))
    }

    /// Returns a matrix with one row.
    private func parameter(_ weights: [Float], gradient: [Float]) throws -> Parameter {
      let engine = try Engine(threads: 1)
      let dimensions = [1, weights.count]
      let parameter = Parameter(
        layer: "fc", shape: dimensions, isBias: false,
        pieces: [try Parameter.Piece(dimensions, layout: .plain(dimensions), on: engine)],
        rateFactor: 1, decayFactor: 1)
      try parameter.write(weights)
      try parameter.write(gradient, to: .gradient)
      return parameter
    }
  }
}

extension NaiveParameter {
  /// Updates the values by LARS: λ = η·‖w‖ / (‖g‖ + d·‖w‖); v ← m·v − λ·ε·(d·w + g); w ← w + v.
  fileprivate mutating func update(_ knobs: Knobs, _ lars: LARS, isBias: Bool) {
    let (weights, gradients) = (norm(values), norm(gradient))
    let decay = decayFactor * knobs.decay
    let isAdapted = !isBias && weights > 0 && gradients > 0
    var local = knobs
    local.rate *= lars.trustCoefficient
    if isAdapted { local.rate *= weights / (gradients + decay * weights) }
    update(local)
  }
}
