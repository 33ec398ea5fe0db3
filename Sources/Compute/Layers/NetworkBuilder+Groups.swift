import Blueprint

// The groups of a fully-connected layer. A group has a part of the units of each image.

extension NetworkBuilder {
  /// Builds the products of a fully-connected layer: one for each group.
  ///
  /// - Parameters:
  ///   - full: The layer.
  ///   - layout: The shapes of the layer.
  ///   - activation: The activation function that follows directly.
  ///   - input: The activations of the preceding layer, `[batch, units]`.
  ///   - position: The position of the layer in its network.
  func products(
    of full: FullyConnected, _ layout: LayerLayout, activation: Activation?, input: Tensor,
    position: ParametricLayer.Position
  ) throws(ComputeError) -> [LayerProduct] {
    let (name, groups) = (layout.spec.name, full.groups)
    // The units of a group are together only in a row-major tensor.
    let input =
      groups == 1
      ? input
      : try tensor(
        input, as: .plain([batch, layout.input.count], input.layout.element), for: name, .forward)
    var products: [LayerProduct] = []
    for group in 0..<groups {
      let product = try ProductOperations(
        name, fullyConnected: layout.input.count / groups, outputs: full.outputs / groups,
        batch: batch, factors: factors, givesFloats: position.givesLogits, activation: activation,
        needsInputGradient: position.needsInputGradient, ranks: gradients?.ranks.count ?? 1,
        on: engine)
      let source: ProductInput =
        groups == 1 ? .whole(input) : .part(input, group: group, of: groups)
      products.append(try LayerProduct(product, number: group, source: source, into: self))
    }
    return products
  }

  /// Returns the outputs of all groups in one tensor, `[batch, units]`, and appends the tasks that copy them.
  ///
  /// - Parameters:
  ///   - products: The groups.
  ///   - units: The number of outputs of all groups.
  ///   - layer: The name of the layer.
  ///   - isLogits: True if the output must be in single precision at every precision of the network.
  func joined(
    _ products: [LayerProduct], units: Int, for layer: String, isLogits: Bool
  ) throws(ComputeError) -> Tensor {
    let whole = try activationTensor(.plain([batch, units], isLogits ? .fp32 : element))
    for (index, product) in products.enumerated() {
      let (from, to) = (
        ChannelRows(product.output), ChannelRows(whole, part: index, of: products.count)
      )
      append(layer, .forward) { [batch] in from.copy(from.stride, images: batch, to: to) }
    }
    return whole
  }

  /// Returns the gradients with respect to the inputs of all groups in one tensor, `[batch, units]`, and
  /// appends the tasks that copy them.
  func joined(gradients parts: [Tensor], for layer: String) throws(ComputeError) -> Tensor {
    let units = parts.reduce(0) { $0 + $1.layout.dimensions[1] }
    let whole = try temporaryTensor(.plain([batch, units], parts[0].layout.element))
    for (index, part) in parts.enumerated() {
      let plain = try tensor(
        part, as: .plain(part.layout.dimensions, part.layout.element), for: layer, .backwardData)
      let (from, to) = (
        ChannelRows(plain), ChannelRows(whole, part: index, of: parts.count)
      )
      append(layer, .backwardData) { [batch] in from.copy(from.stride, images: batch, to: to) }
    }
    return whole
  }

  /// Returns the gradient of each group's outputs, and appends the task that copies them.
  func split(
    _ whole: Tensor, into count: Int, for layer: String
  ) throws(ComputeError) -> [Tensor] {
    let (units, element) = (whole.layout.dimensions[1], whole.layout.element)
    let whole = try tensor(whole, as: .plain([batch, units], element), for: layer, .backwardData)
    var parts: [Tensor] = []
    for _ in 0..<count {
      parts.append(try temporaryTensor(.plain([batch, units / count], element)))
    }
    for (index, part) in parts.enumerated() {
      let (from, to) = (ChannelRows(whole, part: index, of: count), ChannelRows(part))
      append(layer, .backwardData) { [batch] in from.copy(to.stride, images: batch, to: to) }
    }
    return parts
  }
}
