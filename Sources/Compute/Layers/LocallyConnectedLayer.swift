import Blueprint
import COneDNN

/// A locally connected layer, including the activation function that follows it.
///
/// Activations are in blocks of 16 channels. Products are in single precision at every precision of the
/// network: in `bf16` the input is widened first, and the output is rounded.
final class LocallyConnectedLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let activation: Activation?
  private let local: od_local
  private let input: Tensor
  /// The layout of the input in the products.
  private let source: TensorLayout
  private let weights: Parameter.Piece
  private let bias: Parameter.Piece
  /// False in the first layer with parameters, whose input is the image.
  private let needsInputGradient: Bool

  init(
    _ layout: LayerLayout, _ connected: LocallyConnected, activation: Activation?, input: Tensor,
    position: ParametricLayer.Position, seed: UInt64, into builder: NetworkBuilder
  ) throws(ComputeError) {
    let name = layout.spec.name
    let local = od_local(layout, connected, batch: builder.batch)
    let source = TensorLayout.blocked(builder.dimensions(layout.input))
    let (weights, bias) = try builder.locallyConnectedPieces(layout, connected)
    (self.name, self.activation, self.local, self.input) = (name, activation, local, input)
    (self.source, self.weights, self.bias) = (source, weights, bias)
    needsInputGradient = position.needsInputGradient

    let ordered = try builder.ordered(
      input, as: source, blocks: local.inputs, for: name, .forward)
    let destination = TensorLayout.blocked(builder.dimensions(layout.output))
    let isRounded = builder.element != destination.element
    let made =
      try isRounded ? builder.temporaryTensor(destination) : builder.activationTensor(destination)
    builder.append(name, .forward) {
      withUnsafePointer(to: local) {
        od_local_forward(
          $0, ordered.floats, weights.values.floats, bias.values.floats, made.floats)
      }
    }
    if let activation {
      let operation = try builder.activation(activation, layer: name, from: made, to: made)
      builder.append(StepTask(name, .forward, operation))
    }
    var kept = made
    if isRounded {
      kept = try builder.activationTensor(
        .blocked(builder.dimensions(layout.output), builder.element))
      builder.append(
        StepTask(name, .forward, try Operation.reorder(made, to: kept, on: builder.engine)))
    }
    output = LayerOutput(tensor: kept, isRectified: activation == .relu)
    try builder.addParameters(
      of: layout, position, weights: [weights], biases: [bias], seed: seed)
  }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let (local, weights) = (local, weights)
    var passed = gradient
    if let activation, !gradient.hasPassedReLU {
      passed = try builder.buildActivationBackward(
        activation, layer: name, output: output.tensor, gradient: gradient)
    }
    let destination = TensorLayout.blocked(output.tensor.layout.dimensions)
    let orderedGradient = try builder.ordered(
      passed.tensor, as: destination, blocks: local.outputs, for: name, .backwardWeights)
    if builder.purpose.trains { try buildWeightGradient(from: orderedGradient, into: builder) }
    guard needsInputGradient else { return nil }
    let inputGradient = try builder.temporaryTensor(source)
    let threads = Int32(builder.engine.threads)
    let scratch = try builder.temporaryTensor(
      .plain([withUnsafePointer(to: local) { od_local_scratch($0, threads) }]))
    builder.append(name, .backwardData) {
      withUnsafePointer(to: local) {
        od_local_backward_data(
          $0, orderedGradient.floats, weights.values.floats, inputGradient.floats, scratch.floats,
          threads)
      }
    }
    return LayerGradient(tensor: inputGradient)
  }

  /// Appends the tasks that compute the gradients of the weights and biases, and the start of their sum over
  /// ranks.
  /// - Parameter orderedGradient: The gradient of the output, in the order cells, images, channels.
  private func buildWeightGradient(
    from orderedGradient: Tensor, into builder: NetworkBuilder
  ) throws(ComputeError) {
    let (local, weights, bias) = (local, weights, bias)
    let orderedSource = try builder.ordered(
      input, as: source, blocks: local.inputs, for: name, .backwardWeights)
    builder.append(name, .backwardWeights) {
      withUnsafePointer(to: local) {
        od_local_backward_weights(
          $0, orderedSource.floats, orderedGradient.floats, weights.gradient.floats,
          bias.gradient.floats)
      }
    }
    builder.gradients?.appendSum(of: [weights.gradient, bias.gradient], into: builder)
  }
}

extension NetworkBuilder {
  /// Returns a temporary copy of activations in the order cells, images, channels, and appends the tasks that
  /// update it.
  ///
  /// - Parameters:
  ///   - tensor: The activations.
  ///   - layout: Their layout in blocks of channels, in single precision.
  ///   - blocks: The number of blocks of channels.
  ///   - layer: The name of the reading layer.
  ///   - direction: The pass in which the copy is updated.
  fileprivate func ordered(
    _ tensor: Tensor, as layout: TensorLayout, blocks: Int, for layer: String,
    _ direction: StepTask.Direction
  ) throws(ComputeError) -> Tensor {
    let maps = try self.tensor(tensor, as: layout, for: layer, direction, isTemporary: true)
    let ordered = try temporaryTensor(.plain([maps.count]))
    let cells = layout.dimensions[2...].reduce(1, *)
    append(layer, direction) { [batch] in
      od_local_order(maps.floats, ordered.floats, batch, blocks, cells)
    }
    return ordered
  }

  /// Returns the weights and biases of a locally connected layer: new ones, or those of another network.
  fileprivate func locallyConnectedPieces(
    _ layout: LayerLayout, _ connected: LocallyConnected
  ) throws(ComputeError) -> (weights: Parameter.Piece, bias: Parameter.Piece) {
    if let parameters = purpose.borrowedParameters {
      let own = parameters.filter { $0.layer == layout.spec.name }
      guard let weights = own.first(where: { !$0.isBias })?.pieces.first,
        let bias = own.first(where: \.isBias)?.pieces.first
      else { preconditionFailure("the other network has the layer \(layout.spec.name)") }
      return (weights, bias)
    }
    let (output, kernel) = (layout.output, connected.kernel)
    let kernels = [
      output.height * output.width, output.channels, layout.input.channels, kernel, kernel,
    ]
    let biases = [1, output.channels, output.height, output.width]
    let isTrained = purpose.trains
    return (
      try Parameter.Piece(
        kernels, layout: .blockedKernels(kernels), rows: .outputsFirst(kernels),
        isTrained: isTrained, on: engine),
      try Parameter.Piece(biases, layout: .blocked(biases), isTrained: isTrained, on: engine)
    )
  }
}

extension od_local {
  fileprivate init(_ layout: LayerLayout, _ connected: LocallyConnected, batch: Int) {
    self.init(
      images: batch, inputs: layout.input.channelBlocks, height: layout.input.height,
      width: layout.input.width, outputs: layout.output.channelBlocks, rows: layout.output.height,
      columns: layout.output.width, kernel: connected.kernel, stride: connected.stride,
      padding: connected.padding)
  }
}

extension Shape {
  /// The number of blocks of channels, of which the last can have channels that do not exist.
  var channelBlocks: Int {
    (channels + NetworkBuilder.channelsPerBlock - 1) / NetworkBuilder.channelsPerBlock
  }
}
