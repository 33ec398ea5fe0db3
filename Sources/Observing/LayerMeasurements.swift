/// The statistics of all layers after one step, as they are recorded.
public struct LayerMeasurements: Equatable, Sendable {
  /// The activations, gradients and updates of the layers with parameters, in the order of the network.
  public var layers: [Snapshot.LayerSummary]
  /// The distributions of the weights of the same layers, in the same order.
  public var weights: [Snapshot.WeightDistribution]
  /// The distributions of the gradients of the loss with respect to these weights, in the same order;
  /// empty if they were not measured, as by earlier versions of the program.
  public var gradients: [Snapshot.WeightDistribution]
  /// The mean times of all layers and of the loss in the steps since the previous measurement; `nil` if
  /// they were not measured.
  public var times: [Snapshot.LayerTime]?

  /// Creates the statistics of all layers.
  public init(
    layers: [Snapshot.LayerSummary], weights: [Snapshot.WeightDistribution],
    gradients: [Snapshot.WeightDistribution] = [], times: [Snapshot.LayerTime]?
  ) {
    self.layers = layers
    self.weights = weights
    self.gradients = gradients
    self.times = times
  }
}
