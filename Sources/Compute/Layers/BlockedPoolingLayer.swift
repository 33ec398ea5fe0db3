import Blueprint
import COneDNN

/// Maximum or average pooling of maps in blocks of channels, with windows clipped at the border.
///
/// ReLU before or after it is a part of it where that costs nothing.
final class BlockedPoolingLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let pool: od_pool
  private let input: LayerOutput
  /// The cell of each maximum in its window, one byte each; empty for averages.
  private let places: Tensor.Storage

  /// Returns true if an activation function that follows a pooling can be a part of it.
  static func canApply(_ activation: Activation, after pooling: Pooling) -> Bool {
    activation == .relu && pooling.operation == .maximum
  }

  /// Returns true if this kind of layer can compute a pooling: the input is in blocks, the size of
  /// a window is at most 15, and every window has a cell.
  static func suits(_ pooling: Pooling, _ layout: LayerLayout, input: Tensor) -> Bool {
    func hasCells(_ windows: Int, side: Int) -> Bool {
      (windows - 1) * pooling.stride < side + pooling.padding
    }
    return input.layout.lanes == NetworkBuilder.lanes && pooling.size < 16
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
    let (height, width) = (layout.input.height, layout.input.width)
    let (rows, columns) = (layout.output.height, layout.output.width)
    let kind = pooling.operation == .maximum ? OD_MAXIMUM : OD_AVERAGE
    let isRectified = input.isRectified || activation != nil
    pool = od_pool(
      planes: source.count / (height * width * NetworkBuilder.lanes), height: height,
      width: width, rows: rows, columns: columns, size: pooling.size, stride: pooling.stride,
      padding: pooling.padding, kind: Int32(kind.rawValue), type: source.layout.element.code,
      rectified: isRectified ? 1 : 0)
    let tensor = try builder.tensor(
      .blocked(
        builder.dimensions(layout.output), lanes: NetworkBuilder.lanes, source.layout.element))
    output = LayerOutput(tensor: tensor, isRectified: isRectified)
    places = try Tensor.Storage(bytes: kind == OD_MAXIMUM ? tensor.count : 0)
    builder.append(name, .forward) { [pool, places] in
      withUnsafePointer(to: pool) {
        od_pool_forward($0, source.address, tensor.address, places.bytePointer)
      }
    }
  }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let gradient = try builder.tensor(
      gradient.tensor, as: output.tensor.layout, for: name, .backwardData)
    let inputGradient = try builder.temporaryTensor(input.tensor.layout)
    // A maximum of 0 has no gradient. For an average, ReLU must be evaluated at each cell.
    let active = input.isRectified && pool.kind == OD_AVERAGE.rawValue ? input.tensor : nil
    builder.append(name, .backwardData) { [pool, places] in
      withUnsafePointer(to: pool) {
        od_pool_backward(
          $0, gradient.address, places.bytePointer, active?.address, inputGradient.address)
      }
    }
    return LayerGradient(tensor: inputGradient, hasPassedReLU: input.isRectified)
  }
}

extension Tensor.Storage {
  fileprivate var bytePointer: UnsafeMutablePointer<UInt8> {
    address.assumingMemoryBound(to: UInt8.self)
  }
}
