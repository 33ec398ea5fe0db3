import Blueprint

/// The input that a network needs: its shape, and the numbers that make it of pixels.
///
/// Each pixel becomes (pixel − mean) · factor.
public struct InputFormat: Hashable, Sendable {
  /// The shape of the input, to which an image is cropped.
  public var shape: Shape
  /// The factor of each colour after the mean is subtracted: red, green, blue.
  public var factors: [Float]
  /// The colour of each channel of the input: 0 is red, 1 green, 2 blue.
  public var colors: [Int]
  /// The mean that is subtracted; `nil` for the mean of the data source.
  public var mean: InputMean?

  /// Creates the format of an input in the order red, green, blue.
  /// - Parameters:
  ///   - shape: The shape of the input.
  ///   - scale: The factor of all colours.
  ///   - mean: The mean that is subtracted; `nil` for the mean of the data source.
  public init(_ shape: Shape, scale: Double, mean: InputMean? = nil) {
    self.shape = shape
    factors = Array(repeating: Float(scale), count: max(0, shape.channels))
    colors = Array(0..<max(0, shape.channels))
    self.mean = mean
  }

  /// Creates the format that a network needs.
  /// - Parameters:
  ///   - network: The network.
  ///   - mean: The mean of the images on which the network was trained, for other images; `nil` for the mean
  ///     of the data source. The mean of a network's own normalisation replaces both.
  public init(of network: NetworkSpec, mean: InputMean? = nil) {
    shape = network.input
    factors = network.pixelFactors.map { Float($0) }
    colors = network.inputColors
    self.mean = network.ownMean ?? mean
  }
}

extension DataSource {
  /// The mean that is subtracted from the images: that of each pixel, or the mean colour if only that is
  /// known.
  public var inputMean: InputMean {
    if let meanImage { return .image(meanImage, imageShape) }
    let mean = SIMD3<Float>(colors.mean)
    return .color([mean.x, mean.y, mean.z])
  }
}
