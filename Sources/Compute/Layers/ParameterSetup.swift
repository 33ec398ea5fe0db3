import Blueprint

extension NetworkBuilder {
  /// Adds the weights and biases of a layer to those of the network, with their initial values if the network
  /// trains. A network that evaluates with the parameters of another one has none of its own.
  ///
  /// - Parameters:
  ///   - layout: The layer with its shapes in this process.
  ///   - position: The position of the layer.
  ///   - weights: The pieces of the weights.
  ///   - biases: The pieces of the biases.
  ///   - seed: The seed of the initial weights.
  func addParameters(
    of layout: LayerLayout, _ position: ParametricLayer.Position, weights: [Parameter.Piece],
    biases: [Parameter.Piece], seed: UInt64
  ) throws(ComputeError) {
    guard let setup = ParameterSetup(layout, outputs: position.outputs) else {
      preconditionFailure("\(layout.spec.name) has no parameters")
    }
    switch purpose {
    case .training:
      let made = setup.parameters(weights: weights, biases: biases)
      try setup.initialize(made, seed: seed, stream: UInt64(position.number))
      parameters += made
    case .evaluation: parameters += setup.parameters(weights: weights, biases: biases)
    case .inspection, .explanation: break
    }
  }
}

/// The shapes, the initial values and the learning factors of a layer's weights and biases.
private struct ParameterSetup {
  private let layer: String
  private let shapes: (weights: [Int], biases: [Int])
  /// The outputs that this process has; `nil` if it has all.
  private let outputs: Range<Int>?
  /// The number of inputs of one output.
  private let fanIn: Int
  private let initial: Initialization
  private let learning: LearningFactors

  /// - Parameters:
  ///   - layout: The layer with its shapes in this process; `nil` is returned for a layer without parameters.
  ///   - outputs: The outputs of this process among all; `nil` if it has all.
  init?(_ layout: LayerLayout, outputs: (part: Range<Int>, count: Int)?) {
    guard let shapes = layout.parameterShapes, let initial = layout.spec.initial,
      let learning = layout.spec.learning
    else { return nil }
    func whole(_ shape: [Int]) -> [Int] { [outputs?.count ?? shape[0]] + shape[1...] }
    layer = layout.spec.name
    self.shapes = (whole(shapes.weights), whole(shapes.biases))
    self.outputs = outputs?.part
    fanIn = layout.multiplyAdds / layout.output.count
    self.initial = initial
    self.learning = learning
  }

  /// Returns the weights and biases of the layer.
  func parameters(weights: [Parameter.Piece], biases: [Parameter.Piece]) -> [Parameter] {
    [
      Parameter(
        layer: layer, shape: shapes.weights, isBias: false, outputs: outputs, pieces: weights,
        rateFactor: learning.weightRate, decayFactor: learning.weightDecay),
      Parameter(
        layer: layer, shape: shapes.biases, isBias: true, outputs: outputs, pieces: biases,
        rateFactor: learning.biasRate, decayFactor: learning.biasDecay),
    ]
  }

  /// Sets weights and biases to their initial values.
  func initialize(
    _ parameters: [Parameter], seed: UInt64, stream: UInt64
  ) throws(ComputeError) {
    try parameters[0].initialize(initial.weights, fanIn: fanIn, seed: seed, stream: stream)
    parameters[1].fill(initial.bias)
  }
}
