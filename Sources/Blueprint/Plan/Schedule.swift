/// How the learning rate moves by itself. A person's changes by hand multiply what it gives.
public enum Schedule: Hashable, Codable, Sendable {
  case constant
  /// Divide when the validation error stops improving (paper, section 5).
  case plateau(Plateau)
  /// Multiply at given steps.
  case table([Change])

  public struct Plateau: Hashable, Codable, Sendable {
    /// What the rate is divided by at a drop (paper: 10).
    public var divisor: Double
    /// Validations in a row without improvement before a drop.
    public var patience: Int
    /// The top-1 error must fall by at least this much (a fraction) to count as improvement.
    public var threshold: Double
    /// After this many drops, the next plateau ends the run (paper: 3).
    public var drops: Int

    public init(
      divisor: Double = 10, patience: Int = 5, threshold: Double = 0.001, drops: Int = 3
    ) {
      self.divisor = divisor
      self.patience = patience
      self.threshold = threshold
      self.drops = drops
    }
  }

  public struct Change: Hashable, Codable, Sendable {
    /// The first step that feels it.
    public var step: Int
    /// What the rate before it is multiplied by.
    public var factor: Double

    public init(step: Int, factor: Double) {
      self.step = step
      self.factor = factor
    }
  }
}
