/// The kernels of a convolution. For a first layer the channels are red, green and blue, also where the
/// network has them in another order.
public struct Kernels: Equatable, Codable, Sendable {
  /// The number of kernels.
  public var count: Int
  /// The number of input channels.
  public var channels: Int
  /// The width and height of a kernel.
  public var size: Int
  /// The weights, `[count, channels, size, size]`.
  public var weights: [Float]

  /// Creates kernels from their weights, which must fill the shape.
  public init(count: Int, channels: Int, size: Int, weights: [Float]) {
    precondition(weights.count == count * channels * size * size, "the weights fill the shape")
    self.count = count
    self.channels = channels
    self.size = size
    self.weights = weights
  }

  /// Decodes kernels.
  /// - Throws: `DecodingError` if the weights do not fill the shape.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    count = try container.decode(Int.self, forKey: .count)
    channels = try container.decode(Int.self, forKey: .channels)
    size = try container.decode(Int.self, forKey: .size)
    weights = try container.decode([Float].self, forKey: .weights)
    let sides = [count, channels, size, size]
    let product = sides.reduce(Optional(1)) { product, side in
      guard let (value, overflow) = product?.multipliedReportingOverflow(by: side), side >= 0 else {
        return nil
      }
      return overflow ? nil : value
    }
    guard product == weights.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .weights, in: container, debugDescription: "weights do not fill the shape")
    }
  }

  /// Returns the kernels with their channels in the order red, green, blue.
  /// - Parameter colors: The position in red, green, blue of each channel, such as
  ///   `NetworkSpec.inputColors`. Kernels of another number of channels stay as they are.
  public func reordered(from colors: [Int]) -> Kernels {
    guard colors.count == channels, colors != Array(0..<channels) else { return self }
    let area = size * size
    var result = self
    for kernel in 0..<count {
      for (channel, color) in colors.enumerated() {
        let (from, to) = ((kernel * channels + channel) * area, (kernel * channels + color) * area)
        result.weights.replaceSubrange(to..<to + area, with: weights[from..<from + area])
      }
    }
    return result
  }

  /// The weights of one kernel, `[channels, size, size]`.
  public subscript(kernel: Int) -> ArraySlice<Float> {
    let length = channels * size * size
    return weights[kernel * length..<(kernel + 1) * length]
  }
}
