import Blueprint
import COneDNN

/// The columns of a layer with parameters, and how its input relates to theirs.
struct LayerColumns {
  /// The relation of the layer's input to the inputs of its columns.
  enum Input {
    /// One column reads the whole input.
    case whole
    /// Each column reads its part of the channels.
    case parts
    /// The input is in the same columns already.
    case columns
    /// Each column reads shifted copies of its part of the channels.
    case shifted(od_shifts)
  }

  let columns: [LayerColumn]
  let input: Input
}

extension NetworkBuilder {
  /// Builds the columns of a convolution by the first strategy that is implemented.
  ///
  /// - Parameters:
  ///   - convolution: The layer.
  ///   - layout: The shapes of the layer.
  ///   - activation: The activation function that follows directly.
  ///   - input: The activations of the preceding layer.
  ///   - needsInputGradient: False in the first layer.
  func columns(
    of convolution: Convolution, _ layout: LayerLayout, activation: Activation?,
    input: LayerOutput, needsInputGradient: Bool
  ) throws(ComputeError) -> LayerColumns {
    let shape = ConvolutionShape(
      input: dimensions(layout.input), output: dimensions(layout.output),
      groups: convolution.groups, kernel: convolution.kernel, stride: convolution.stride,
      padding: convolution.padding)
    let site = ConvolutionSite(
      name: layout.spec.name, shape: shape, activation: activation, input: input,
      needsInputGradient: needsInputGradient)
    var decisive = shape
    decisive.input[0] = purpose.decisiveBatch ?? batch
    decisive.output[0] = decisive.input[0]
    let candidates = ConvolutionStrategy.candidates(
      for: decisive,
      .init(
        precision: precision, factors: factors, isFirst: !needsInputGradient,
        inputIsBlocked: input.tensor.layout.channelsPerBlock == Self.channelsPerBlock,
        inputColumns: input.columns.map(\.layout.dimensions)))
    for strategy in candidates where strategy != .direct {
      if let first = try? operations(strategy, at: site) {
        return try build(strategy, first, at: site)
      }
    }
    return try build(.direct, operations(.direct, at: site), at: site)
  }

  /// A convolution with its input and the activation function that follows.
  private struct ConvolutionSite {
    let name: String
    let shape: ConvolutionShape
    let activation: Activation?
    let input: LayerOutput
    let needsInputGradient: Bool
  }

  private func operations(
    _ strategy: ConvolutionStrategy, at site: ConvolutionSite
  ) throws(ComputeError) -> ProductOperations {
    try ProductOperations(
      site.name, ConvolutionComputation(strategy, of: site.shape, factors: factors),
      activation: site.activation, needsInputGradient: site.needsInputGradient, on: engine,
      scratch: temporaryMemory)
  }

  /// Builds the columns of a convolution by one strategy.
  /// - Parameter first: The operations of the first column.
  private func build(
    _ strategy: ConvolutionStrategy, _ first: ProductOperations, at site: ConvolutionSite
  ) throws(ComputeError) -> LayerColumns {
    let computation = ConvolutionComputation(strategy, of: site.shape, factors: factors)
    let groups = site.shape.groups
    let sources: [ColumnInput]
    let input: LayerColumns.Input
    switch strategy {
    case .direct, .winograd, .fusedWinograd:
      sources = [.whole(join(site.input, for: site.name).tensor)]
      input = .whole
    case .foldedSquares, .fusedFoldedSquares:
      let squares = try foldedSquares(
        of: site.input.tensor, dimensions: computation.shape.input, for: site.name)
      sources = [.whole(squares)]
      input = .whole
    case .shifted:
      let joined = join(site.input, for: site.name).tensor
      let shifts = od_shifts(site.shape, computation.shape)
      sources = (0..<groups).map { .shifted(joined, column: $0, shifts) }
      input = .shifted(shifts)
    case .grouped(inputIsInColumns: true):
      sources = site.input.columns.map(ColumnInput.whole)
      input = .columns
    case .grouped(inputIsInColumns: false):
      let joined = join(site.input, for: site.name).tensor
      sources = (0..<groups).map { .part(joined, column: $0, of: groups) }
      input = .parts
    }
    var columns: [LayerColumn] = []
    for source in sources {
      let product = columns.isEmpty ? first : try operations(strategy, at: site)
      columns.append(
        try LayerColumn(
          product, fold: computation.fold, number: columns.count, source: source, into: self))
    }
    return LayerColumns(columns: columns, input: input)
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

  /// Appends tasks that add the gradients of shifted copies to the gradient of the maps.
  ///
  /// - Parameters:
  ///   - parts: The gradient of each column's shifted copies.
  ///   - shifts: The shifts of a column.
  ///   - dimensions: The dimensions of the layer's input.
  ///   - layer: The name of the layer.
  func unshifted(
    _ parts: [Tensor], _ shifts: od_shifts, dimensions: [Int], for layer: String
  ) throws(ComputeError) -> Tensor {
    let whole = try temporaryTensor(.blocked(dimensions))
    for (index, part) in parts.enumerated() {
      append(layer, .backwardData) {
        var shifts = shifts
        od_unshift(&shifts, part.floats, whole.floats + index * shifts.columnLength)
      }
    }
    return whole
  }
}

extension od_shifts {
  /// Creates the shifts of one column.
  /// - Parameters:
  ///   - whole: The shape of the layer.
  ///   - shifted: The shape of one group over shifted copies.
  fileprivate init(_ whole: ConvolutionShape, _ shifted: ConvolutionShape) {
    let (block, group) = (NetworkBuilder.channelsPerBlock, whole.oneGroup)
    self.init(
      images: group.input[0], blocks: group.input[1] / block, stride: whole.input[1] / block,
      height: group.input[2], width: group.input[3], rows: shifted.input[2],
      columns: shifted.input[3], padding: group.padding)
  }

  /// The count of numbers of one column in an image.
  var columnLength: Int { blocks * height * width * NetworkBuilder.channelsPerBlock }
}
