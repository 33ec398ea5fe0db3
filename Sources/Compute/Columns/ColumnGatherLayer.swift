import Blueprint

/// The exchange between the columns of a network before a layer that reads all channels: each column gets the
/// activations of both, and in the backward pass the sum of both gradients with respect to its own.
///
/// In memory that all exchanges share, the activations of one column follow those of the other. They are
/// joined image by image. Before the last layer, which both columns compute whole, each has the complete
/// gradient, so nothing is exchanged in the backward pass.
final class ColumnGatherLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let column: NetworkColumn
  /// The layout of this column's activations.
  private let local: TensorLayout
  private let batch: Int
  /// True if the next layer computes only a part of its outputs in each column.
  private let nextIsDivided: Bool

  /// - Parameters:
  ///   - next: The layer that reads all channels.
  ///   - input: The activations of this column.
  ///   - column: The column of this process.
  ///   - builder: The builder that receives the tasks.
  init(
    before next: ColumnDivision.Layer, input: Tensor, among column: NetworkColumn,
    into builder: NetworkBuilder
  ) throws(ComputeError) {
    name = next.local.spec.name
    self.column = column
    batch = builder.batch
    nextIsDivided = next.isDivided
    let element = input.layout.element
    var dimensions = input.layout.dimensions
    // The channels of a column follow each other in an image if they are whole blocks, or in plain rows.
    let block = input.layout.channelsPerBlock.flatMap { [dimensions] in
      [8, 16].contains($0) && dimensions[1].isMultiple(of: $0) ? $0 : nil
    }
    let local = TensorLayout.blocked(dimensions, channelsPerBlock: block ?? 1, element)
    dimensions[1] *= ColumnDivision.count
    let whole = try builder.activationTensor(
      .blocked(dimensions, channelsPerBlock: block ?? 1, element))
    self.local = local
    output = LayerOutput(tensor: whole)
    let source = try builder.tensor(input, as: local, for: name, .forward, isTemporary: true)
    let row = source.count / batch
    let from = ChannelRows(source)
    let own = column.rows(of: column.number, row: row, batch: batch)
    builder.append(name, .forward) { [batch] in from.copy(row, images: batch, to: own) }
    let gather = column.ranks.makeGather(
      of: column.numbers(ColumnDivision.count * batch * row))
    builder.appendExchange(isForward: true) { [transfers = builder.transfers] in
      transfers.run(gather)
    }
    let parts = (0..<ColumnDivision.count).map { number in
      (
        column.rows(of: number, row: row, batch: batch),
        ChannelRows(whole, column: number, of: ColumnDivision.count)
      )
    }
    builder.append(name, .forward) { [batch] in
      for (from, to) in parts { from.copy(row, images: batch, to: to) }
    }
  }

  var isRearrangement: Bool { true }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let element = gradient.tensor.layout.element
    func layout(_ like: TensorLayout) -> TensorLayout {
      .blocked(like.dimensions, channelsPerBlock: like.channelsPerBlock ?? 1, element)
    }
    let whole = try builder.gradient(gradient, as: layout(output.tensor.layout), for: name).tensor
    let own = try builder.temporaryTensor(layout(local))
    let row = own.count / batch
    let (count, batch) = (ColumnDivision.count, batch)
    let parts = (0..<count).map { ChannelRows(whole, column: $0, of: count) }
    let to = ChannelRows(own)
    guard nextIsDivided else {
      builder.append(name, .backwardData) { [number = column.number] in
        parts[number].copy(row, images: batch, to: to)
      }
      return LayerGradient(tensor: own)
    }
    let exchanged = (0..<count).map { column.rows(of: $0, row: row, batch: batch) }
    builder.append(name, .backwardData) {
      for (part, to) in zip(parts, exchanged) { part.copy(row, images: batch, to: to) }
    }
    let sum = column.ranks.makeScatteredSum(of: column.numbers(count * batch * row))
    builder.appendExchange { [transfers = builder.transfers] in transfers.run(sum) }
    builder.append(name, .backwardData) { [from = exchanged[column.number]] in
      from.copy(row, images: batch, to: to)
    }
    return LayerGradient(tensor: own)
  }
}
