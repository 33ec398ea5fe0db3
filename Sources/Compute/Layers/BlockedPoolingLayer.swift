import Blueprint
import COneDNN

/// Maximum or average pooling of maps in blocks of channels, with windows clipped at the border.
///
/// It can include the ReLU before or after the pooling. The input is in blocks of 16 channels or, as that of
/// oneDNN's convolutions with AVX2, of 8. The output is in blocks of 16.
final class BlockedPoolingLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let pool: od_pool
  private let input: LayerOutput
  /// The index of each maximum among the cells of its window, one byte each; empty for averages.
  private let maximumCells: Tensor.Storage

  /// Returns true if this layer can include an activation function that follows the pooling.
  static func canApply(_ activation: Activation, after pooling: Pooling) -> Bool {
    activation == .relu && pooling.operation == .maximum
  }

  /// Returns true if this kind of layer can compute a pooling: the input is in blocks, of which two of 8
  /// channels make one of 16; the size of a window is at most 15; and every window contains a cell of the
  /// input.
  static func suits(_ pooling: Pooling, _ layout: LayerLayout, input: Tensor) -> Bool {
    func hasCells(_ windows: Int, side: Int) -> Bool {
      (windows - 1) * pooling.stride < side + pooling.padding
    }
    let block = NetworkBuilder.channelsPerBlock
    let pairs = layout.input.channels.isMultiple(of: block) && input.layout.element == .fp32
    let lanes = input.layout.channelsPerBlock
    return (lanes == block || lanes == block / 2 && pairs) && pooling.size < 16
      && pooling.padding < pooling.size
      && hasCells(layout.output.height, side: layout.input.height)
      && hasCells(layout.output.width, side: layout.input.width)
  }

  init(
    _ layout: LayerLayout, _ pooling: Pooling, activation: Activation?, input: LayerOutput,
    into builder: NetworkBuilder
  ) throws(ComputeError) {
    name = layout.spec.name
    self.input = input
    let source = input.tensor
    let isRectified = input.isRectified || activation != nil
    pool = pooling.work(layout, source: source, isRectified: isRectified)
    let tensor = try builder.activationTensor(
      .blocked(
        builder.dimensions(layout.output), source.layout.element))
    output = LayerOutput(tensor: tensor, isRectified: isRectified)
    maximumCells = try builder.activationMemory(
      bytes: pooling.operation == .maximum ? tensor.count : 0)
    builder.append(name, .forward) { [pool, maximumCells] in
      withUnsafePointer(to: pool) {
        od_pool_forward($0, source.address, tensor.address, maximumCells.bytePointer)
      }
    }
  }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let gradient = try builder.tensor(
      gradient.tensor, as: output.tensor.layout, for: name, .backwardData)
    let inputGradient = try builder.temporaryTensor(input.tensor.layout)
    // A maximum of 0 has no gradient, so maxima need no mask. For averages, ReLU masks each cell.
    let isAverage = pool.kind == Pooling.Operation.average.code
    let active = input.isRectified && isAverage ? input.tensor : nil
    builder.append(name, .backwardData) { [pool, maximumCells] in
      withUnsafePointer(to: pool) {
        od_pool_backward(
          $0, gradient.address, maximumCells.bytePointer, active?.address, inputGradient.address)
      }
    }
    return LayerGradient(tensor: inputGradient, hasPassedReLU: input.isRectified)
  }
}

extension Pooling {
  /// Returns the description of this pooling for C.
  ///
  /// - Parameters:
  ///   - layout: The layer with its shapes.
  ///   - source: The input, which `BlockedPoolingLayer/suits` accepts.
  ///   - isRectified: True if the pooling includes ReLU.
  func work(_ layout: LayerLayout, source: Tensor, isRectified: Bool) -> od_pool {
    let (height, width) = (layout.input.height, layout.input.width)
    let block = NetworkBuilder.channelsPerBlock
    return od_pool(
      planes: source.count / (height * width * block), height: height, width: width,
      lanes: source.layout.channelsPerBlock ?? block, rows: layout.output.height,
      columns: layout.output.width, size: size, stride: stride, padding: padding,
      kind: operation.code, type: source.layout.element.code, rectified: isRectified ? 1 : 0)
  }
}

extension Tensor.Storage {
  /// The memory as bytes.
  var bytePointer: UnsafeMutablePointer<UInt8> {
    address.assumingMemoryBound(to: UInt8.self)
  }
}
