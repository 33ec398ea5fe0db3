import Blueprint

/// The state of a run's network at one step, for dashboards. A new snapshot replaces the previous
/// one, and snapshots are not recorded. A part that the client did not request (`Interest`) is
/// `nil` or empty.
public struct Snapshot: Equatable, Codable, Sendable {
  /// The name of the run.
  public var run: String
  /// The step after which the snapshot was made.
  public var step: Int
  /// The statistics of the layers with parameters, in the order of the network; empty before the
  /// first step.
  public var layers: [LayerSummary]
  /// The weights of the first convolution; `nil` if they were not requested, and for a network
  /// without convolutions.
  public var kernels: Kernels?
  /// The last update of the kernels or their last gradient, depending on `Interest.kernelChange`;
  /// `nil` before the first step.
  public var kernelChange: KernelChange?
  /// The patches with the strongest responses of the selected kernel.
  public var patches: KernelPatches?
  /// The mean times of each layer in the steps since the previous snapshot with times. If there was
  /// no step, the times of that snapshot.
  public var times: [LayerTime]?
  /// The distribution of the weights of the selected layer.
  public var weights: WeightDistribution?
  /// The analysis of the selected image.
  public var image: ImageAnalysis?
  /// The confusion matrix of the last validation.
  public var confusion: Confusion?
  /// The states of the processes that train together, in the order of their numbers; `nil` if one process
  /// trains alone.
  public var ranks: [RankSummary]?

  /// Creates a snapshot.
  public init(
    run: String, step: Int, layers: [LayerSummary], kernels: Kernels?,
    kernelChange: KernelChange? = nil,
    patches: KernelPatches? = nil
  ) {
    self.run = run
    self.step = step
    self.layers = layers
    self.kernels = kernels
    self.kernelChange = kernelChange
    self.patches = patches
  }

  /// The statistics of a layer with parameters. Activations are those after the activation
  /// function.
  public struct LayerSummary: Equatable, Codable, Sendable {
    /// The layer's name.
    public var name: String
    /// The shape of the layer's output.
    public var output: Shape
    /// The mean of the activations.
    public var mean: Double
    /// The standard deviation of the activations.
    public var deviation: Double
    /// The smallest activation.
    public var minimum: Double
    /// The largest activation.
    public var maximum: Double
    /// The share of the activations that are exactly 0, 0…1.
    public var zeros: Double
    /// The L2 norm of the gradient of the loss with respect to the weights, in the last step.
    public var gradientNorm: Double
    /// The L2 norm of the last update over that of the weights. It is mostly 1e-3 to 3e-2.
    public var updateRatio: Double
    /// The numbers of activations in equal bins from `minimum` to `maximum`.
    public var histogram: [Int]
    /// The number of feature maps, or of neurons of a fully-connected layer.
    public var units = 0
    /// The number of units that were 0 for every image of the last ten snapshots; `nil` before the
    /// tenth.
    public var deadUnits: Int?
    /// The indices of the first dead units, in order, at most `maximumDeadIndices`; `nil` if they are not
    /// known.
    public var deadIndices: [Int]?
    /// The number of weights and biases.
    public var parameters = 0

    /// The largest number of dead units whose indices are sent. No screen has room for more.
    public static let maximumDeadIndices = 256

    /// Creates the statistics of a layer.
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
  /// The mean times of a layer in a training step. The loss has the name "softmax", and its whole
  /// time counts as backward.
  public struct LayerTime: Equatable, Codable, Sendable {
    /// The layer's name.
    public var name: String
    /// The time of the forward pass, in seconds.
    public var forwardSeconds: Double
    /// The time of the backward pass, in seconds.
    public var backwardSeconds: Double
    /// The time of the update, in seconds.
    public var updateSeconds: Double

    /// Creates the time of a layer.
    public init(
      name: String, forwardSeconds: Double, backwardSeconds: Double, updateSeconds: Double
    ) {
      self.name = name
      self.forwardSeconds = forwardSeconds
      self.backwardSeconds = backwardSeconds
      self.updateSeconds = updateSeconds
    }
  }

  /// The distribution of a layer's weights, or of their gradient.
  public struct WeightDistribution: Equatable, Codable, Sendable {
    /// The layer's name.
    public var layer: String
    /// The smallest weight, or the smallest number of the gradient.
    public var minimum: Double
    /// The largest one.
    public var maximum: Double
    /// The mean.
    public var mean: Double
    /// The standard deviation.
    public var deviation: Double
    /// The counts in equal bins from `minimum` to `maximum`.
    public var histogram: [Int]

    /// Creates a distribution.
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
