import Blueprint

/// Flattens `[batch, channels, height, width]` to `[batch, units]` before a fully-connected layer, or
/// the other way before any other: row by row and channel by channel, as everybody else flattens.
/// The change of layout costs little, and far less than weights that follow the blocks of what
/// comes in.
final class ReshapeLayer: Layer {
  let output: Tensor
  private let name: String
  private let before: Layout
  private let after: Layout

  /// The layer that `entry` needs before it, if any; it goes by its name.
  static func needed(
    before entry: LayerLayout, input: Tensor, into builder: Builder
  ) throws(ComputeError) -> ReshapeLayer? {
    let isSpatial = input.layout.rank == 4
    let spatial = Layout.plain(builder.dimensions(entry.input), input.layout.element)
    let flat = Layout.plain([builder.batch, entry.input.count], input.layout.element)
    switch entry.spec.kind {
    case .fullyConnected:
      guard isSpatial else { return nil }
      return try ReshapeLayer(entry.spec.name, input, from: spatial, to: flat, into: builder)
    case .convolution, .pooling, .normalization:
      guard !isSpatial else { return nil }
      return try ReshapeLayer(entry.spec.name, input, from: flat, to: spatial, into: builder)
    case .activation, .dropout:
      return nil
    }
  }

  private init(
    _ name: String, _ input: Tensor, from: Layout, to: Layout, into builder: Builder
  ) throws(ComputeError) {
    self.name = name
    before = from
    after = to
    output = try builder.tensor(input, as: from, for: name, .forward)
      .view(to, on: builder.engine)
  }

  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor? {
    try builder.tensor(gradient, as: after, for: name, .backwardData)
      .view(before, on: builder.engine)
  }
}
