import Blueprint

/// A convolution or a fully-connected layer, including the activation function that follows it.
///
/// It is one column, or one for each group where the groups are computed separately: in a fully-connected
/// layer, and by oneDNN's Winograd algorithm.
final class ParametricLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let activation: Activation?
  private let columns: [LayerColumn]
  private let columnInput: LayerColumns.Input
  private let input: LayerOutput

  /// The position of a layer in its network.
  struct Position {
    /// The number of the layer among those with parameters, which is the stream of its initial
    /// weights.
    var number: Int
    /// False in the first layer, whose input is the image.
    var needsInputGradient: Bool
    /// True for the last layer, whose outputs are logits in single precision.
    var givesLogits: Bool
    /// The outputs of this process's column among all; `nil` if this process computes all.
    var outputs: (part: Range<Int>, count: Int)?
  }

  init(
    _ layout: LayerLayout, activation: Activation?, input: LayerOutput, position: Position,
    seed: UInt64, into builder: NetworkBuilder
  ) throws(ComputeError) {
    name = layout.spec.name
    self.activation = activation
    self.input = input
    let made: LayerColumns
    switch layout.spec.kind {
    case .convolution(let convolution):
      made = try builder.columns(
        of: convolution, layout, activation: activation, input: input,
        needsInputGradient: position.needsInputGradient)
    case .fullyConnected(let full):
      made = try builder.columns(
        of: full, layout, activation: activation, input: input.tensor, position: position)
    case .locallyConnected, .activation, .normalization, .pooling, .dropout:
      preconditionFailure("\(layout.spec.name) is neither a convolution nor fully connected")
    }
    (columns, columnInput) = (made.columns, made.input)
    try builder.addParameters(
      of: layout, position, weights: columns.map(\.weights), biases: columns.map(\.bias),
      seed: seed)
    output = try Self.output(
      of: columns, isRectified: activation == .relu, layout, position, into: builder)
  }

  private static func output(
    of columns: [LayerColumn], isRectified: Bool, _ layout: LayerLayout, _ position: Position,
    into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerOutput {
    let name = layout.spec.name
    let dimensions = builder.dimensions(layout.output)
    if columns.count == 1 {
      let kept = try builder.kept(columns[0], for: name, isLogits: position.givesLogits)
      return LayerOutput(tensor: kept, isRectified: isRectified)
    }
    if columns[0].isVector {
      let joined = try builder.joined(
        vectors: columns, units: layout.output.count, for: name, isLogits: position.givesLogits)
      return LayerOutput(tensor: joined, isRectified: isRectified)
    }
    if columns[0].isTemporary {
      let joined = try builder.joined(columns, dimensions: dimensions, for: name)
      return LayerOutput(tensor: joined, isRectified: isRectified)
    }
    return try builder.output(
      inColumns: columns.map(\.output), dimensions: dimensions, isRectified: isRectified)
  }

  var readsColumns: Bool {
    switch columnInput {
    case .columns: true
    case .whole, .parts, .shifted: false
    }
  }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let parts =
      columns.count == 1
      ? [try passActivation(gradient, into: builder).tensor]
      : try split(gradient, into: builder)
    var made: [LayerGradient] = []
    for (column, part) in zip(columns, parts) {
      if let gradient = try column.buildBackward(
        from: part, inputIsRectified: input.isRectified, into: builder)
      {
        made.append(gradient)
      }
    }
    guard made.count == columns.count else { return nil }
    let inputGradients = made.map(\.tensor)
    let dimensions = input.tensor.layout.dimensions
    switch columnInput {
    case .whole:
      return made[0]
    case .columns:
      return LayerGradient(tensor: inputGradients[0], columns: inputGradients)
    case .shifted(let shifts):
      return LayerGradient(
        tensor: try builder.unshifted(
          inputGradients, shifts, dimensions: dimensions, for: name))
    case .parts where columns[0].isVector:
      return LayerGradient(tensor: try builder.joined(vectors: inputGradients, for: name))
    case .parts:
      return try builder.joined(
        gradients: inputGradients, dimensions: dimensions, for: name,
        mask: input.isRectified ? input.tensor : nil)
    }
  }

  /// Returns the gradient with respect to the input of the activation function.
  private func passActivation(
    _ gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient {
    guard let activation, !gradient.hasPassedReLU else { return gradient }
    return try builder.buildActivationBackward(
      activation, layer: name, output: output.tensor, gradient: gradient)
  }

  /// Returns the gradient of each column with respect to the input of the activation function.
  private func split(
    _ gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> [Tensor] {
    if !gradient.columns.isEmpty {
      guard let activation, !gradient.hasPassedReLU else { return gradient.columns }
      var parts: [Tensor] = []
      for (column, part) in zip(columns, gradient.columns) {
        let passed = try builder.buildActivationBackward(
          activation, layer: name, output: column.output, gradient: LayerGradient(tensor: part))
        parts.append(passed.tensor)
      }
      return parts
    }
    if columns[0].isVector {
      return try builder.split(
        vectors: passActivation(gradient, into: builder).tensor, into: columns.count, for: name)
    }
    var gradient = gradient
    if gradient.tensor.layout.channelsPerBlock != NetworkBuilder.channelsPerBlock {
      gradient = try builder.gradient(gradient, as: output.tensor.layout, for: name)
    }
    // The masks below apply ReLU while the gradient is copied. Other functions need a task.
    if activation != .relu { gradient = try passActivation(gradient, into: builder) }
    let masks = columns.enumerated().map { index, column in
      column.isTemporary
        ? ChannelRows(output.tensor, column: index, of: columns.count)
        : ChannelRows(column.output)
    }
    return try builder.split(
      gradient: gradient.tensor, into: columns.map(\.output), for: name,
      masks: activation == .relu && !gradient.hasPassedReLU ? masks : nil)
  }
}
