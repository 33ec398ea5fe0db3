/// A fully-connected layer, y = W·x + b, over the flattened input (channels first). The weights are
/// `[outputs, inputs / groups]`.
public struct FullyConnected: Hashable, Codable, Sendable {
  /// The number of neurons.
  public var outputs: Int
  /// The number of groups of neurons; the neurons of a group are connected only to the inputs of the same
  /// group, which is a part of the channels. 2 separates the two GPUs of the paper, as in configuration #150
  /// of the released code.
  public var groups = 1
  /// The weights and biases before the first step.
  public var initial: Initialization
  /// The factors of the learning rate and the weight decay.
  public var learning = LearningFactors()

  /// Creates a fully-connected layer; by default with one group.
  public init(
    outputs: Int, groups: Int = 1, initial: Initialization,
    learning: LearningFactors = LearningFactors()
  ) {
    self.outputs = outputs
    self.groups = groups
    self.initial = initial
    self.learning = learning
  }
}
