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
    var input = input
    if input.tensor.layout.channelsPerBlock.map({ !maps.isMultiple(of: $0) }) ?? true {
      let plain = TensorLayout.plain(builder.dimensions(shape), builder.element)
      input = LayerOutput(
        tensor: try builder.tensor(input.tensor, as: plain, for: name, .forward),
        isRectified: input.isRectified)
    }
    let source = input.tensor
    let work = lrn.acrossMaps(layout, batch: builder.batch, source: source)
    let threads = Int32(builder.engine.threads)
    self.input = input
    self.work = work
    self.threads = threads
    let tensor = try builder.activationTensor(source.layout)
    output = LayerOutput(tensor: tensor)
    scratch = try builder.tensor(
      .plain([withUnsafePointer(to: work) { od_across_maps_scratch($0, threads) }]))
    builder.append(name, .forward) { [settings = builder.settings, scratch] in
      tensor.redirect(to: settings.lrn ? nil : source)
      guard settings.lrn else { return }
      withUnsafePointer(to: work) {
        od_across_maps_forward($0, source.address, tensor.address, scratch.floats, threads)
      }
    }
  }

  var passedStorages: [Tensor.Storage] { [input.tensor.storage] }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let gradient = try builder.gradient(gradient, as: output.tensor.layout, for: name)
    let source = input.tensor
    let inputGradient = try builder.temporaryTensor(source.layout)
    // While the layer is off, the gradient passes only the ReLU of the preceding layer.
    let switchedOff =
      input.isRectified
      ? try builder.activationBackward(
        .relu, layer: name, output: source, gradient: gradient.tensor) : nil
    let isRectified: Int32 = input.isRectified ? 1 : 0
    builder.append(name, .backwardData) {
      [settings = builder.settings, work, scratch, threads, tensor = gradient.tensor] in
      inputGradient.redirect(to: settings.lrn ? nil : tensor)
      guard settings.lrn else {
        switchedOff?.run()
        return
      }
      withUnsafePointer(to: work) {
        od_across_maps_backward(
          $0, isRectified, source.address, tensor.address, inputGradient.address, scratch.floats,
          threads)
      }
    }
    // The loop over the memory also applies the ReLU of the preceding layer to the gradient.
    return LayerGradient(
      tensor: inputGradient, hasPassedReLU: input.isRectified, aliases: gradient.storages)
  }
}

extension ResponseNormalization {
  /// Returns the description of a normalisation across maps for C, to which the maps of a group are an image.
  ///
  /// - Parameters:
  ///   - layout: The layer with its shapes.
  ///   - batch: The number of images.
  ///   - source: The input.
  func acrossMaps(_ layout: LayerLayout, batch: Int, source: Tensor) -> od_across_maps {
    let shape = layout.input
    return od_across_maps(
      images: Int64(batch * groups), maps: Int64(shape.channels / groups),
      cells: Int64(shape.height * shape.width), lanes: Int64(source.layout.channelsPerBlock ?? 1),
      size: Int32(size), type: source.layout.element.code, alpha: Float(alpha), beta: Float(beta),
      k: Float(k))
  }
}
