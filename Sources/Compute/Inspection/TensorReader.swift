/// Reads the first images of a tensor, or all of it, row by row and without the padding of its
/// layout.
struct TensorReader {
  private let plain: Tensor
  private let reorder: Operation

  /// Creates a reader of a tensor.
  ///
  /// - Parameters:
  ///   - tensor: The tensor to read.
  ///   - dimensions: The dimensions of the part to read; the first can be smaller than the tensor's.
  ///   - engine: The engine of the tensor.
  init(_ tensor: Tensor, dimensions: [Int], on engine: Engine) throws(ComputeError) {
    try self.init(tensor, dimensions: dimensions, in: nil, on: engine)
  }

  /// Creates a reader of a layer's activations.
  ///
  /// - Parameters:
  ///   - output: The activations to read.
  ///   - images: The number of images to read.
  ///   - storage: Memory for the numbers that other readers can use too, one after another; `nil` for
  ///     memory of its own.
  ///   - engine: The engine of the tensor.
  init(
    _ output: ReadableOutput, images: Int, in storage: Tensor.Storage? = nil, on engine: Engine
  ) throws(ComputeError) {
    try self.init(
      output.tensor, dimensions: output.dimensions(images: images), in: storage, on: engine)
  }

  private init(
    _ tensor: Tensor, dimensions: [Int], in storage: Tensor.Storage?, on engine: Engine
  ) throws(ComputeError) {
    let isWhole = tensor.layout.dimensions[0] == dimensions[0]
    let source =
      isWhole ? tensor : try tensor.window(tensor.layout.prefix(dimensions[0]), on: engine)
    let layout = TensorLayout.plain(dimensions)
    if let storage {
      plain = try Tensor(layout, in: storage, on: engine)
    } else {
      plain = try Tensor(layout, on: engine)
    }
    reorder = try Operation.reorder(source, to: plain, on: engine)
  }

  /// Returns a copy of the present numbers.
  func copy() -> [Float] { withExtendedLifetime(plain) { Array(read()) } }

  /// Returns the present numbers, which belong to the reader: the next call overwrites them, also one of
  /// another reader in the same memory, and they end with the reader.
  func read() -> UnsafeMutableBufferPointer<Float> {
    reorder.run()
    return plain.elements
  }
}
