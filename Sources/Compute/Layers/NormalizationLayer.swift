import Blueprint
import COneDNN

/// Local response normalisation across maps (paper, section 3.3).
///
/// It has no parameters and can be switched on and off between steps. When it is off, its output is
/// its input, and the gradient passes unchanged.
final class NormalizationLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let input: LayerOutput
  /// The input, or its columns.
  private let pieces: TensorAddresses
  private let work: od_across_maps
  private let scratch: Tensor
  private let threads: Int32

  init(
    _ layout: LayerLayout, _ lrn: ResponseNormalization, input: LayerOutput,
    into builder: NetworkBuilder
  ) throws(ComputeError) {
    name = layout.spec.name
    let shape = layout.input
    // The C function treats the maps of a group as an image, so they must be whole blocks or plain
    // rows.
    let maps = shape.channels / lrn.groups
    var input = lrn.groups > 1 ? builder.join(input, for: name) : input
    if input.tensor.layout.channelsPerBlock.map({ !maps.isMultiple(of: $0) }) ?? true {
      let plain = TensorLayout.plain(builder.dimensions(shape), builder.element)
      input = LayerOutput(
        tensor: try builder.tensor(input.tensor, as: plain, for: name, .forward),
        isRectified: input.isRectified)
    }
    let source = input.tensor
    let columns = input.columns
    let pieces = TensorAddresses(of: columns.isEmpty ? [source] : columns)
    let work = lrn.acrossMaps(
      layout, batch: builder.batch, source: source, pieces: pieces.tensors.count)
    let threads = Int32(builder.engine.threads)
    self.input = input
    self.pieces = pieces
    self.work = work
    self.threads = threads
    let tensor = try builder.activationTensor(source.layout)
    output = LayerOutput(tensor: tensor)
    scratch = try builder.tensor(
      .plain([withUnsafePointer(to: work) { od_across_maps_scratch($0, threads) }]))
    let join = columns.isEmpty ? nil : NetworkBuilder.joining(columns, to: tensor)
    builder.append(name, .forward) {
      [settings = builder.settings, batch = builder.batch, scratch] in
      if join == nil { tensor.redirect(to: settings.lrn ? nil : source) }
      guard settings.lrn else {
        join?(batch)
        return
      }
      withUnsafePointer(to: work) {
        od_across_maps_forward($0, pieces.current, tensor.address, scratch.floats, threads)
      }
    }
  }

  var readsColumns: Bool { !input.columns.isEmpty }
  var passedStorages: [Tensor.Storage] { input.storages }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let gradient = try builder.gradient(gradient, as: output.tensor.layout, for: name)
    var inputGradients: [Tensor] = []
    for piece in pieces.tensors {
      inputGradients.append(try builder.temporaryTensor(piece.layout))
    }
    let switchedOff = try workWhenOff(gradient.tensor, inputGradients, builder)
    let gradients = TensorAddresses(of: inputGradients)
    let isRectified: Int32 = input.isRectified ? 1 : 0
    builder.append(name, .backwardData) {
      [
        settings = builder.settings, work, pieces, scratch, threads, readsColumns,
        tensor = gradient.tensor, first = inputGradients[0]
      ] in
      if !readsColumns { first.redirect(to: settings.lrn ? nil : tensor) }
      guard settings.lrn else { return switchedOff() }
      withUnsafePointer(to: work) {
        od_across_maps_backward(
          $0, isRectified, pieces.current, tensor.address, gradients.current, scratch.floats,
          threads)
      }
    }
    // The loop over the memory also applies the ReLU of the preceding layer to the gradient.
    return LayerGradient(
      tensor: inputGradients[0], hasPassedReLU: input.isRectified,
      columns: readsColumns ? inputGradients : [],
      aliases: readsColumns ? [] : gradient.storages)
  }

  /// Returns the backward pass while the layer is off: the gradient passes only the ReLU of the
  /// preceding layer.
  private func workWhenOff(
    _ gradient: Tensor, _ inputGradients: [Tensor], _ builder: NetworkBuilder
  ) throws(ComputeError) -> () -> Void {
    if readsColumns {
      return builder.splitting(
        gradient, to: inputGradients,
        masks: input.isRectified ? pieces.tensors.map { ChannelRows($0) } : nil)
    }
    guard input.isRectified else { return {} }
    return try builder.activationBackward(
      .relu, layer: name, output: input.tensor, gradient: gradient
    ).run
  }
}

extension ResponseNormalization {
  /// Returns the description of a normalisation across maps for C, to which the maps of a group are an image.
  ///
  /// - Parameters:
  ///   - layout: The layer with its shapes.
  ///   - batch: The number of images.
  ///   - source: The input.
  ///   - pieces: The number of tensors that the input consists of.
  func acrossMaps(
    _ layout: LayerLayout, batch: Int, source: Tensor, pieces: Int
  ) -> od_across_maps {
    let shape = layout.input
    return od_across_maps(
      images: Int64(batch * groups), maps: Int64(shape.channels / groups),
      cells: Int64(shape.height * shape.width), lanes: Int64(source.layout.channelsPerBlock ?? 1),
      pieces: Int64(pieces), size: Int32(size), type: source.layout.element.code,
      alpha: Float(alpha), beta: Float(beta), k: Float(k))
  }
}

/// The addresses of tensors in an array for C.
final class TensorAddresses {
  let tensors: [Tensor]
  private let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>

  init(of tensors: [Tensor]) {
    self.tensors = tensors
    pointers = .allocate(capacity: tensors.count)
    pointers.initialize(repeating: nil, count: tensors.count)
  }

  deinit { pointers.deallocate() }

  /// The present addresses, which can change between steps.
  var current: UnsafePointer<UnsafeMutableRawPointer?> {
    for (index, tensor) in tensors.enumerated() { pointers[index] = tensor.address }
    return UnsafePointer(pointers)
  }
}
