import Blueprint
import COneDNN

/// A convolution or a fully-connected layer, with the activation function that follows it folded
/// into its forward pass. It is one column, or as many as it has groups: apart, they can be computed
/// by Winograd's algorithm.
final class ParametricLayer: Layer {
  let output: Tensor
  private let name: String
  private let activation: Activation?
  private let columns: [Column]
  private let shifts: od_shifts?
  private let takesColumns: Bool
  private let input: Tensor

  /// Where a layer stands in its network.
  struct Place {
    /// Among those with parameters: the stream of its first weights.
    var number: Int
    /// The first layer's input is the image.
    var needsInputGradient: Bool
    /// The last layer gives the scores, in single precision.
    var givesScores: Bool
  }

  init(
    _ layout: LayerLayout, activation: Activation?, input: Tensor, place: Place, seed: UInt64,
    into builder: Builder
  ) throws(ComputeError) {
    name = layout.spec.name
    self.activation = activation
    self.input = input
    let fanIn: Int
    let shape: [Int]
    let initial: Initialization
    let learning: Learning
    switch layout.spec.kind {
    case .convolution(let convolution):
      let inputs = layout.input.channels / convolution.groups
      shape = [convolution.outputs, inputs, convolution.kernel, convolution.kernel]
      fanIn = shape[1...].reduce(1, *)
      (initial, learning) = (convolution.initial, convolution.learning)
      let made = try builder.columns(
        of: convolution, layout, activation: activation, input: input,
        needsInputGradient: place.needsInputGradient)
      (columns, shifts, takesColumns) = (made.columns, made.shifts, made.areTheInputs)
    case .fullyConnected(let full):
      shape = [full.outputs, layout.input.count]
      fanIn = shape[1]
      (initial, learning) = (full.initial, full.learning)
      let product = try Product(
        name, fullyConnected: fanIn, outputs: full.outputs, batch: builder.batch,
        element: builder.productElement, givesFloats: place.givesScores, activation: activation,
        needsInputGradient: place.needsInputGradient, on: builder.engine)
      columns = [try Column(product, source: .whole(input), into: builder)]
      (shifts, takesColumns) = (nil, false)
    case .activation, .normalization, .pooling, .dropout:
      preconditionFailure("\(layout.spec.name) has no parameters")
    }
    if builder.lent == nil {
      try Self.drawParameters(
        name, shape: shape, columns: columns, initial, learning, fanIn: fanIn, seed: seed,
        stream: UInt64(place.number), into: builder)
    }
    if columns.count == 1 {
      output = try builder.kept(columns[0], for: name, inFull: place.givesScores)
    } else {
      let dimensions = builder.dimensions(layout.output)
      output =
        columns[0].passes
        ? try builder.joined(columns, dimensions: dimensions, for: name)
        : try builder.joinable(columns.map(\.output), dimensions: dimensions)
    }
    output.isRectified = activation == .relu
  }

  private static func drawParameters(
    _ name: String, shape: [Int], columns: [Column], _ initial: Initialization,
    _ learning: Learning, fanIn: Int, seed: UInt64, stream: UInt64, into builder: Builder
  ) throws(ComputeError) {
    let weights = Parameter(
      layer: name, shape: shape, pieces: columns.map(\.weights),
      rateFactor: learning.weightRate, decayFactor: learning.weightDecay)
    try weights.initialize(initial.weights, fanIn: fanIn, seed: seed, stream: stream)
    let bias = Parameter(
      layer: name, shape: [shape[0]], pieces: columns.map(\.bias),
      rateFactor: learning.biasRate, decayFactor: learning.biasDecay)
    bias.fill(initial.bias)
    builder.parameters += [weights, bias]
  }

  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor? {
    let parts =
      columns.count == 1
      ? [try throughActivation(gradient, into: builder)] : try split(gradient, into: builder)
    var inputGradients: [Tensor] = []
    for (column, part) in zip(columns, parts) {
      if let gradient = try column.buildBackward(from: part, into: builder) {
        inputGradients.append(gradient)
      }
    }
    guard inputGradients.count == columns.count else { return nil }
    if let shifts {
      return try builder.unshifted(
        inputGradients, shifts, dimensions: input.layout.dimensions, for: name)
    }
    if takesColumns { inputGradients[0].columns = inputGradients }
    if takesColumns || columns.count == 1 { return inputGradients[0] }
    return try builder.joined(
      gradients: inputGradients, dimensions: input.layout.dimensions, for: name,
      mask: input.isRectified ? input : nil)
  }

  private func throughActivation(
    _ gradient: Tensor, into builder: Builder
  ) throws(ComputeError) -> Tensor {
    guard let activation, !gradient.hasPassedReLU else { return gradient }
    return try builder.buildActivationBackward(
      activation, layer: name, output: output, gradient: gradient)
  }

  /// A gradient for each column, taken through the activation function.
  private func split(
    _ gradient: Tensor, into builder: Builder
  ) throws(ComputeError) -> [Tensor] {
    if !gradient.columns.isEmpty {
      guard let activation, !gradient.hasPassedReLU else { return gradient.columns }
      var parts: [Tensor] = []
      for (column, part) in zip(columns, gradient.columns) {
        parts.append(
          try builder.buildActivationBackward(
            activation, layer: name, output: column.output, gradient: part))
      }
      return parts
    }
    var gradient = gradient
    if gradient.layout.lanes != Builder.lanes {
      gradient = try builder.tensor(gradient, as: output.layout, for: name, .backwardData)
    }
    if activation == .tanh { gradient = try throughActivation(gradient, into: builder) }
    let masks = columns.enumerated().map { index, column in
      column.passes ? Rows(output, column: index, of: columns.count) : Rows(column.output)
    }
    return try builder.split(
      gradient: gradient, into: columns.map(\.output), for: name,
      masks: activation == .relu && !gradient.hasPassedReLU ? masks : nil)
  }
}
