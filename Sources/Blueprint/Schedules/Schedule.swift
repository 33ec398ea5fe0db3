/// The automatic changes of the learning rate. Changes by hand multiply the rate of the schedule.
public enum Schedule: Hashable, Codable, Sendable {
  /// No automatic change.
  case constant
  /// Divisions when the validation error stops improving (paper, section 5).
  case plateau(Plateau)
  /// Multiplications at given steps.
  case table([RateChange])
  /// Rates by epochs, of weights and biases apart, and of single layers.
  case epochs(EpochTable)

  /// The rule for divisions at plateaus of the validation error.
  public struct Plateau: Hashable, Codable, Sendable {
    /// The number by which a drop divides the rate (paper: 10).
    public var divisor: Double
    /// The number of validations in a row without improvement before a drop.
    public var patience: Int
    /// The decrease of the top-1 error, as a fraction, that counts as an improvement.
    public var threshold: Double
    /// The number of drops after which the next plateau ends the run (paper: 3).
    public var drops: Int

    /// Creates a rule with the paper's numbers, except for those given.
    public init(
      divisor: Double = 10, patience: Int = 5, threshold: Double = 0.001, drops: Int = 3
    ) {
      self.divisor = divisor
      self.patience = patience
      self.threshold = threshold
      self.drops = drops
    }
  }

  /// One row of a table: a factor from a step on.
  public struct RateChange: Hashable, Codable, Sendable {
    /// The first step with the new rate.
    public var step: Int
    /// The factor by which the rate is multiplied.
    public var factor: Double

    /// Creates a change at a step.
    public init(step: Int, factor: Double) {
      self.step = step
      self.factor = factor
    }
  }
}

extension Schedule {
  /// Returns the schedule of a run with another length: what happens at a step or an epoch happens after the same
  /// part of the run. Rules that follow from the validation error stay as they are.
  /// - Parameter scale: The quotient of the new length and the old one, above 0.
  public func scaled(by scale: Double) -> Schedule {
    switch self {
    case .constant, .plateau: return self
    case .table(let changes):
      return .table(
        changes.map {
          RateChange(step: 1 + Int((Double($0.step - 1) * scale).rounded()), factor: $0.factor)
        })
    case .epochs(var table):
      for index in table.rows.indices { table.rows[index].afterEpochs *= scale }
      return .epochs(table)
    }
  }
}

extension RunPlan {
  /// Returns the plan with another length in epochs, and with its schedule scaled to it. A plan without a length
  /// in epochs keeps its schedule.
  /// - Parameter epochs: The new length, at least 1.
  public func scaled(toEpochs epochs: Int) -> RunPlan {
    var plan = self
    plan.length = .epochs(epochs)
    if case .epochs(let old) = length, old > 0, old != epochs {
      plan.schedule = schedule.scaled(by: Double(epochs) / Double(old))
    }
    return plan
  }
}
