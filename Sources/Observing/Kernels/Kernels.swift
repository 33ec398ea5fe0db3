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

  /// From what may be anything: weights that do not fill the shape are refused.
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

  /// One kernel's weights, `[channels, size, size]`.
  public subscript(kernel: Int) -> ArraySlice<Float> {
    let length = channels * size * size
    return weights[kernel * length..<(kernel + 1) * length]
  }
}
