/// The factors by which a layer multiplies the learning rate and the weight decay. All are 1 in the paper's
/// text, whose update rule (section 5) is the same for every parameter.
public struct LearningFactors: Hashable, Codable, Sendable {
  /// The factor of the learning rate for weights.
  public var weightRate: Double
  /// The factor of the learning rate for biases.
  public var biasRate: Double
  /// The factor of the weight decay for weights.
  public var weightDecay: Double
  /// The factor of the weight decay for biases.
  public var biasDecay: Double

  /// Creates factors for weights and biases; 1 by default.
  public init(
    weightRate: Double = 1, biasRate: Double = 1, weightDecay: Double = 1, biasDecay: Double = 1
  ) {
    self.weightRate = weightRate
    self.biasRate = biasRate
    self.weightDecay = weightDecay
    self.biasDecay = biasDecay
  }
}
