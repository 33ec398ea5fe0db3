/// The kernels of a convolution, `[count, channels, size, size]`, channel 0 being red.
public struct Kernels: Equatable, Codable, Sendable {
  public var count: Int
  public var channels: Int
  public var size: Int
  public var weights: [Float]

  public init(count: Int, channels: Int, size: Int, weights: [Float]) {
    precondition(weights.count == count * channels * size * size, "weights fill the shape")
    self.count = count
    self.channels = channels
    self.size = size
    self.weights = weights
  }

  /// One kernel's weights, `[channels, size, size]`.
  public subscript(kernel: Int) -> ArraySlice<Float> {
    let length = channels * size * size
    return weights[kernel * length..<(kernel + 1) * length]
  }
}
