/// Reads the first images of a tensor, or all of it, row by row and without the padding of its
/// layout.
struct TensorReader {
  private let plain: Tensor
  private let reorder: Operation
  private let join: ((_ images: Int) -> Void)?

  /// - Parameters:
  ///   - tensor: the tensor to read.
  ///   - dimensions: those of the part to read: the first can be smaller than the tensor's.
  ///   - engine: the engine of the tensor.
  init(_ tensor: Tensor, dimensions: [Int], on engine: Engine) throws(ComputeError) {
    try self.init(tensor, dimensions: dimensions, join: nil, on: engine)
  }

  /// - Parameters:
  ///   - output: the activations to read.
  ///   - images: the number of images to read.
  ///   - engine: the engine of the tensor.
  init(_ output: ReadableOutput, images: Int, on engine: Engine) throws(ComputeError) {
    try self.init(
      output.tensor, dimensions: output.dimensions(images: images), join: output.join, on: engine)
  }

  private init(
    _ tensor: Tensor, dimensions: [Int], join: ((_ images: Int) -> Void)?, on engine: Engine
  ) throws(ComputeError) {
    let isWhole = tensor.layout.dimensions[0] == dimensions[0]
    let source =
      isWhole ? tensor : try tensor.window(tensor.layout.prefix(dimensions[0]), on: engine)
    self.join = join
    plain = try Tensor(.plain(dimensions), on: engine)
    reorder = try Operation.reorder(source, to: plain, on: engine)
  }

  /// Returns the present numbers. They change with the next reading.
  func read() -> UnsafeMutableBufferPointer<Float> {
    join?(plain.layout.dimensions[0])
    reorder.run()
    return plain.elements
  }
}
