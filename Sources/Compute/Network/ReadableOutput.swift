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
  /// The outputs of all layers in order, without changes between maps and vectors and without exchanges.
  var readableOutputs: [ReadableOutput] {
    filter { !$0.layer.isRearrangement }.map { built in
      ReadableOutput(
        layer: built.name, tensor: built.layer.output.tensor, shape: built.shape,
        whole: built.whole)
    }
  }
}
