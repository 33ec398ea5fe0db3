import Blueprint

/// The exchange between the parts of a network before a layer that reads all channels, or before the loss: each
/// part gets the activations of all, and in the backward pass the sum of all gradients with respect to its own.
///
/// In memory that all exchanges share, the activations of one part follow those of another. They are joined image
/// by image. Before layers that all parts compute whole, each has the complete gradient, so nothing is exchanged
/// in the backward pass.
final class ChannelGatherLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let part: NetworkPart
  /// The layout of this part's activations.
  private let local: TensorLayout
  private let batch: Int
  /// True if the next layer computes only some of its outputs in each part.
  private let nextIsDivided: Bool
  /// The count of numbers of each part in an image, and the index of the first among those of all parts.
  private let rows: [(start: Int, count: Int)]
  /// The count of numbers for each part in the memory for exchanges.
  private let length: Int

  /// - Parameters:
  ///   - name: The name of the layer that reads all channels.
  ///   - whole: The shape of the activations of all parts.
  ///   - nextIsDivided: True if each part computes only some of the outputs of that layer.
  ///   - input: The activations of this part.
  ///   - part: The part of this process.
  ///   - builder: The builder that receives the tasks.
  init(
    before name: String, whole shape: Shape, nextIsDivided: Bool, input: Tensor,
    among part: NetworkPart, into builder: NetworkBuilder
  ) throws(ComputeError) {
    self.name = name
    self.part = part
    self.nextIsDivided = nextIsDivided
    batch = builder.batch
    let parts = part.parts(of: shape.channels)
    let cells = shape.height * shape.width
    rows = parts.map { ($0.lowerBound * cells, $0.count * cells) }
    length =
      batch * cells * NetworkDivision.largestPart(of: shape.channels, of: part.count)
    let element = input.layout.element
    var dimensions = input.layout.dimensions
    // The channels of a part follow each other in an image if they are whole blocks, or in plain rows.
    let block = input.layout.channelsPerBlock.flatMap { block in
      [8, 16].contains(block) && parts.allSatisfy { $0.count.isMultiple(of: block) } ? block : nil
    }
    local = TensorLayout.blocked(dimensions, channelsPerBlock: block ?? 1, element)
    dimensions[1] = shape.channels
    let whole = try builder.activationTensor(
      .blocked(dimensions, channelsPerBlock: block ?? 1, element))
    output = LayerOutput(tensor: whole)
    let source = try builder.tensor(input, as: local, for: name, .forward, isTemporary: true)
    let (from, own) = (ChannelRows(source), exchanged(part.number))
    let count = rows[part.number].count
    builder.append(name, .forward) { [batch] in from.copy(count, images: batch, to: own) }
    let gather = part.ranks.makeGather(of: part.numbers(part.count * length))
    builder.appendExchange(isForward: true) { [transfers = builder.transfers] in
      transfers.run(gather)
    }
    let copies = copies(in: whole)
    builder.append(name, .forward) { [batch] in
      for copy in copies { copy.exchanged.copy(copy.count, images: batch, to: copy.whole) }
    }
  }

  var isRearrangement: Bool { true }

  /// Returns the rows of a part in the memory for exchanges.
  private func exchanged(_ number: Int) -> ChannelRows {
    part.rows(from: number * length, stride: rows[number].count)
  }

  /// Returns the rows of each part in the memory for exchanges, and the same rows in a tensor of all parts.
  private func copies(
    in tensor: Tensor
  ) -> [(count: Int, exchanged: ChannelRows, whole: ChannelRows)] {
    let stride = ChannelRows(tensor).stride
    return rows.enumerated().map { number, row in
      (row.count, exchanged(number), ChannelRows(tensor, start: row.start, stride: stride))
    }
  }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let element = gradient.tensor.layout.element
    func layout(_ like: TensorLayout) -> TensorLayout {
      .blocked(like.dimensions, channelsPerBlock: like.channelsPerBlock ?? 1, element)
    }
    let whole = try builder.gradient(gradient, as: layout(output.tensor.layout), for: name).tensor
    let own = try builder.temporaryTensor(layout(local))
    let (copies, to, batch) = (copies(in: whole), ChannelRows(own), batch)
    let mine = copies[part.number]
    guard nextIsDivided else {
      builder.append(name, .backwardData) { mine.whole.copy(mine.count, images: batch, to: to) }
      return LayerGradient(tensor: own)
    }
    builder.append(name, .backwardData) {
      for copy in copies { copy.whole.copy(copy.count, images: batch, to: copy.exchanged) }
    }
    let sum = part.ranks.makeScatteredSum(of: part.numbers(part.count * length))
    builder.appendExchange { [transfers = builder.transfers] in transfers.run(sum) }
    builder.append(name, .backwardData) { mine.exchanged.copy(mine.count, images: batch, to: to) }
    return LayerGradient(tensor: own)
  }
}
