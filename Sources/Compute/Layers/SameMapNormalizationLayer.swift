import Blueprint
import COneDNN

/// Local response normalisation within each map, as cuda-convnet has it beside the one across maps.
/// Like that, it has no parameters and may be switched between steps: off, its output and its
/// gradient are those of its neighbours.
final class SameMapNormalizationLayer: Layer {
  let output: Tensor
  private let name: String
  private let input: Tensor
  private let map: od_same_map
  /// k + α·Σ a², which the way back wants again.
  private let sums: Tensor
  private let scratch: Tensor
  private let threads: Int32

  init(
    _ layout: LayerLayout, _ lrn: ResponseNormalization, input: Tensor, into builder: Builder
  ) throws(ComputeError) {
    name = layout.spec.name
    let (height, width) = (layout.input.height, layout.input.width)
    let input =
      input.layout.lanes != nil && input.layout.element == .fp32
      ? input
      : try builder.tensor(
        input, as: .plain(builder.dimensions(layout.input)), for: name, .forward)
    let lanes = input.layout.lanes ?? 1
    let map = od_same_map(
      planes: Int64(input.count / (height * width * lanes)), height: Int64(height),
      width: Int64(width), lanes: Int64(lanes), size: Int32(lrn.size), alpha: Float(lrn.alpha),
      beta: Float(lrn.beta), k: Float(lrn.k))
    let threads = Int32(builder.engine.threads)
    self.input = input
    self.map = map
    self.threads = threads
    output = try builder.tensor(input.layout)
    sums = try builder.tensor(input.layout)
    scratch = try builder.tensor(
      .plain([withUnsafePointer(to: map) { od_same_map_scratch($0, threads) }]))
    builder.forward.append(
      Task(name, .forward) { [mode = builder.mode, output, sums, scratch] in
        output.point(to: mode.lrn ? nil : input)
        guard mode.lrn else { return }
        withUnsafePointer(to: map) {
          od_same_map_forward(
            $0, input.floats, output.floats, sums.floats, scratch.floats, threads)
        }
      })
  }

  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor? {
    let gradient = try builder.tensor(gradient, as: output.layout, for: name, .backwardData)
    let inputGradient = try builder.passingTensor(input.layout)
    inputGradient.pointsAt = gradient
    builder.backward.append(
      Task(name, .backwardData) {
        [mode = builder.mode, map, input, sums, scratch, threads] in
        inputGradient.point(to: mode.lrn ? nil : gradient)
        guard mode.lrn else { return }
        withUnsafePointer(to: map) {
          od_same_map_backward(
            $0, input.floats, sums.floats, gradient.floats, inputGradient.floats, scratch.floats,
            threads)
        }
      })
    return inputGradient
  }
}
