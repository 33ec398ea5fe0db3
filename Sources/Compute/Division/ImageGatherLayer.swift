import Blueprint

/// The exchange before the first divided layer of a network whose parts have different images: each rank gets the
/// activations of the images of all, and in the backward pass the sum of all gradients with respect to its own.
///
/// The images are in the order of the ranks. Those that fill up the tensor of a rank are gathered with the others,
/// and their gradient is 0.
final class ImageGatherLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let part: NetworkPart
  /// The layout of this rank's activations, `[images, units]`.
  private let local: TensorLayout
  private var units: Int { local.dimensions[1] }

  /// - Parameters:
  ///   - name: The name of the next layer, the first that is divided.
  ///   - input: The activations of this rank's images, `[images, units]`.
  ///   - part: The part of this process.
  ///   - builder: The builder that receives the tasks. It continues with the images of all ranks.
  init(
    before name: String, input: Tensor, among part: NetworkPart, into builder: NetworkBuilder
  ) throws(ComputeError) {
    self.name = name
    self.part = part
    let (dimensions, element) = (input.layout.dimensions, input.layout.element)
    local = .plain(dimensions, element)
    let source = try builder.tensor(input, as: local, for: name, .forward, isTemporary: true)
    let (from, units) = (ChannelRows(source), dimensions[1])
    let own = Self.own(units, of: part)
    builder.append(name, .forward) { [images = part.images] in
      from.copy(units, images: images, to: own)
    }
    let gather = part.ranks.makeGather(of: part.numbers(part.allImages * units))
    builder.appendExchange(isForward: true) { [transfers = builder.transfers] in
      transfers.run(gather)
    }
    builder.images = .all
    let whole = try builder.activationTensor(.plain([part.allImages, units], element))
    output = LayerOutput(tensor: whole)
    let (exchanged, to) = (part.rows(from: 0, stride: units), ChannelRows(whole))
    builder.append(name, .forward) { [images = part.allImages] in
      exchanged.copy(units, images: images, to: to)
    }
  }

  var isRearrangement: Bool { true }

  /// Returns the rows of this rank's images in the memory for exchanges.
  fileprivate static func own(_ units: Int, of part: NetworkPart) -> ChannelRows {
    part.rows(from: part.number * part.images * units, stride: units)
  }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let element = gradient.tensor.layout.element
    let whole = try builder.gradient(
      gradient, as: .plain([part.allImages, units], element), for: name
    ).tensor
    let (from, exchanged) = (ChannelRows(whole), part.rows(from: 0, stride: units))
    builder.append(name, .backwardData) { [units, images = part.allImages] in
      from.copy(units, images: images, to: exchanged)
    }
    let sum = part.ranks.makeScatteredSum(of: part.numbers(part.allImages * units))
    builder.appendExchange { [transfers = builder.transfers] in transfers.run(sum) }
    builder.images = .own
    let own = try builder.temporaryTensor(.plain([part.images, units], element))
    let (sums, to) = (Self.own(units, of: part), ChannelRows(own))
    builder.append(name, .backwardData) { [units, images = part.images] in
      sums.copy(units, images: images, to: to)
    }
    return LayerGradient(tensor: own)
  }
}

/// The way back from the images of all ranks to those of this rank, before the loss: each rank computes the loss of
/// its own images. In the backward pass the gradients of all images are gathered.
final class OwnImagesLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let part: NetworkPart
  private let units: Int

  /// - Parameters:
  ///   - name: The name of the last layer.
  ///   - input: The scores of all images, `[images, classes]`.
  ///   - part: The part of this process.
  ///   - builder: The builder that receives the tasks. It continues with the images of this rank.
  init(
    after name: String, input: Tensor, among part: NetworkPart, into builder: NetworkBuilder
  ) throws(ComputeError) {
    self.name = name
    self.part = part
    units = input.layout.dimensions[1]
    let element = input.layout.element
    let whole = try builder.tensor(
      input, as: .plain([part.allImages, units], element), for: name, .forward, isTemporary: true)
    builder.images = .own
    let own = try builder.activationTensor(.plain([part.images, units], element))
    output = LayerOutput(tensor: own)
    let from = ChannelRows(whole, start: part.number * part.images * units, stride: units)
    let to = ChannelRows(own)
    builder.append(name, .forward) { [units, images = part.images] in
      from.copy(units, images: images, to: to)
    }
  }

  var isRearrangement: Bool { true }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let element = gradient.tensor.layout.element
    let own = try builder.gradient(
      gradient, as: .plain([part.images, units], element), for: name
    ).tensor
    let (from, exchanged) = (ChannelRows(own), ImageGatherLayer.own(units, of: part))
    builder.append(name, .backwardData) { [units, images = part.images] in
      from.copy(units, images: images, to: exchanged)
    }
    let gather = part.ranks.makeGather(of: part.numbers(part.allImages * units))
    builder.appendExchange { [transfers = builder.transfers] in transfers.run(gather) }
    builder.images = .all
    let whole = try builder.temporaryTensor(.plain([part.allImages, units], element))
    let (all, to) = (part.rows(from: 0, stride: units), ChannelRows(whole))
    builder.append(name, .backwardData) { [units, images = part.allImages] in
      all.copy(units, images: images, to: to)
    }
    return LayerGradient(tensor: whole)
  }
}
