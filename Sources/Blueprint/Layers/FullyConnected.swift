/// A fully-connected layer, y = W·x + b, over the flattened input (channels first). The weights are
/// `[outputs, inputs]`.
public struct FullyConnected: Hashable, Codable, Sendable {
  /// The number of neurons.
  public var outputs: Int
  /// The weights and biases before the first step.
  public var initial: Initialization
  /// The factors of the learning rate and the weight decay.
  public var learning = LearningFactors()

  /// Creates a fully-connected layer.
  public init(outputs: Int, initial: Initialization, learning: LearningFactors = LearningFactors())
  {
    self.outputs = outputs
    self.initial = initial
    self.learning = learning
  }
}
