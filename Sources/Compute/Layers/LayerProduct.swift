import COneDNN

/// The product of a layer with parameters, or of one group of a fully-connected layer, with its weights, its input
/// and its output.
final class LayerProduct {
  let weights: Parameter.Piece
  let bias: Parameter.Piece
  let output: Tensor
  /// True if the output and the copies of the input are temporary, because the factors of the
  /// product have another type than activations.
  let isTemporary: Bool
  /// The operations; `nil` in a network without a backward pass, which does not keep them.
  private let product: ProductOperations?
  private let source: ProductInput
  private let input: Tensor

  /// Creates the parameters and the output, and appends the tasks of its forward pass.
  ///
  /// - Parameters:
  ///   - product: The operations.
  ///   - fold: The folding of the kernels; `nil` if they are not folded.
  ///   - number: The number of the group in its layer.
  ///   - source: The origin of the input.
  ///   - builder: The builder that receives the tasks.
  init(
    _ product: ProductOperations, fold: KernelFold? = nil, number: Int = 0, source: ProductInput,
    into builder: NetworkBuilder
  ) throws(ComputeError) {
    self.product = builder.purpose.hasBackwardPass ? product : nil
    self.source = source
    isTemporary = product.factors != builder.element
    let (name, forward) = (product.name, product.forward)
    (weights, bias) = try product.makePieces(fold: fold, number: number, builder)
    input = try builder.tensor(
      source, as: forward.required(OD_SOURCE), for: name, .forward, isTemporary: isTemporary)
    let forwardWeights = try builder.tensor(
      weights.values, as: forward.required(OD_WEIGHTS), for: name, .forward)
    let destination = forward.required(OD_DESTINATION)
    output =
      isTemporary
      ? try builder.temporaryTensor(destination) : try builder.activationTensor(destination)
    forward.bind(input, as: OD_SOURCE).bind(forwardWeights, as: OD_WEIGHTS)
      .bind(bias.values, as: OD_BIAS).bind(output, as: OD_DESTINATION)
    builder.append(StepTask(name, .forward, forward))
    if let activation = product.activation {
      let operation = try builder.activation(activation, layer: name, from: output, to: output)
      builder.append(StepTask(name, .forward, operation))
    }
  }

  /// Appends the tasks of the backward pass.
  ///
  /// - Parameters:
  ///   - gradient: The gradient with respect to W∗x + b, the input of the activation function.
  ///   - inputIsRectified: True if ReLU computed the input.
  ///   - builder: The builder that receives the tasks.
  /// - Returns: The gradient with respect to the input; `nil` in the first layer.
  func buildBackward(
    from gradient: Tensor, inputIsRectified: Bool, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    guard let product else { preconditionFailure("the network has no backward pass") }
    let name = product.name
    if builder.purpose.trains {
      switch product.exchange {
      case .sum: try buildWeightGradient(product, from: gradient, into: builder)
      case .factors: try buildFactors(product, from: gradient, into: builder)
      }
    }
    guard let backwardData = product.backwardData else { return nil }
    let forData = try builder.tensor(
      gradient, as: backwardData.required(OD_DESTINATION_GRADIENT), for: name, .backwardData)
    let weightsForData = try builder.tensor(
      weights.values, as: backwardData.required(OD_WEIGHTS), for: name, .backwardData)
    let layout = backwardData.required(OD_SOURCE_GRADIENT)
    let inputGradient = try builder.temporaryTensor(layout)
    backwardData.bind(forData, as: OD_DESTINATION_GRADIENT).bind(weightsForData, as: OD_WEIGHTS)
      .bind(inputGradient, as: OD_SOURCE_GRADIENT)
    let passesReLU = inputIsRectified && !isTemporary && backwardData is WinogradOperation
    if passesReLU { backwardData.bind(input, as: OD_SOURCE) }
    builder.append(StepTask(name, .backwardData, backwardData))
    return LayerGradient(tensor: inputGradient, hasPassedReLU: passesReLU)
  }

  /// Appends the tasks that compute the gradients of the weights and biases, and the start of their sum over
  /// ranks.
  private func buildWeightGradient(
    _ product: ProductOperations, from gradient: Tensor, into builder: NetworkBuilder
  ) throws(ComputeError) {
    let (name, backwardWeights) = (product.name, product.backwardWeights)
    let forWeights = try builder.tensor(
      gradient, as: backwardWeights.required(OD_DESTINATION_GRADIENT), for: name, .backwardWeights)
    let input = try builder.tensor(
      isTemporary ? source : .whole(input), as: backwardWeights.required(OD_SOURCE), for: name,
      .backwardWeights, isTemporary: true)
    backwardWeights.bind(input, as: OD_SOURCE)
      .bind(forWeights, as: OD_DESTINATION_GRADIENT)
      .bind(weights.gradient, as: OD_WEIGHTS_GRADIENT).bind(bias.gradient, as: OD_BIAS_GRADIENT)
    builder.append(StepTask(name, .backwardWeights, backwardWeights))
    if weights.fold != nil { try buildMask(for: name, into: builder) }
    builder.gradients?.appendSum(of: [weights.gradient, bias.gradient], into: builder)
  }

  /// Appends the start of the exchange of the gradients' factors.
  private func buildFactors(
    _ product: ProductOperations, from gradient: Tensor, into builder: NetworkBuilder
  ) throws(ComputeError) {
    guard let gradients = builder.gradients else {
      preconditionFailure("only a layer of several ranks exchanges factors")
    }
    let input =
      switch source {
      case .whole(let whole): whole
      case .part(let whole, _, _):
        // The copy of the forward pass has the layout of the product, which the other ranks do not need.
        try builder.tensor(
          source, as: .plain(input.layout.dimensions, whole.layout.element), for: product.name,
          .backwardWeights, isTemporary: true)
      }
    try gradients.appendFactors(
      of: product, input: input, gradient: gradient, to: (weights.gradient, bias.gradient),
      into: builder)
  }

  /// Appends the task that keeps the padding of folded kernels at 0, by clearing its gradient.
  private func buildMask(
    for name: String, into builder: NetworkBuilder
  ) throws(ComputeError) {
    let mask = try Parameter.Piece(
      weights.dimensions, layout: weights.gradient.layout, fold: weights.fold, isTrained: false,
      on: builder.engine)
    try mask.write(Array(repeating: 1, count: weights.count)[...], to: .values)
    builder.append(name, .backwardWeights) {
      [gradient = weights.gradient, mask = mask.values] in
      od_clear(gradient.floats, mask.floats, gradient.count)
    }
  }
}

extension ProductOperations {
  /// Returns the weights and biases of a product: new ones, or those of another network.
  fileprivate func makePieces(
    fold: KernelFold?, number: Int, _ builder: NetworkBuilder
  ) throws(ComputeError) -> (weights: Parameter.Piece, bias: Parameter.Piece) {
    let layout: TensorLayout
    switch builder.purpose {
    case .inspection(let parameters, _), .explanation(let parameters, _):
      return try parameters.pieces(of: self, isFolded: fold != nil, group: number)
    case .training: layout = backwardWeights.required(OD_WEIGHTS_GRADIENT)
    case .evaluation: layout = forward.required(OD_WEIGHTS)
    }
    let isTrained = builder.purpose.trains
    let weights = try Parameter.Piece(
      weightDimensions, layout: layout, fold: fold, isTrained: isTrained, on: builder.engine)
    let bias = try Parameter.Piece(
      [outputs], layout: .plain([outputs]), isTrained: isTrained, on: builder.engine)
    return (weights, bias)
  }
}

extension [Parameter] {
  /// Returns the weights and biases of a product among the parameters of another network.
  ///
  /// - Throws: ``ComputeError`` if oneDNN computes the layer differently in that network, so that the
  ///   layouts of the weights differ.
  fileprivate func pieces(
    of product: ProductOperations, isFolded: Bool, group: Int
  ) throws(ComputeError) -> (weights: Parameter.Piece, bias: Parameter.Piece) {
    let pieces = filter { $0.layer == product.name }.compactMap { parameter in
      group < parameter.pieces.count ? parameter.pieces[group] : nil
    }
    guard pieces.count == 2, pieces[0].dimensions == product.weightDimensions,
      (pieces[0].fold != nil) == isFolded
    else { throw .refused(operation: "\(product.name) for single images", status: 3) }
    return (pieces[0], pieces[1])
  }
}
