import Blueprint

/// A picture of a run's network now. The latest replaces the one before it; none is kept.
public struct Snapshot: Equatable, Codable, Sendable {
  /// Whose network it is, by the run's name.
  public var run: String
  /// Updates made when it was taken.
  public var step: Int
  /// One entry a parametric layer, in order: its activations after the activation function.
  public var layers: [Layer]
  /// The first convolution's weights; nil when the network has none.
  public var kernels: Kernels?
  /// What the last step did to them, of who asked.
  public var kernelChange: KernelChange?
  /// What the kernel answers to that was asked about.
  public var patches: KernelPatches?
  /// How long each part of the network took in the steps since the last picture.
  public var times: [LayerTime]?
  public var weights: Weights?
  public var image: ImageAnalysis?
  /// What the last validation took for what.
  public var confusion: Confusion?

  public init(
    run: String, step: Int, layers: [Layer], kernels: Kernels?, kernelChange: KernelChange? = nil,
    patches: KernelPatches? = nil
  ) {
    self.run = run
    self.step = step
    self.layers = layers
    self.kernels = kernels
    self.kernelChange = kernelChange
    self.patches = patches
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

extension Snapshot {
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
