import Blueprint

/// The way in which a convolution is computed.
///
/// The choice follows from the shapes, the precision and the processor, and never from a measurement of
/// time. Therefore the same plan computes the same digits.
enum ConvolutionStrategy: Equatable {
  /// The defining sum, all groups in one operation of oneDNN.
  case direct
  /// oneDNN's Winograd algorithm on an ungrouped 3×3 convolution.
  case winograd
  /// oneDNN's Winograd algorithm on each group separately. The groups are columns: each has its own tensors.
  /// - Parameter inputIsInColumns: True if the output of the preceding layer is in the same columns, so
  ///   that it is read without a copy.
  case grouped(inputIsInColumns: Bool)
  /// oneDNN's Winograd algorithm over folded squares, for the first layer.
  case foldedSquares
  /// oneDNN's Winograd algorithm over shifted copies, each group in a separate column.
  case shifted
  /// The project's own Winograd algorithm, whose transforms and products are fused tile by tile. It has kernels
  /// of 2×2 to 9×9 and groups.
  case fusedWinograd
  /// The project's own Winograd algorithm over folded squares, for the first layer.
  case fusedFoldedSquares

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
  /// The first one that is implemented is used. oneDNN has no Winograd algorithm in its versions 3.x and on
  /// processors without AVX-512. The project's own runs everywhere.
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
    if conditions.isFirst, shape.canFoldSquares,
      shape.foldedSquares.gainsByFusedWinograd(over: shape.foldedSquares)
    {
      candidates.append(.fusedFoldedSquares)
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
    if shape.gainsByFusedWinograd(over: shape) { candidates.append(.fusedWinograd) }
    return candidates + [.direct]
  }
}

/// A convolution as it is computed for a strategy: the whole layer, or one of its columns.
struct ConvolutionComputation: Equatable {
  /// An algorithm: two of oneDNN, and the project's own.
  enum Algorithm { case direct, winograd, fusedWinograd }

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
    case .fusedFoldedSquares:
      (self.shape, self.factors, fold) = (shape.foldedSquares, .fp32, shape.fold(.squares))
      algorithm = .fusedWinograd
    case .fusedWinograd: (self.shape, algorithm) = (shape, .fusedWinograd)
    case .shifted: (self.shape, fold) = (group.shiftedCopies, group.fold(.shifts))
    }
  }
}
