/// A layer of a valid network with its shapes and its cost.
public struct LayerLayout: Hashable, Sendable {
  /// The layer.
  public let spec: LayerSpec
  /// The shape of its input.
  public let input: Shape
  /// The shape of its output.
  public let output: Shape
  /// The number of weights and biases.
  public let parameters: Int
  /// The multiply-adds of a forward pass of one image; 0 for a layer without parameters.
  public let multiplyAdds: Int
}

extension LayerLayout {
  /// The shapes of the weights and of the biases, as in checkpoints; `nil` for a layer without parameters. The
  /// first dimension of both is that of the outputs.
  public var parameterShapes: (weights: [Int], biases: [Int])? {
    switch spec.kind {
    case .convolution(let convolution):
      let inputs = input.channels / convolution.groups
      return (
        [output.channels, inputs, convolution.kernel, convolution.kernel], [output.channels]
      )
    case .locallyConnected(let local):
      let cells = [output.channels, output.height, output.width]
      return (cells + [input.channels, local.kernel, local.kernel], cells)
    case .fullyConnected(let full):
      return ([output.channels, input.count / full.groups], [output.channels])
    case .activation, .normalization, .pooling, .dropout: return nil
    }
  }
}

extension NetworkSpec {
  /// The outputs of the last layer; 0 if that layer is not fully connected.
  public var classes: Int {
    guard case .fullyConnected(let full) = layers.last?.kind else { return 0 }
    return full.outputs
  }

  /// Returns every layer with its shapes and its cost.
  /// - Throws: The first `BlueprintError` of the network: a name, a setting or a layer that does not fit.
  public func layout() throws(BlueprintError) -> [LayerLayout] {
    try checkNames()
    let check = SettingCheck("input")
    try check.sizes(("channels", input.channels), ("height", input.height), ("width", input.width))
    try check.require(
      inputScale.isFinite && inputScale > 0, "inputScale", inputScale, "above 0")
    if let normalization {
      try check.require(
        inputScale == 1, "inputScale", inputScale,
        "left out, because 'normalization' has the factors")
      try normalization.check(channels: input.channels)
    }
    var result: [LayerLayout] = []
    var shape = input
    for layer in layers {
      let next = try layer.layout(input: shape)
      shape = next.output
      result.append(next)
    }
    guard classes > 0, let last = layers.last else {
      throw .lastLayerIsNotFullyConnected(layer: layers.last?.name ?? name, output: shape)
    }
    precondition(shape == Shape(channels: classes), "\(last.name) gives one score per class")
    return result
  }

  private func checkNames() throws(BlueprintError) {
    guard !layers.isEmpty else { throw .noLayers(network: name) }
    var names: Set<String> = []
    for (index, layer) in layers.enumerated() {
      guard layer.name.contains(where: { !$0.isWhitespace }) else {
        throw .unnamedLayer(position: index + 1)
      }
      guard names.insert(layer.name).inserted else { throw .duplicateName(layer.name) }
    }
  }
}

extension Sequence<LayerLayout> {
  /// The number of weights and biases.
  public var parameters: Int { reduce(0) { $0 + $1.parameters } }

  /// The multiply-adds of a forward pass of one image.
  public var multiplyAdds: Int { reduce(0) { $0 + $1.multiplyAdds } }

  /// The multiply-adds of a training step for one image: the forward pass, the gradient of the weights and
  /// the gradient of the inputs. The first layer with parameters does not need the last one.
  public var trainingMultiplyAdds: Int {
    let first = first { $0.spec.hasParameters }?.multiplyAdds ?? 0
    return 3 * multiplyAdds - first
  }
}

extension Sequence<LayerLayout> {
  /// The bytes of weights, gradients and momentum buffers in single precision.
  public var parameterBytes: Int { 3 * 4 * parameters }

  /// The bytes of weights and momentum buffers, as a checkpoint has them.
  public var parameterCopyBytes: Int { 2 * 4 * parameters }

  /// The approximate bytes that a training step needs besides the parameters.
  ///
  /// They are the images, the activations of a batch (an activation function overwrites those of the layer
  /// before), three gradients of the largest size that are used in turn, and, except in `fp32-direct`, the
  /// same again for Winograd's algorithm. In `bf16` a layer can multiply bfloat16 or widen its operands to
  /// single precision; the estimate is for the second way, which needs more memory.
  public func activationBytes(batch: Int, precision: Precision = .fp32) -> Int {
    let activations = filter { if case .activation = $0.spec.kind { false } else { true } }
    let outputs = activations.map(\.output.count)
    let images = first { _ in true }?.input.count ?? 0
    let width = precision == .bf16 ? 2 : 4
    let temporary = (precision == .fp32Direct ? 3 : 6) * (outputs.max() ?? 0)
    return batch * (4 * (images + temporary) + width * outputs.reduce(0, +))
  }

  /// The approximate bytes of a network that only evaluates: the weights and biases in single precision,
  /// the images, the input and the output of the layer with the largest activations, each with a copy in
  /// another layout, and as much again for Winograd's algorithm.
  public func evaluationBytes(batch: Int) -> Int {
    let images = first { _ in true }?.input.count ?? 0
    let activations = map { $0.input.count + $0.output.count }.max() ?? 0
    return 4 * (parameters + batch * (images + 3 * activations))
  }
}
