/// The normalisation of a network's input with fixed values, as networks of other programs have it:
/// (pixel − mean) · factor for each channel, in a given order of the channels.
///
/// It replaces both the mean of the training data and ``NetworkSpec/inputScale``, because a trained network
/// needs the normalisation of its own training data.
public struct InputNormalization: Hashable, Sendable {
  /// The order of the colours in the network's input and in the kernels of its first layer.
  public enum ChannelOrder: String, Hashable, Codable, Sendable, CaseIterable {
    /// Red, green, blue.
    case rgb
    /// Blue, green, red, as OpenCV and Caffe read images.
    case bgr
  }

  /// The value that is subtracted from the pixels of each channel, in grey levels 0…255: red, green, blue,
  /// or grey alone.
  public var mean: [Double]
  /// The factor of each channel after the mean is subtracted: red, green, blue, or grey alone.
  public var factors: [Double]
  /// The order of the colours in the network's input. Means and factors are always red, green, blue.
  public var channelOrder: ChannelOrder

  /// Creates a normalisation.
  /// - Parameters:
  ///   - mean: The mean of each channel in grey levels: red, green, blue.
  ///   - factors: The factor of each channel: red, green, blue.
  ///   - channelOrder: The order of the colours in the network's input.
  public init(mean: [Double], factors: [Double], channelOrder: ChannelOrder = .rgb) {
    self.mean = mean
    self.factors = factors
    self.channelOrder = channelOrder
  }

  /// Creates a normalisation of values between 0 and 1, as torchvision has it: (pixel / 255 − mean) /
  /// deviation.
  /// - Parameters:
  ///   - mean: The mean of each channel, 0…1: red, green, blue.
  ///   - deviation: The standard deviation of each channel, above 0: red, green, blue.
  public init(unitMean mean: [Double], deviation: [Double]) {
    self.init(mean: mean.map { 255 * $0 }, factors: deviation.map { 1 / (255 * $0) })
  }
}

extension InputNormalization {
  /// Checks the normalisation of an input with a number of channels.
  /// - Throws: `BlueprintError.invalidValue`.
  func check(channels: Int) throws(BlueprintError) {
    let check = SettingCheck("normalization")
    let count = channels == 1 ? "1 number" : "\(channels) numbers, one for each channel"
    try check.require(mean.count == channels, "mean", mean, count)
    try check.require(factors.count == channels, "factors", factors, count)
    for value in mean {
      try check.require((0...255).contains(value), "mean", value, "0 to 255")
    }
    for factor in factors {
      try check.require(factor.isFinite && factor > 0, "factors", factor, "above 0")
    }
    try check.require(
      channels == 3 || channelOrder == .rgb, "channelOrder", channelOrder.rawValue,
      "rgb, because the input has \(channels == 1 ? "1 channel" : "\(channels) channels")")
  }
}

/// `{"mean": […], "factors": […], "channelOrder": "rgb"}`; the order is `rgb` if it is missing.
extension InputNormalization: Codable {
  private enum Key: String, CodingKey { case mean, factors, channelOrder }

  /// Decodes a normalisation.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let order = try values.decodeIfPresent(String.self, forKey: .channelOrder) ?? "rgb"
    guard let channelOrder = ChannelOrder(rawValue: order) else {
      throw DecodingError.dataCorruptedError(
        forKey: .channelOrder, in: values,
        debugDescription: "there is no order of channels '\(order)'; the orders are rgb, bgr")
    }
    self.init(
      mean: try values.decode([Double].self, forKey: .mean),
      factors: try values.decode([Double].self, forKey: .factors), channelOrder: channelOrder)
  }
}

extension NetworkSpec {
  /// The position in red, green, blue of each channel of the network's input. An input of one channel, or
  /// of another number than three, keeps its order.
  public var inputColors: [Int] {
    let colors = Array(0..<max(0, input.channels))
    return normalization?.channelOrder == .bgr ? colors.reversed() : colors
  }

  /// The factor of the pixels of each channel after the mean is subtracted: red, green, blue.
  public var pixelFactors: [Double] {
    normalization?.factors ?? Array(repeating: inputScale, count: max(0, input.channels))
  }

  /// The root mean square of ``pixelFactors``, for estimates.
  public var meanPixelFactor: Double {
    guard let factors = normalization?.factors, !factors.isEmpty else { return inputScale }
    return (factors.reduce(0) { $0 + $1 * $1 } / Double(factors.count)).squareRoot()
  }
}
