/// The parameters of a layer before the first step: normally distributed weights with mean 0, and one value
/// for all biases.
public struct Initialization: Hashable, Codable, Sendable {
  /// The distribution of the weights.
  public enum Weights: Hashable, Sendable {
    /// A given standard deviation.
    case gaussian(deviation: Double)
    /// The standard deviation √(2 / fan-in) (He et al. 2015).
    case he
  }
  /// The distribution of the weights.
  public var weights: Weights
  /// The value of every bias.
  public var bias: Double

  /// Creates an initialization; by default with biases of 0.
  public init(_ weights: Weights, bias: Double = 0) {
    self.weights = weights
    self.bias = bias
  }
}
