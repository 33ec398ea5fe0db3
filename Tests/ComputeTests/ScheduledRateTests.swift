import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  /// Updates of parameters whose learning rate the schedule multiplies.
  @Suite struct ScheduledRates {
    private static let knobs = Knobs(rate: 0.05, momentum: 0.9, decay: 0.05, dropout: 0)
    /// Each parameter has one of these factors, so that neighbours differ.
    private static let factors = [0.1, 20, 0, 1, 0.01]

    /// The formula in section 5 of the paper, in double precision, with the product of the factors as the rate. A
    /// parameter with a factor of 0 keeps its values and its momentum buffer.
    @Test(arguments: SmallNetwork.wholes)
    func theUpdateEqualsTheNaiveUpdate(small: SmallNetwork) throws {
      var experiment = try Experiment(small)
      for (index, parameter) in experiment.network.parameters.enumerated() {
        parameter.scheduleFactor = Self.factor(index)
      }
      for step in 1...3 {
        experiment.draw()
        var twins = try ReferenceNetwork(copying: experiment.network).parameters
        let before = try experiment.read(.values)
        _ = experiment.network.train(Self.knobs, step: step)
        for (index, parameter) in experiment.network.parameters.enumerated() {
          let factor = Self.factor(index)
          guard factor > 0 else {
            #expect(try parameter.read(.values) == before[index])
            #expect(try parameter.read(.momentumBuffer).allSatisfy { $0 == 0 })
            continue
          }
          twins[index].gradient = try parameter.read(.gradient).map(Double.init)
          var knobs = Self.knobs
          knobs.rate *= factor
          twins[index].update(knobs)
          #expect(
            distance(try parameter.read(.momentumBuffer), twins[index].momentumBuffer) < 1e-5,
            "\(parameter.name)")
          #expect(distance(try parameter.read(.values), twins[index].values) < 1e-6)
        }
      }
    }

    @Test func aFactorOfOneChangesNoBit() throws {
      func weights(_ factor: Double?) throws -> [[Float]] {
        var experiment = try Experiment(SmallNetwork.wholes[0])
        for parameter in experiment.network.parameters {
          if let factor { parameter.scheduleFactor = factor }
        }
        for step in 1...2 {
          experiment.draw()
          _ = experiment.network.train(Self.knobs, step: step)
        }
        return try experiment.read(.values)
      }
      #expect(try weights(1) == weights(nil))
      #expect(try weights(0.5) != weights(nil))
    }

    /// A parameter that was frozen continues with the momentum buffer that it had.
    @Test func aParameterThatWasFrozenContinues() throws {
      var experiment = try Experiment(SmallNetwork.wholes[0])
      let parameter = experiment.network.parameters[0]
      _ = experiment.network.train(Self.knobs, step: 1)
      let (values, buffer) = (try parameter.read(.values), try parameter.read(.momentumBuffer))
      parameter.scheduleFactor = 0
      for step in 2...3 {
        experiment.draw()
        _ = experiment.network.train(Self.knobs, step: step)
      }
      #expect(try parameter.read(.values) == values)
      #expect(try parameter.read(.momentumBuffer) == buffer)
      parameter.scheduleFactor = 1
      _ = experiment.network.train(Self.knobs, step: 4)
      #expect(try parameter.read(.values) != values)
    }

    private static func factor(_ index: Int) -> Double { factors[index % factors.count] }
  }
}
