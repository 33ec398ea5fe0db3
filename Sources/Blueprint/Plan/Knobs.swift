/// The settings that can change while a run trains. All others belong to the plan alone.
public struct Knobs: Hashable, Codable, Sendable {
  /// The learning rate ε, 0 or more.
  public var rate: Double
  /// The momentum, 0 or more and below 1 (paper: 0.9).
  public var momentum: Double
  /// The weight decay (paper: 0.0005).
  public var decay: Double
  /// The probability that a dropout layer sets an activation to zero; 0 is off (paper: 0.5).
  public var dropout: Double
  /// True if local response normalisation is applied.
  public var lrn: Bool
  /// The random variation of training images.
  public var augmentation: Augmentation

  /// Creates knobs with the values of the paper, except for those given.
  public init(
    rate: Double = 0.01, momentum: Double = 0.9, decay: Double = 0.0005, dropout: Double = 0.5,
    lrn: Bool = true, augmentation: Augmentation = .init()
  ) {
    self.rate = rate
    self.momentum = momentum
    self.decay = decay
    self.dropout = dropout
    self.lrn = lrn
    self.augmentation = augmentation
  }
}
