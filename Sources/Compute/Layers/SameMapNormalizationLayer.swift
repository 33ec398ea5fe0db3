import Blueprint
import COneDNN

/// Local response normalisation within each map, as in cuda-convnet.
///
/// It has no parameters and can be switched on and off between steps. When it is off, its output is
/// its input, and the gradient passes unchanged.
final class SameMapNormalizationLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let input: Tensor
  private let map: od_same_map
  /// k + α·Σ a², which the backward pass reads.
  private let sums: Tensor
  private let scratch: Tensor
  private let threads: Int32

  init(
    _ layout: LayerLayout, _ lrn: ResponseNormalization, input: Tensor,
    into builder: NetworkBuilder
  ) throws(ComputeError) {
    name = layout.spec.name
    let (height, width) = (layout.input.height, layout.input.width)
    let input =
      input.layout.channelsPerBlock != nil && input.layout.element == .fp32
      ? input
      : try builder.tensor(
        input, as: .plain(builder.dimensions(layout.input)), for: name, .forward)
    let block = input.layout.channelsPerBlock ?? 1
    let map = od_same_map(
      planes: Int64(input.count / (height * width * block)), height: Int64(height),
      width: Int64(width), lanes: Int64(block), size: Int32(lrn.size), alpha: Float(lrn.alpha),
      beta: Float(lrn.beta), k: Float(lrn.k))
    let threads = Int32(builder.engine.threads)
    self.input = input
    self.map = map
    self.threads = threads
    let tensor = try builder.activationTensor(input.layout)
    output = LayerOutput(tensor: tensor)
    sums = try builder.activationTensor(input.layout)
    scratch = try builder.tensor(
      .plain([withUnsafePointer(to: map) { od_same_map_scratch($0, threads) }]))
    builder.append(name, .forward) { [settings = builder.settings, sums, scratch] in
      tensor.redirect(to: settings.lrn ? nil : input)
      guard settings.lrn else { return }
      withUnsafePointer(to: map) {
        od_same_map_forward(
          $0, input.floats, tensor.floats, sums.floats, scratch.floats, threads)
      }
    }
  }

  var passedStorages: [Tensor.Storage] { [input.storage] }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let gradient = try builder.gradient(gradient, as: output.tensor.layout, for: name)
    let inputGradient = try builder.temporaryTensor(input.layout)
    builder.append(name, .backwardData) {
      [
        settings = builder.settings, map, input, sums, scratch, threads,
        tensor = gradient.tensor
      ] in
      inputGradient.redirect(to: settings.lrn ? nil : tensor)
      guard settings.lrn else { return }
      withUnsafePointer(to: map) {
        od_same_map_backward(
          $0, input.floats, sums.floats, tensor.floats, inputGradient.floats, scratch.floats,
          threads)
      }
    }
    return LayerGradient(tensor: inputGradient, aliases: gradient.storages)
  }
}
