import Blueprint

/// A convolution or a fully-connected layer, including the activation function that follows it.
///
/// It is one product, or one for each group of a fully-connected layer.
final class ParametricLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let activation: Activation?
  private let products: [LayerProduct]
  private let inputIsRectified: Bool

  /// The position of a layer in its network.
  struct Position {
    /// The number of the layer among those with parameters, which is the stream of its initial
    /// weights.
    var number: Int
    /// False in the first layer, whose input is the image.
    var needsInputGradient: Bool
    /// True for the last layer, whose outputs are logits in single precision.
    var givesLogits: Bool
    /// The outputs of this process's column among all; `nil` if this process computes all.
    var outputs: (part: Range<Int>, count: Int)?
  }

  init(
    _ layout: LayerLayout, activation: Activation?, input: LayerOutput, position: Position,
    seed: UInt64, into builder: NetworkBuilder
  ) throws(ComputeError) {
    name = layout.spec.name
    self.activation = activation
    inputIsRectified = input.isRectified
    switch layout.spec.kind {
    case .convolution(let convolution):
      products = [
        try builder.product(
          of: convolution, layout, activation: activation, input: input.tensor,
          needsInputGradient: position.needsInputGradient)
      ]
    case .fullyConnected(let full):
      products = try builder.products(
        of: full, layout, activation: activation, input: input.tensor, position: position)
    case .locallyConnected, .activation, .normalization, .pooling, .dropout:
      preconditionFailure("\(layout.spec.name) is neither a convolution nor fully connected")
    }
    try builder.addParameters(
      of: layout, position, weights: products.map(\.weights), biases: products.map(\.bias),
      seed: seed)
    let tensor =
      products.count == 1
      ? try builder.kept(products[0], for: name, isLogits: position.givesLogits)
      : try builder.joined(
        products, units: layout.output.count, for: name, isLogits: position.givesLogits)
    output = LayerOutput(tensor: tensor, isRectified: activation == .relu)
  }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let passed = try passActivation(gradient, into: builder).tensor
    let parts =
      products.count == 1
      ? [passed] : try builder.split(passed, into: products.count, for: name)
    var made: [LayerGradient] = []
    for (product, part) in zip(products, parts) {
      if let gradient = try product.buildBackward(
        from: part, inputIsRectified: inputIsRectified, into: builder)
      {
        made.append(gradient)
      }
    }
    guard made.count == products.count else { return nil }
    return made.count == 1
      ? made[0]
      : LayerGradient(tensor: try builder.joined(gradients: made.map(\.tensor), for: name))
  }

  /// Returns the gradient with respect to the input of the activation function.
  private func passActivation(
    _ gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient {
    guard let activation, !gradient.hasPassedReLU else { return gradient }
    return try builder.buildActivationBackward(
      activation, layer: name, output: output.tensor, gradient: gradient)
  }
}
