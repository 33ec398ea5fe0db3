import Blueprint

/// Statistics of one layer with parameters after a step: the activations of the first images of the
/// batch, and the gradient and update of the parameters.
public struct LayerStatistics: Equatable, Sendable {
  /// The name of the layer.
  public var layer: String
  /// The shape of its activations.
  public var output: Shape
  /// The mean of the activations.
  public var mean: Double
  /// The standard deviation of the activations.
  public var deviation: Double
  /// The smallest activation.
  public var minimum: Double
  /// The largest activation.
  public var maximum: Double
  /// The share of activations that are exactly 0.
  public var zeros: Double
  /// The L2 norm of ∂L/∂(weights and biases).
  public var gradientNorm: Double
  /// The L2 norm of the last update, divided by that of the parameters.
  public var updateRatio: Double
  /// Counts in equal bins from `minimum` to `maximum`; all 0 if those are not finite.
  public var histogram: [Int]
  /// The number of maps, or of neurons of a fully-connected layer.
  public var units: Int
  /// The indices of the units that were 0 for every image in the last ten inspections of different
  /// steps, in order; `nil` before ten inspections.
  public var deadUnits: [Int]?
  /// The count of weights and biases.
  public var parameters: Int
}
