import COneDNN

/// A whole layer with parameters, or one of the columns that the paper spread over two GPUs: a
/// product with its weights, its input and its output.
final class Column {
  let weights: Parameter.Piece
  let bias: Parameter.Piece
  let output: Tensor
  /// Whether the output, and what is made of the source, are there for a moment only: where the product
  /// is not as wide as activations are.
  let passes: Bool
  private let product: Product
  private let source: Source
  private let input: Tensor

  /// - Parameter number: of this column among its layer's.
  init(
    _ product: Product, fold: Fold? = nil, number: Int = 0, source: Source,
    into builder: Builder
  ) throws(ComputeError) {
    self.product = product
    self.source = source
    passes = product.element != builder.element
    let (name, forward) = (product.name, product.forward)
    if let lent = builder.lent {
      (weights, bias) = try lent.pieces(of: product, isFolded: fold != nil, column: number)
    } else {
      weights = try Parameter.Piece(
        product.weightDimensions, layout: product.backwardWeights.required(OD_WEIGHTS_GRADIENT),
        fold: fold, on: builder.engine)
      bias = try Parameter.Piece(
        [product.outputs], layout: .plain([product.outputs]), on: builder.engine)
    }
    input = try builder.tensor(
      source, as: forward.required(OD_SOURCE), for: name, .forward, passes: passes)
    let forwardWeights = try builder.tensor(
      weights.values, as: forward.required(OD_WEIGHTS), for: name, .forward)
    let destination = forward.required(OD_DESTINATION)
    output = passes ? try builder.passingTensor(destination) : try builder.tensor(destination)
    forward.bind(input, as: OD_SOURCE).bind(forwardWeights, as: OD_WEIGHTS)
      .bind(bias.values, as: OD_BIAS).bind(output, as: OD_DESTINATION)
    builder.forward.append(Task(name, .forward, forward))
    if let activation = product.activation {
      let operation = try builder.activation(activation, layer: name, from: output, to: output)
      builder.forward.append(Task(name, .forward, operation))
    }
  }

  /// - Parameter gradient: ∂L/∂(W∗x + b), which is to say taken through the activation function.
  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor? {
    let (name, backwardWeights) = (product.name, product.backwardWeights)
    let forWeights = try builder.tensor(
      gradient, as: backwardWeights.required(OD_DESTINATION_GRADIENT), for: name, .backwardWeights)
    let input = try builder.tensor(
      passes ? source : .whole(input), as: backwardWeights.required(OD_SOURCE), for: name,
      .backwardWeights, passes: true)
    backwardWeights.bind(input, as: OD_SOURCE)
      .bind(forWeights, as: OD_DESTINATION_GRADIENT)
      .bind(weights.gradient, as: OD_WEIGHTS_GRADIENT).bind(bias.gradient, as: OD_BIAS_GRADIENT)
    builder.backward.append(Task(name, .backwardWeights, backwardWeights))
    if weights.fold != nil { try buildMask(into: builder) }

    guard let backwardData = product.backwardData else { return nil }
    let forData = try builder.tensor(
      gradient, as: backwardData.required(OD_DESTINATION_GRADIENT), for: name, .backwardData)
    let weightsForData = try builder.tensor(
      weights.values, as: backwardData.required(OD_WEIGHTS), for: name, .backwardData)
    let layout = backwardData.required(OD_SOURCE_GRADIENT)
    // The moved copies of the input are wanted by nobody after this, and are large.
    let inputGradient =
      weights.fold != nil && input.layout == layout ? input : try builder.passingTensor(layout)
    backwardData.bind(forData, as: OD_DESTINATION_GRADIENT).bind(weightsForData, as: OD_WEIGHTS)
      .bind(inputGradient, as: OD_SOURCE_GRADIENT)
    builder.backward.append(Task(name, .backwardData, backwardData))
    return inputGradient
  }

  /// The zeros that were added to fold the kernels are no weights: they do not learn.
  private func buildMask(into builder: Builder) throws(ComputeError) {
    let mask = try Parameter.Piece(
      weights.dimensions, layout: weights.gradient.layout, fold: weights.fold, on: builder.engine)
    try mask.write(Array(repeating: 1, count: weights.count)[...], to: .values)
    builder.backward.append(
      Task(product.name, .backwardWeights) { [gradient = weights.gradient, mask = mask.values] in
        let weights = Rows(gradient, start: 0, stride: 0)
        weights.copy(
          gradient.count, images: 1, to: weights, where: Rows(mask, start: 0, stride: 0))
      })
  }
}

extension [Parameter] {
  /// The weights and biases of a layer's column, as the network that they belong to has them.
  /// - Throws: that oneDNN computes the layer otherwise there than here, so that they do not fit.
  fileprivate func pieces(
    of product: Product, isFolded: Bool, column: Int
  ) throws(ComputeError) -> (weights: Parameter.Piece, bias: Parameter.Piece) {
    let pieces = filter { $0.layer == product.name }.compactMap { parameter in
      column < parameter.pieces.count ? parameter.pieces[column] : nil
    }
    guard pieces.count == 2, pieces[0].dimensions == product.weightDimensions,
      (pieces[0].fold != nil) == isFolded
    else { throw .refused(operation: "\(product.name) for single images", status: 3) }
    return (pieces[0], pieces[1])
  }
}
