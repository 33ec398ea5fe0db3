import Blueprint

/// The way in which a convolution is computed.
///
/// The choice follows from the shapes, the precision and the processor, and never from a measurement of
/// time. Therefore the same plan computes the same digits.
enum ConvolutionStrategy: Equatable {
  /// The defining sum, all groups in one operation of oneDNN.
  case direct
  /// Winograd's algorithm on an ungrouped 3×3 convolution.
  case winograd
  /// Winograd's algorithm on each group separately. The groups are columns: each has its own tensors.
  /// - Parameter inputIsInColumns: True if the output of the preceding layer is in the same columns, so
  ///   that it is read without a copy.
  case grouped(inputIsInColumns: Bool)
  /// Winograd's algorithm over folded squares, for the first layer.
  case foldedSquares
  /// Winograd's algorithm over shifted copies, each group in a separate column.
  case shifted

  /// The conditions, besides the shape, on which the choice depends.
  struct Conditions {
    var precision: Precision
    /// The type of the factors of a product, which the precision and the processor determine.
    var factors: ElementType
    /// True for a layer whose input is the image, which needs no gradient.
    var isFirst = false
    /// True if the input is in blocks of `NetworkBuilder/channelsPerBlock` channels.
    var inputIsBlocked: Bool
    /// The dimensions of each column of the input; empty if the channels are together.
    var inputColumns: [[Int]] = []
  }

  /// Returns the strategies that can compute a convolution, the fastest first and `direct` last.
  ///
  /// The first one that oneDNN implements is used. oneDNN has no Winograd algorithm in its versions 3.x
  /// and on processors without AVX-512.
  static func candidates(
    for shape: ConvolutionShape, _ conditions: Conditions
  ) -> [ConvolutionStrategy] {
    var candidates: [ConvolutionStrategy] = []
    guard conditions.precision != .fp32Direct else { return [.direct] }
    // This holds for bfloat16 too: its direct convolution is slowest with an input of three channels.
    if conditions.isFirst, shape.canFoldSquares,
      shape.foldedSquares.gainsByWinograd(over: shape.foldedSquares)
    {
      candidates.append(.foldedSquares)
    }
    guard conditions.factors == .fp32 else { return candidates + [.direct] }
    let group = shape.oneGroup
    if conditions.inputIsBlocked, group.canShiftCopies,
      group.shiftedCopies.gainsByWinograd(over: group)
    {
      candidates.append(.shifted)
    }
    if shape.groups == 1 || conditions.inputIsBlocked, group.gainsByWinograd(over: group) {
      let columns = Array(repeating: group.input, count: shape.groups)
      candidates.append(
        shape.groups == 1
          ? .winograd : .grouped(inputIsInColumns: conditions.inputColumns == columns))
    }
    return candidates + [.direct]
  }
}

/// A convolution as oneDNN computes it for a strategy: the whole layer, or one of its columns.
struct ConvolutionComputation: Equatable {
  /// An algorithm of oneDNN.
  enum Algorithm { case direct, winograd }

  var shape: ConvolutionShape
  var algorithm: Algorithm
  /// The type of the factors of a product.
  var factors: ElementType
  /// The folding of the kernels; `nil` if they are not folded.
  var fold: KernelFold?

  /// Creates the computation of a strategy.
  /// - Parameter factors: The type of the factors, unless the strategy determines it.
  init(_ strategy: ConvolutionStrategy, of shape: ConvolutionShape, factors: ElementType) {
    let group = shape.oneGroup
    self.factors = factors
    algorithm = .winograd
    switch strategy {
    case .direct: (self.shape, algorithm) = (shape, .direct)
    case .winograd, .grouped: self.shape = group
    case .foldedSquares:
      (self.shape, self.factors, fold) = (shape.foldedSquares, .fp32, shape.fold(.squares))
    case .shifted: (self.shape, fold) = (group.shiftedCopies, group.fold(.shifts))
    }
  }
}
