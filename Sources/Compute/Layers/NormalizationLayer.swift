import Blueprint
import COneDNN

/// Local response normalisation across maps (paper, section 3.3). It has no parameters and may be
/// switched between steps: off, its output and its gradient are those of its neighbours.
final class NormalizationLayer: Layer {
  let output: Tensor
  private let name: String
  private let input: Tensor
  private let work: od_across_maps
  private let scratch: Tensor
  private let threads: Int32

  init(
    _ layout: LayerLayout, _ lrn: ResponseNormalization, input: Tensor, into builder: Builder
  ) throws(ComputeError) {
    name = layout.spec.name
    let shape = layout.input
    // The maps of a group by themselves are whole blocks, or lie in plain rows: images of their own.
    let maps = shape.channels / lrn.groups
    var input = input
    if input.layout.lanes.map({ !maps.isMultiple(of: $0) }) ?? true {
      input = try builder.tensor(
        input, as: .plain(builder.dimensions(shape), builder.element), for: name, .forward)
    }
    let work = od_across_maps(
      images: Int64(builder.batch * lrn.groups), maps: Int64(maps),
      cells: Int64(shape.height * shape.width), lanes: Int64(input.layout.lanes ?? 1),
      size: Int32(lrn.size), type: input.layout.element.code, alpha: Float(lrn.alpha),
      beta: Float(lrn.beta), k: Float(lrn.k))
    let threads = Int32(builder.engine.threads)
    self.input = input
    self.work = work
    self.threads = threads
    output = try builder.tensor(input.layout)
    scratch = try builder.tensor(
      .plain([withUnsafePointer(to: work) { od_across_maps_scratch($0, threads) }]))
    builder.forward.append(
      Task(name, .forward) { [mode = builder.mode, input, output, scratch] in
        output.point(to: mode.lrn ? nil : input)
        guard mode.lrn else { return }
        withUnsafePointer(to: work) {
          od_across_maps_forward($0, input.address, output.address, scratch.floats, threads)
        }
      })
  }

  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor? {
    let gradient = try builder.tensor(gradient, as: output.layout, for: name, .backwardData)
    let inputGradient = try builder.passingTensor(input.layout)
    inputGradient.pointsAt = gradient
    // What goes through ReLU next goes through it here, in the same pass over the memory.
    inputGradient.hasPassedReLU = input.isRectified
    let rectification =
      input.isRectified
      ? try builder.activationBackward(
        .relu, layer: name, output: input, gradient: gradient) : nil
    builder.backward.append(
      Task(name, .backwardData) { [mode = builder.mode, work, input, scratch, threads] in
        inputGradient.point(to: mode.lrn ? nil : gradient)
        guard mode.lrn else {
          rectification?.run()
          return
        }
        withUnsafePointer(to: work) {
          od_across_maps_backward(
            $0, rectification == nil ? 0 : 1, input.address, gradient.address,
            inputGradient.address, scratch.floats, threads)
        }
      })
    return inputGradient
  }
}
