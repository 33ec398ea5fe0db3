import COneDNN

/// The origin of a product's input.
///
/// A product whose factors have the type of activations keeps its input for the backward pass. Other
/// products compute their input again in the backward pass.
enum ProductInput {
  /// A whole tensor.
  case whole(Tensor)
  /// The units of one group of several, `[batch, units]`.
  case part(Tensor, group: Int, of: Int)
}

extension NetworkBuilder {
  /// Returns a product's input in the layout that it needs, and appends the tasks that compute it in every step.
  func tensor(
    _ source: ProductInput, as layout: TensorLayout, for layer: String,
    _ direction: StepTask.Direction, isTemporary: Bool
  ) throws(ComputeError) -> Tensor {
    switch source {
    case .whole(let whole):
      return try tensor(whole, as: layout, for: layer, direction, isTemporary: isTemporary)
    case .part(let whole, let group, let count):
      let plain = TensorLayout.plain(layout.dimensions, layout.element)
      let part = try isTemporary ? temporaryTensor(plain) : activationTensor(plain)
      let (from, to) = (ChannelRows(whole, part: group, of: count), ChannelRows(part))
      append(layer, direction) { [batch] in from.copy(to.stride, images: batch, to: to) }
      return try tensor(part, as: layout, for: layer, direction, isTemporary: isTemporary)
    }
  }

  /// Returns the output of a product in the type of activations, or of logits.
  ///
  /// - Parameters:
  ///   - product: The product.
  ///   - layer: The name of the layer.
  ///   - isLogits: True if the output must be in single precision at every precision of the network.
  func kept(
    _ product: LayerProduct, for layer: String, isLogits: Bool
  ) throws(ComputeError) -> Tensor {
    let output = product.output
    guard product.isTemporary else { return output }
    let kept = try activationTensor(
      .blocked(
        output.layout.dimensions, channelsPerBlock: output.layout.channelsPerBlock ?? 1,
        isLogits ? .fp32 : element))
    append(StepTask(layer, .forward, try Operation.reorder(output, to: kept, on: engine)))
    return kept
  }
}
