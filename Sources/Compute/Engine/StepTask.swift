/// A part of a training step that can be timed separately.
public struct StepTask {
  /// The part of a step that a task belongs to. The raw values are printed by `alexnet bench`.
  public enum Direction: String, Sendable, CaseIterable {
    /// The forward pass.
    case forward
    /// The gradient with respect to the layer's input.
    case backwardData = "backward data"
    /// The gradient with respect to the layer's weights and biases.
    case backwardWeights = "backward weights"
    /// The loss and its gradient.
    case loss
    /// The update of weights and biases.
    case update
    /// The wait for other ranks.
    case exchange
  }
  /// The name of the layer to which the wait for other ranks is assigned.
  static let otherRanks = "other ranks"
  /// The name of the layer; "softmax" for the loss, and "other ranks" for the wait for them.
  public let layer: String
  /// The part of a step.
  public let direction: Direction
  /// The name of the implementation: oneDNN's, or that of a convolution by the project's own code; `nil` for
  /// other work.
  public let implementation: String?
  let body: () -> Void

  init(
    _ layer: String, _ direction: Direction, implementation: String? = nil,
    body: @escaping () -> Void
  ) {
    self.layer = layer
    self.direction = direction
    self.implementation = implementation
    self.body = body
  }

  init(_ layer: String, _ direction: Direction, _ operation: some StepOperation) {
    self.init(layer, direction, implementation: operation.implementation, body: operation.run)
  }

  /// Runs the task once.
  public func run() { body() }
}
