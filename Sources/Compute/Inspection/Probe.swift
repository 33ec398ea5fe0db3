/// A tensor, or the first images of a batch, brought into rows: without a layout's padding, which would
/// count as zeros.
struct Probe {
  private let tensor: Tensor
  private let plain: Tensor
  private let reorder: Operation

  /// - Parameter dimensions: fewer images than the tensor has are its first.
  init(_ tensor: Tensor, dimensions: [Int], on engine: Engine) throws(ComputeError) {
    let isWhole = tensor.layout.dimensions[0] == dimensions[0]
    let layout = isWhole ? tensor.layout : try tensor.layout.prefix(dimensions[0])
    self.tensor = tensor
    plain = try Tensor(.plain(dimensions), on: engine)
    reorder = try Operation.reorder(
      try tensor.window(layout, on: engine), to: plain, on: engine)
  }

  /// The numbers as they are now; they change with the next reading.
  func read() -> UnsafeMutableBufferPointer<Float> {
    tensor.join?(plain.layout.dimensions[0])
    reorder.run()
    return plain.elements
  }
}
