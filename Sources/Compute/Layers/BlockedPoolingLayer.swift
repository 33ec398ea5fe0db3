import Blueprint
import COneDNN

/// Maximum or average over windows, clipped at the border, of maps in blocks of channels. It takes ReLU
/// in, before or after it, where that costs nothing.
final class BlockedPoolingLayer: Layer {
  let output: Tensor
  private let name: String
  private let pool: od_pool
  private let input: Tensor
  /// Where in its window each maximum was, a byte each.
  private let places: Tensor.Storage

  /// The activation function that can be part of the layer, if it follows it.
  static func takes(_ activation: Activation, after pooling: Pooling) -> Bool {
    activation == .relu && pooling.operation == .maximum
  }

  static func takes(_ pooling: Pooling, _ layout: LayerLayout, of input: Tensor) -> Bool {
    func hasCells(_ windows: Int, side: Int) -> Bool {
      (windows - 1) * pooling.stride < side + pooling.padding
    }
    return input.layout.lanes == Builder.lanes && pooling.size < 16
      && pooling.padding < pooling.size
      && hasCells(layout.output.height, side: layout.input.height)
      && hasCells(layout.output.width, side: layout.input.width)
  }

  init(
    _ layout: LayerLayout, _ pooling: Pooling, activation: Activation?, input: Tensor,
    into builder: Builder
  ) throws(ComputeError) {
    name = layout.spec.name
    self.input = input
    let (height, width) = (layout.input.height, layout.input.width)
    let (rows, columns) = (layout.output.height, layout.output.width)
    let kind = pooling.operation == .maximum ? OD_MAXIMUM : OD_AVERAGE
    pool = od_pool(
      planes: input.count / (height * width * Builder.lanes), height: height, width: width,
      rows: rows, columns: columns, size: pooling.size, stride: pooling.stride,
      padding: pooling.padding, kind: Int32(kind.rawValue), type: input.layout.element.code,
      rectified: input.isRectified || activation != nil ? 1 : 0)
    output = try builder.tensor(
      .blocked(builder.dimensions(layout.output), lanes: Builder.lanes, input.layout.element))
    output.isRectified = input.isRectified || activation != nil
    places = try Tensor.Storage(bytes: kind == OD_MAXIMUM ? output.count : 0)
    builder.forward.append(
      Task(name, .forward) { [pool, output, places] in
        withUnsafePointer(to: pool) {
          od_pool_forward($0, input.address, output.address, places.bytePointer)
        }
      })
  }

  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor? {
    let gradient = try builder.tensor(gradient, as: output.layout, for: name, .backwardData)
    let inputGradient = try builder.passingTensor(input.layout)
    // A maximum of 0 has no gradient; of a mean, each cell has to be looked at.
    let active = input.isRectified && pool.kind == OD_AVERAGE.rawValue ? input : nil
    inputGradient.hasPassedReLU = input.isRectified
    builder.backward.append(
      Task(name, .backwardData) { [pool, places] in
        withUnsafePointer(to: pool) {
          od_pool_backward(
            $0, gradient.address, places.bytePointer, active?.address, inputGradient.address)
        }
      })
    return inputGradient
  }
}

extension Tensor.Storage {
  fileprivate var bytePointer: UnsafeMutablePointer<UInt8> {
    address.assumingMemoryBound(to: UInt8.self)
  }
}
