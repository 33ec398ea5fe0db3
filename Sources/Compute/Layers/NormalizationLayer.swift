import Blueprint
import COneDNN

/// Local response normalisation across maps (paper, section 3.3). It has no parameters and may be
/// switched between steps: off, its output and its gradient are those of its neighbours.
final class NormalizationLayer: Layer {
  let output: Tensor
  private let name: String
  private let input: Tensor
  /// The input, or the columns that it comes in.
  private let pieces: Addresses
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
    if lrn.groups > 1 { builder.join(input, for: name) }
    var input = input
    if input.layout.lanes.map({ !maps.isMultiple(of: $0) }) ?? true {
      input = try builder.tensor(
        input, as: .plain(builder.dimensions(shape), builder.element), for: name, .forward)
    }
    let columns = input.join == nil ? [] : input.columns
    let pieces = Addresses(of: columns.isEmpty ? [input] : columns)
    let work = od_across_maps(
      images: Int64(builder.batch * lrn.groups), maps: Int64(maps),
      cells: Int64(shape.height * shape.width), lanes: Int64(input.layout.lanes ?? 1),
      pieces: Int64(pieces.tensors.count), size: Int32(lrn.size),
      type: input.layout.element.code, alpha: Float(lrn.alpha), beta: Float(lrn.beta),
      k: Float(lrn.k))
    let threads = Int32(builder.engine.threads)
    self.input = input
    self.pieces = pieces
    self.work = work
    self.threads = threads
    output = try builder.tensor(input.layout)
    scratch = try builder.tensor(
      .plain([withUnsafePointer(to: work) { od_across_maps_scratch($0, threads) }]))
    let join = columns.isEmpty ? nil : Builder.joining(columns, to: output)
    builder.forward.append(
      Task(name, .forward) { [mode = builder.mode, batch = builder.batch, input, output, scratch] in
        if join == nil { output.point(to: mode.lrn ? nil : input) }
        guard mode.lrn else {
          join?(batch)
          return
        }
        withUnsafePointer(to: work) {
          od_across_maps_forward($0, pieces.now, output.address, scratch.floats, threads)
        }
      })
  }

  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor? {
    let gradient = try builder.tensor(gradient, as: output.layout, for: name, .backwardData)
    let isInColumns = pieces.tensors.count > 1
    var inputGradients: [Tensor] = []
    for piece in pieces.tensors { inputGradients.append(try builder.passingTensor(piece.layout)) }
    let inputGradient = inputGradients[0]
    // What goes through ReLU next goes through it here, in the same pass over the memory.
    inputGradient.hasPassedReLU = input.isRectified
    let switchedOff: () -> Void
    if isInColumns {
      inputGradient.columns = inputGradients
      switchedOff = builder.splitting(
        gradient, to: inputGradients,
        masks: input.isRectified ? pieces.tensors.map { Rows($0) } : nil)
    } else {
      inputGradient.pointsAt = gradient
      let rectification =
        input.isRectified
        ? try builder.activationBackward(
          .relu, layer: name, output: input, gradient: gradient) : nil
      switchedOff = { rectification?.run() }
    }
    let gradients = Addresses(of: inputGradients)
    let isRectified: Int32 = input.isRectified ? 1 : 0
    builder.backward.append(
      Task(name, .backwardData) { [mode = builder.mode, work, pieces, scratch, threads] in
        if !isInColumns { inputGradient.point(to: mode.lrn ? nil : gradient) }
        guard mode.lrn else { return switchedOff() }
        withUnsafePointer(to: work) {
          od_across_maps_backward(
            $0, isRectified, pieces.now, gradient.address, gradients.now, scratch.floats, threads)
        }
      })
    return inputGradient
  }
}

/// Where tensors' numbers are, in an array as C wants it.
private final class Addresses {
  let tensors: [Tensor]
  private let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>

  init(of tensors: [Tensor]) {
    self.tensors = tensors
    pointers = .allocate(capacity: tensors.count)
    pointers.initialize(repeating: nil, count: tensors.count)
  }

  deinit { pointers.deallocate() }

  /// At this moment: tensors may be pointed elsewhere.
  var now: UnsafePointer<UnsafeMutableRawPointer?> {
    for (index, tensor) in tensors.enumerated() { pointers[index] = tensor.address }
    return UnsafePointer(pointers)
  }
}
