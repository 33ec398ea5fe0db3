/// Layer-wise adaptive rate scaling: each weight tensor has its own learning rate, which is proportional to the
/// quotient of the norms of the weights and of their gradient (You et al. 2017, "Large Batch Training of
/// Convolutional Networks", algorithm 1).
///
/// With a batch of thousands of images the rate is so large that the layer with the smallest quotient
/// diverges, while the others could learn faster. The local rates make the updates of all layers equally
/// large in proportion to their weights.
public struct LARS: Hashable, Codable, Sendable {
  /// The trust coefficient η: the norm of an update in proportion to that of the weights, at a learning rate
  /// of 1 and without momentum.
  public var trustCoefficient: Double

  /// Creates the rule with the coefficient of the paper, 0.001, or another one.
  public init(trustCoefficient: Double = 0.001) { self.trustCoefficient = trustCoefficient }

  /// The default learning rate in proportion to that of momentum SGD. The local rates contain the trust
  /// coefficient, so the learning rate must be larger than that of SGD.
  public static let rateScale = 25.0

  /// The factor of the learning rate of biases, η: the quotient of their norms counts as 1. Biases begin at 0
  /// or 1 and not at random values, so their norm does not show the scale of their layer.
  ///
  /// The implementation of the paper's authors, in a version of Caffe, adapts biases too, and uses a factor of
  /// 1 where a norm is 0. With the learning rates of LARS, a bias of 0 then moves a thousand times as far in
  /// its first step.
  public var biasFactor: Double { trustCoefficient }

  /// Returns the factor of a weight tensor's learning rate: η · ‖w‖ / (‖g‖ + d · ‖w‖).
  ///
  /// If a norm is 0, the quotient does not show the scale of the tensor and counts as 1, so the factor
  /// is η.
  /// - Parameters:
  ///   - weights: The Euclidean norm of the weights, ‖w‖.
  ///   - gradient: The norm of the gradient, ‖g‖.
  ///   - decay: The weight decay of the tensor, d.
  public func factor(weights: Double, gradient: Double, decay: Double) -> Double {
    guard weights > 0, gradient > 0 else { return trustCoefficient }
    return trustCoefficient * weights / (gradient + decay * weights)
  }
}
