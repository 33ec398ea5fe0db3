/// Tasks that split activations and gradients into columns, and join them.
extension NetworkBuilder {
  /// Appends tasks that copy the channels of each column from a gradient to a separate tensor.
  ///
  /// - Parameters:
  ///   - whole: The gradient of all channels.
  ///   - columns: Tensors with the layouts of the results.
  ///   - layer: The name of the layer.
  ///   - masks: The activations of each column, if the copy applies ReLU to the gradient; else `nil`.
  func split(
    gradient whole: Tensor, into columns: [Tensor], for layer: String, masks: [ChannelRows]?
  ) throws(ComputeError) -> [Tensor] {
    var parts: [Tensor] = []
    for column in columns { parts.append(try temporaryTensor(column.layout)) }
    append(layer, .backwardData, body: splitting(whole, to: parts, masks: masks))
    return parts
  }

  /// Returns a closure that copies the channels of each column to a separate tensor.
  func splitting(
    _ whole: Tensor, to parts: [Tensor], masks: [ChannelRows]? = nil
  ) -> () -> Void {
    let to = parts.map { ChannelRows($0) }
    let from = parts.indices.map { ChannelRows(whole, column: $0, of: parts.count) }
    return { [batch] in
      for index in to.indices {
        from[index].copy(to[index].stride, images: batch, to: to[index], where: masks?[index])
      }
    }
  }

  /// Returns activations in columns, with a tensor for all channels. The system provides the memory of
  /// this tensor only if the columns are joined.
  func output(
    inColumns columns: [Tensor], dimensions: [Int], isRectified: Bool
  ) throws(ComputeError) -> LayerOutput {
    let whole = try Tensor(
      .blocked(dimensions), isTouched: false, on: engine)
    return LayerOutput(tensor: whole, isRectified: isRectified, columns: columns)
  }

  /// Returns activations with all channels in one tensor. If they are in columns, appends the task that
  /// joins the columns in every step.
  func join(_ output: LayerOutput, for layer: String) -> LayerOutput {
    guard !output.columns.isEmpty else { return output }
    let join = Self.joining(output.columns, to: output.tensor)
    append(layer, .forward) { [batch] in join(batch) }
    return LayerOutput(tensor: output.tensor, isRectified: output.isRectified)
  }

  /// Returns a closure that joins the first images of columns.
  static func joining(
    _ parts: [Tensor], to whole: Tensor
  ) -> (_ images: Int) -> Void {
    let from = parts.map { ChannelRows($0) }
    return { images in
      for (index, part) in from.enumerated() {
        let to = ChannelRows(
          whole, start: index * part.stride, stride: from.count * part.stride)
        part.copy(part.stride, images: images, to: to)
      }
    }
  }

  /// Appends tasks that join the gradients of all columns.
  ///
  /// - Parameters:
  ///   - parts: The gradient of each column.
  ///   - dimensions: The dimensions of the result, with all channels.
  ///   - layer: The name of the layer.
  ///   - mask: The activations, if the copy applies ReLU to the gradient; else `nil`.
  func joined(
    gradients parts: [Tensor], dimensions: [Int], for layer: String, mask: Tensor?
  ) throws(ComputeError) -> LayerGradient {
    let whole = try temporaryTensor(.blocked(dimensions))
    for (index, part) in parts.enumerated() {
      let (from, to) = (ChannelRows(part), ChannelRows(whole, column: index, of: parts.count))
      let active = mask.map { ChannelRows($0, column: index, of: parts.count) }
      append(layer, .backwardData) { [batch] in
        from.copy(from.stride, images: batch, to: to, where: active)
      }
    }
    return LayerGradient(tensor: whole, hasPassedReLU: mask != nil)
  }
}
