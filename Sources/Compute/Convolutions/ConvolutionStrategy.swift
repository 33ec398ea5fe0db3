import Blueprint

/// The way in which a convolution is computed.
///
/// The choice follows from the shapes and the precision, and never from a measurement of time. Therefore the same
/// plan computes the same digits.
enum ConvolutionStrategy: Equatable {
  /// The defining sum, all groups in one operation of oneDNN.
  case direct
  /// The project's own Winograd algorithm, whose transforms and products are fused tile by tile. It has kernels
  /// of 2×2 to 9×9 and groups.
  case winograd
  /// The same over folded squares, for the first layer.
  case foldedSquares

  /// Chooses the strategy of a convolution.
  ///
  /// - Parameters:
  ///   - shape: The convolution.
  ///   - precision: The precision of the network.
  ///   - factors: The type of the factors of a product, which the precision and the processor determine.
  ///   - isFirst: True for a layer whose input is the image, which needs no gradient.
  init(
    for shape: ConvolutionShape, _ precision: Precision, factors: ElementType, isFirst: Bool = false
  ) {
    self = .direct
    guard precision != .fp32Direct else { return }
    // This holds for bfloat16 too: its direct convolution is slowest with an input of three channels.
    if isFirst, shape.canFoldSquares,
      shape.foldedSquares.gainsByWinograd(over: shape.foldedSquares)
    {
      self = .foldedSquares
    } else if factors == .fp32, shape.gainsByWinograd(over: shape) {
      self = .winograd
    }
  }
}

/// A convolution as it is computed for a strategy.
struct ConvolutionComputation: Equatable {
  var shape: ConvolutionShape
  /// True for the project's own Winograd algorithm, and false for oneDNN's direct one.
  var isWinograd: Bool
  /// The type of the factors of a product.
  var factors: ElementType
  /// The folding of the kernels; `nil` if they are not folded.
  var fold: KernelFold?

  /// Creates the computation of a strategy.
  /// - Parameter factors: The type of the factors, unless the strategy determines it.
  init(_ strategy: ConvolutionStrategy, of shape: ConvolutionShape, factors: ElementType) {
    isWinograd = strategy != .direct
    switch strategy {
    case .direct, .winograd: (self.shape, self.factors) = (shape, factors)
    case .foldedSquares:
      (self.shape, self.factors, fold) = (shape.foldedSquares, .fp32, shape.fold)
    }
  }
}
