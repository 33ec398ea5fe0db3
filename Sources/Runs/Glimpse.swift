import Blueprint

/// A picture of a run's network now. The latest replaces the one before it; none is kept.
public struct Glimpse: Equatable, Codable, Sendable {
  /// Whose network it is, by the run's name.
  public var run: String
  /// Updates made when it was taken.
  public var step: Int
  /// One entry a parametric layer, in order: its activations after the activation function.
  public var layers: [Layer]
  /// The first convolution's weights; nil when the network has none.
  public var kernels: Kernels?
  /// How long each part of the network took in the steps since the last picture.
  public var times: [LayerTime]?
  public var weights: Weights?
  public var image: ImageLook?
  /// What the last validation took for what.
  public var confusion: Confusion?

  public init(run: String, step: Int, layers: [Layer], kernels: Kernels?) {
    self.run = run
    self.step = step
    self.layers = layers
    self.kernels = kernels
  }

  public struct Layer: Equatable, Codable, Sendable {
    public var name: String
    public var output: Shape
    public var mean: Double
    public var deviation: Double
    public var minimum: Double
    public var maximum: Double
    /// Share of activations that are exactly 0.
    public var zeros: Double
    /// L2 norm of the loss's gradient by the weights, in the last step.
    public var gradientNorm: Double
    /// L2 norm of the last update over that of the weights; about 1e-3 is healthy.
    public var updateRatio: Double
    /// Counts of activations in equal bins from `minimum` to `maximum`.
    public var histogram: [Int]
    /// Maps, or neurons of a flat layer.
    public var units = 0
    /// Those that gave nothing but zeros in the last ten looks; nil before there were ten.
    public var deadUnits: Int?
    /// Weights and biases.
    public var parameters = 0

    public init(
      name: String, output: Shape, mean: Double, deviation: Double, minimum: Double,
      maximum: Double, zeros: Double, gradientNorm: Double, updateRatio: Double, histogram: [Int]
    ) {
      self.name = name
      self.output = output
      self.mean = mean
      self.deviation = deviation
      self.minimum = minimum
      self.maximum = maximum
      self.zeros = zeros
      self.gradientNorm = gradientNorm
      self.updateRatio = updateRatio
      self.histogram = histogram
    }
  }
}

extension Glimpse {
  /// What a layer takes of a training step, with or without parameters; the loss is "softmax".
  public struct LayerTime: Equatable, Codable, Sendable {
    public var name: String
    public var forwardSeconds: Double
    public var backwardSeconds: Double
    public var updateSeconds: Double

    public init(
      name: String, forwardSeconds: Double, backwardSeconds: Double, updateSeconds: Double
    ) {
      self.name = name
      self.forwardSeconds = forwardSeconds
      self.backwardSeconds = backwardSeconds
      self.updateSeconds = updateSeconds
    }
  }

  /// How a layer's weights are spread.
  public struct Weights: Equatable, Codable, Sendable {
    public var layer: String
    public var minimum: Double
    public var maximum: Double
    public var mean: Double
    public var deviation: Double
    /// Counts in equal bins from `minimum` to `maximum`.
    public var histogram: [Int]

    public init(
      layer: String, minimum: Double, maximum: Double, mean: Double, deviation: Double,
      histogram: [Int]
    ) {
      self.layer = layer
      self.minimum = minimum
      self.maximum = maximum
      self.mean = mean
      self.deviation = deviation
      self.histogram = histogram
    }
  }
}

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

  /// Lag-one spatial autocorrelation of a kernel: the mean over channels and over horizontal and
  /// vertical neighbours of w·w′, each channel's mean removed first, over the variance. Noise is
  /// near 0, an edge or a colour blob near 1. A kernel without variance has 0.
  public func autocorrelation(of kernel: Int) -> Double {
    let w = self[kernel]
    let area = size * size
    var products = 0.0
    var pairs = 0
    var variance = 0.0
    for channel in 0..<channels {
      let start = w.startIndex + channel * area
      let plane = w[start..<start + area]
      let mean = plane.reduce(0.0) { $0 + Double($1) } / Double(area)
      func value(_ row: Int, _ column: Int) -> Double {
        Double(plane[start + row * size + column]) - mean
      }
      for row in 0..<size {
        for column in 0..<size {
          let v = value(row, column)
          variance += v * v
          if column + 1 < size {
            products += v * value(row, column + 1)
            pairs += 1
          }
          if row + 1 < size {
            products += v * value(row + 1, column)
            pairs += 1
          }
        }
      }
    }
    guard variance > 0, pairs > 0 else { return 0 }
    return (products / Double(pairs)) / (variance / Double(channels * area))
  }

  /// The share of kernels whose lag-one autocorrelation is above 0.5: how many are no longer noise.
  public var structuredShare: Double {
    guard count > 0 else { return 0 }
    let structured = (0..<count).count { autocorrelation(of: $0) > 0.5 }
    return Double(structured) / Double(count)
  }
}
