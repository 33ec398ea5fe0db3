import Blueprint
import COneDNN

/// Local response normalisation across maps and the maximum pooling that follows it, as after the first two
/// convolutions of the paper.
///
/// The results are those of the two layers one after the other, but the activations between them and their
/// gradient are not in memory. Such a layer is only in networks whose activations between the two are not read.
/// The normalisation can be switched off between steps; the input is then pooled.
final class NormalizedPoolingLayer: ExecutableLayer {
  let output: LayerOutput
  private let names: (normalization: String, pooling: String)
  private let input: LayerOutput
  private let work: od_across_maps
  private let pool: od_pool
  /// The index of each maximum among the cells of its window, one byte each.
  private let maximumCells: Tensor.Storage
  private let scratch: TemporaryMemory

  /// Returns true if this kind of layer can compute a layer and the next one: a normalisation whose groups are
  /// whole blocks of channels, and a maximum pooling.
  ///
  /// - Parameters:
  ///   - layout: The layers with their shapes.
  ///   - index: The index of the first of the two.
  ///   - input: The input of the first one.
  ///   - builder: The builder of the network, whose images must suffice for its threads.
  static func suits(
    _ layout: [LayerLayout], at index: Int, input: Tensor, in builder: NetworkBuilder
  ) -> Bool {
    guard !builder.purpose.showsActivations, index + 1 < layout.count,
      builder.part?.division.layers[index + 1].gather == nil,
      let (lrn, pooling) = kinds(layout[index], layout[index + 1])
    else { return false }
    return lrn.region == .acrossMaps && pooling.operation == .maximum
      && (layout[index].input.channels / lrn.groups).isMultiple(of: NetworkBuilder.channelsPerBlock)
      && builder.batch * lrn.groups >= builder.engine.threads
      && BlockedPoolingLayer.suits(pooling, layout[index + 1], input: input)
  }

  private static func kinds(
    _ first: LayerLayout, _ second: LayerLayout
  ) -> (lrn: ResponseNormalization, pooling: Pooling)? {
    guard case .normalization(let lrn) = first.spec.kind,
      case .pooling(let pooling) = second.spec.kind
    else { return nil }
    return (lrn, pooling)
  }

  /// Creates the layer and appends the tasks of its forward pass.
  ///
  /// - Parameters:
  ///   - first: The normalisation with its shapes.
  ///   - second: The pooling with its shapes.
  ///   - activation: The activation function after the pooling, which `BlockedPoolingLayer` can apply.
  ///   - input: The input of the normalisation.
  ///   - builder: The builder that receives the tasks.
  init(
    _ first: LayerLayout, _ second: LayerLayout, activation: Activation?, input: LayerOutput,
    into builder: NetworkBuilder
  ) throws(ComputeError) {
    guard let (lrn, pooling) = Self.kinds(first, second) else {
      preconditionFailure("\(first.spec.name) and \(second.spec.name) are other layers")
    }
    names = (first.spec.name, second.spec.name)
    let source = input.tensor
    let work = lrn.acrossMaps(first, batch: builder.batch, source: source)
    let pool = pooling.work(second, source: source, isRectified: activation != nil)
    let tensor = try builder.activationTensor(
      .blocked(builder.dimensions(second.output), source.layout.element))
    let threads = Int32(builder.engine.threads)
    scratch = builder.temporaryMemory
    try scratch.reserveScratch(
      bytes: 4 * withUnsafePointer(to: work) { od_across_maps_pooled_scratch($0, threads) })
    maximumCells = try builder.activationMemory(bytes: tensor.count)
    output = LayerOutput(tensor: tensor, isRectified: activation != nil)
    (self.input, self.work, self.pool) = (input, work, pool)
    appendForward(to: tensor, into: builder)
  }

  private func appendForward(to tensor: Tensor, into builder: NetworkBuilder) {
    let (source, settings) = (input.tensor, builder.settings)
    builder.append(names.normalization, .forward) {
      [work, pool, maximumCells, scratch, threads = Int32(builder.engine.threads)] in
      guard settings.lrn else { return }
      withUnsafePointers(work, pool) {
        od_across_maps_pooled_forward(
          $0, $1, source.address, tensor.address, maximumCells.bytePointer, scratch.floats, threads)
      }
    }
    builder.append(names.pooling, .forward) { [pool, maximumCells] in
      guard !settings.lrn else { return }
      withUnsafePointer(to: pool) {
        od_pool_forward($0, source.address, tensor.address, maximumCells.bytePointer)
      }
    }
  }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let gradient = try builder.tensor(
      gradient.tensor, as: output.tensor.layout, for: names.pooling, .backwardData)
    let source = input.tensor
    let inputGradient = try builder.temporaryTensor(source.layout)
    let (settings, isRectified) = (builder.settings, input.isRectified)
    // Both ways also apply the ReLU of the preceding layer to the gradient.
    builder.append(names.pooling, .backwardData) { [pool, maximumCells] in
      guard !settings.lrn else { return }
      withUnsafePointer(to: pool) {
        od_pool_backward(
          $0, gradient.address, maximumCells.bytePointer, isRectified ? source.address : nil,
          inputGradient.address)
      }
    }
    builder.append(names.normalization, .backwardData) {
      [work, pool, scratch, maximumCells, threads = Int32(builder.engine.threads)] in
      guard settings.lrn else { return }
      withUnsafePointers(work, pool) {
        od_across_maps_pooled_backward(
          $0, $1, isRectified ? 1 : 0, source.address, gradient.address, maximumCells.bytePointer,
          inputGradient.address, scratch.floats, threads)
      }
    }
    return LayerGradient(tensor: inputGradient, hasPassedReLU: isRectified)
  }
}

/// Calls a closure with pointers to two values.
private func withUnsafePointers<First, Second>(
  _ first: First, _ second: Second,
  _ body: (UnsafePointer<First>, UnsafePointer<Second>) -> Void
) {
  withUnsafePointer(to: first) { first in
    withUnsafePointer(to: second) { second in body(first, second) }
  }
}

extension TemporaryMemory {
  /// The scratch memory, which the task that reads this has reserved.
  fileprivate var floats: UnsafeMutablePointer<Float> {
    guard let scratch else { preconditionFailure("no scratch memory was reserved") }
    return scratch.address.assumingMemoryBound(to: Float.self)
  }
}
