import Blueprint

/// The change from maps, `[batch, channels, height, width]`, to vectors, `[batch, units]`, before a
/// fully-connected layer, or back before any other.
///
/// A vector has the maps channel by channel and row by row, as usual. This reorder costs far less than
/// weights in the order of oneDNN's blocks would.
final class ReshapeLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let before: TensorLayout
  private let after: TensorLayout

  /// Returns the layer that must precede `entry`, with the name of `entry`; `nil` if the input has the
  /// right dimensions.
  static func needed(
    before entry: LayerLayout, input: Tensor, into builder: NetworkBuilder
  ) throws(ComputeError) -> ReshapeLayer? {
    let isSpatial = input.layout.rank == 4
    let spatial = TensorLayout.plain(builder.dimensions(entry.input), input.layout.element)
    let flat = TensorLayout.plain([builder.batch, entry.input.count], input.layout.element)
    switch entry.spec.kind {
    case .fullyConnected:
      guard isSpatial else { return nil }
      return try ReshapeLayer(entry.spec.name, input, from: spatial, to: flat, into: builder)
    case .convolution, .locallyConnected, .pooling, .normalization:
      guard !isSpatial else { return nil }
      return try ReshapeLayer(entry.spec.name, input, from: flat, to: spatial, into: builder)
    case .activation, .dropout:
      return nil
    }
  }

  private init(
    _ name: String, _ input: Tensor, from: TensorLayout, to: TensorLayout,
    into builder: NetworkBuilder
  ) throws(ComputeError) {
    self.name = name
    before = from
    after = to
    let plain = try builder.tensor(input, as: from, for: name, .forward)
    output = LayerOutput(tensor: try plain.view(to, on: builder.engine))
  }

  var isRearrangement: Bool { true }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let gradient = try builder.gradient(gradient, as: after, for: name)
    return LayerGradient(
      tensor: try gradient.tensor.view(before, on: builder.engine), aliases: gradient.aliases)
  }
}
