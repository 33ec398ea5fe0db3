import Blueprint
import COneDNN

extension NetworkBuilder {
  /// Builds a convolution by the strategy that suits it.
  ///
  /// - Parameters:
  ///   - convolution: The layer.
  ///   - layout: The shapes of the layer.
  ///   - activation: The activation function that follows directly.
  ///   - input: The activations of the preceding layer.
  ///   - needsInputGradient: False in the first layer.
  func product(
    of convolution: Convolution, _ layout: LayerLayout, activation: Activation?, input: Tensor,
    needsInputGradient: Bool
  ) throws(ComputeError) -> LayerProduct {
    let (name, shape) = (
      layout.spec.name,
      ConvolutionShape(
        input: dimensions(layout.input), output: dimensions(layout.output),
        groups: convolution.groups, kernel: convolution.kernel, stride: convolution.stride,
        padding: convolution.padding)
    )
    var decisive = shape
    decisive.input[0] = purpose.decisiveBatch ?? batch
    decisive.output[0] = decisive.input[0]
    let strategy = ConvolutionStrategy(
      for: decisive, precision, factors: factors, isFirst: !needsInputGradient)
    let computation = ConvolutionComputation(strategy, of: shape, factors: factors)
    let operations = try ProductOperations(
      name, computation, activation: activation, needsInputGradient: needsInputGradient, on: engine,
      scratch: temporaryMemory)
    let source =
      computation.fold == nil
      ? input : try foldedSquares(of: input, dimensions: computation.shape.input, for: name)
    return try LayerProduct(operations, fold: computation.fold, source: .whole(source), into: self)
  }

  /// Appends the task that folds images into squares.
  ///
  /// - Parameters:
  ///   - image: The images, `[batch, channels, height, width]`.
  ///   - dimensions: The dimensions of the result.
  ///   - layer: The name of the layer.
  private func foldedSquares(
    of image: Tensor, dimensions: [Int], for layer: String
  ) throws(ComputeError) -> Tensor {
    let spatial = image.layout.dimensions
    let image = try tensor(image, as: .plain(spatial), for: layer, .forward)
    let folded = try activationTensor(.blocked(dimensions))
    append(layer, .forward) {
      od_fold(folded.floats, image.floats, spatial[0] * spatial[1], spatial[2], spatial[3])
    }
    return folded
  }
}
