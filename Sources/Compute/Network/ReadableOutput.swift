import Blueprint

/// The activations of a layer in the form in which they are read between steps.
struct ReadableOutput {
  /// The name of the layer.
  let layer: String
  let tensor: Tensor
  /// The shape of an image's activations in this process.
  let shape: Shape
  /// The shape of an image's activations in the whole network, which differs in a divided layer.
  let whole: Shape

  /// True if each process has its own part of the activations.
  var isDivided: Bool { shape != whole }

  /// The dimensions of the first images.
  func dimensions(images: Int) -> [Int] {
    tensor.layout.rank == 4
      ? [images, shape.channels, shape.height, shape.width] : [images, shape.count]
  }
}

extension [NetworkBuilder.BuiltLayer] {
  /// Returns the outputs of all layers in order, without changes between maps and vectors and without exchanges.
  ///
  /// ReLU after a pooling of maxima belongs to the pooling. It depends on the layouts of the processor's fastest
  /// operations whether the two are one built layer, and the outputs must not.
  /// - Parameter layout: The layers of the network.
  func readableOutputs(of layout: [LayerLayout]) -> [ReadableOutput] {
    var poolings: [String: String] = [:]
    for (first, second) in zip(layout, layout.dropFirst()) {
      if case .pooling(let pooling) = first.spec.kind,
        case .activation(let activation) = second.spec.kind,
        BlockedPoolingLayer.canApply(activation, after: pooling)
      {
        poolings[second.spec.name] = first.spec.name
      }
    }
    let separate = Set(compactMap { poolings[$0.name] })
    return filter { !$0.layer.isRearrangement && !separate.contains($0.name) }.map { built in
      ReadableOutput(
        layer: poolings[built.name] ?? built.name, tensor: built.layer.output.tensor,
        shape: built.shape, whole: built.whole)
    }
  }
}
