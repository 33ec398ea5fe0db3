/// One layer of a network, as data.
public struct LayerSpec: Hashable, Sendable {
  /// The name, unique in its network: "conv1", "norm1", "pool1", "fc6".
  public var name: String
  /// The operation with its settings.
  public var kind: Kind

  /// A layer with a name and an operation.
  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The operation of a layer with its settings.
  public enum Kind: Hashable, Sendable {
    /// A 2-D convolution.
    case convolution(Convolution)
    /// A matrix product with the flattened input.
    case fullyConnected(FullyConnected)
    /// A function of each activation by itself.
    case activation(Activation)
    /// Local response normalisation.
    case normalization(ResponseNormalization)
    /// Pooling over square windows.
    case pooling(Pooling)
    /// Dropout, in training only: each activation becomes 0 with the probability `Knobs.dropout`.
    case dropout
  }

  /// True for convolutions and fully-connected layers. The paper's network has eight of them.
  public var hasParameters: Bool {
    switch kind {
    case .convolution, .fullyConnected: true
    case .activation, .normalization, .pooling, .dropout: false
    }
  }
}

/// A 2-D convolution with square kernels. The weights are `[outputs, inputs / groups, kernel, kernel]`, and
/// the output has floor((size + 2·padding − kernel) / stride) + 1 cells along each side.
public struct Convolution: Hashable, Codable, Sendable {
  /// The number of kernels, which is the number of output channels.
  public var outputs: Int
  /// The width and height of a kernel in cells.
  public var kernel: Int
  /// The distance of neighbouring windows in cells.
  public var stride = 1
  /// The rows and columns of zeros on each side of the input.
  public var padding = 0
  /// The number of groups of channels; the outputs of a group use only the inputs of the same group. 2 is the
  /// paper's split over two GPUs.
  public var groups = 1
  /// The weights and biases before the first step.
  public var initial: Initialization
  /// The factors of the learning rate and the weight decay.
  public var learning = Learning()

  /// A convolution; by default with stride 1, no padding and one group.
  public init(
    outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1,
    initial: Initialization, learning: Learning = Learning()
  ) {
    self.outputs = outputs
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.groups = groups
    self.initial = initial
    self.learning = learning
  }
}

/// A fully-connected layer, y = W·x + b, over the flattened input (channels first). The weights are
/// `[outputs, inputs]`.
public struct FullyConnected: Hashable, Codable, Sendable {
  /// The number of neurons.
  public var outputs: Int
  /// The weights and biases before the first step.
  public var initial: Initialization
  /// The factors of the learning rate and the weight decay.
  public var learning = Learning()

  /// A fully-connected layer.
  public init(outputs: Int, initial: Initialization, learning: Learning = Learning()) {
    self.outputs = outputs
    self.initial = initial
    self.learning = learning
  }
}

/// An activation function: max(0, x), or the hyperbolic tangent.
public enum Activation: String, Hashable, Codable, Sendable, CaseIterable {
  case relu, tanh
}

/// Local response normalisation: b = a / (k + α·Σ a²)^β. The sum is over the existing activations around
/// each one.
///
/// α is the factor of the sum. It is *not* divided by the number of terms, unlike in cuda-convnet, Caffe,
/// PyTorch and oneDNN.
public struct ResponseNormalization: Hashable, Codable, Sendable {
  /// The activations in a sum.
  public enum Region: String, Hashable, Codable, Sendable, CaseIterable {
    /// `size` adjacent maps at the same position (paper, section 3.3).
    case acrossMaps
    /// A window of `size`×`size` cells in the same map.
    case sameMap
  }
  /// The activations in a sum.
  public var region: Region
  /// The number of maps, or the side of the window in cells; an odd number.
  public var size: Int
  /// The factor α of the sum.
  public var alpha: Double
  /// The exponent β.
  public var beta: Double
  /// The constant k.
  public var k: Double
  /// The number of groups of maps, for sums across maps; a sum stays within its group. 2 is the paper's split
  /// over two GPUs.
  public var groups: Int

  /// A normalisation with the paper's constants, except for those given: n = 5, α = 1e-4, β = 0.75, k = 2.
  public init(
    _ region: Region = .acrossMaps, size: Int = 5, alpha: Double = 1e-4, beta: Double = 0.75,
    k: Double = 2, groups: Int = 1
  ) {
    self.region = region
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.k = k
    self.groups = groups
  }
}

extension ResponseNormalization {
  /// Returns cuda-convnet's normalisation within a map, with the constants of its 18 % recipe by default.
  /// - Parameter scale: α times the cells of a whole window, also at the border.
  public static func sameMap(
    size: Int = 3, scale: Double = 5e-5, beta: Double = 0.75, k: Double = 1
  ) -> ResponseNormalization {
    ResponseNormalization(
      .sameMap, size: size, alpha: scale / Double(size * size), beta: beta, k: k)
  }
}

/// Pooling over square windows. A window that extends beyond the border is clipped: its maximum or mean is
/// that of the existing cells.
public struct Pooling: Hashable, Codable, Sendable {
  /// The value of a window.
  public enum Operation: String, Hashable, Codable, Sendable, CaseIterable {
    case maximum, average
  }
  /// The treatment of a last window that is only partly inside: `floor` leaves it out, `ceil` clips it.
  public enum Rounding: String, Hashable, Codable, Sendable, CaseIterable {
    case floor, ceil
  }
  /// The value of a window.
  public var operation: Operation
  /// The width and height of a window in cells.
  public var size: Int
  /// The distance of neighbouring windows in cells.
  public var stride: Int
  /// The rows and columns around the input that windows can cover.
  public var padding = 0
  /// The treatment of a last partial window.
  public var rounding: Rounding

  /// A pooling layer; by default of maxima, without padding or partial windows.
  public init(
    _ operation: Operation = .maximum, size: Int, stride: Int, padding: Int = 0,
    rounding: Rounding = .floor
  ) {
    self.operation = operation
    self.size = size
    self.stride = stride
    self.padding = padding
    self.rounding = rounding
  }
}

/// The parameters of a layer before the first step: normally distributed weights with mean 0, and one value
/// for all biases.
public struct Initialization: Hashable, Codable, Sendable {
  /// The distribution of the weights.
  public enum Weights: Hashable, Sendable {
    /// A given standard deviation.
    case gaussian(deviation: Double)
    /// The standard deviation √(2 / fan-in) (He et al. 2015).
    case he
  }
  /// The distribution of the weights.
  public var weights: Weights
  /// The value of every bias.
  public var bias: Double

  /// An initialization; by default with biases of 0.
  public init(_ weights: Weights, bias: Double = 0) {
    self.weights = weights
    self.bias = bias
  }
}

/// The factors by which a layer multiplies the learning rate and the weight decay. All are 1 in the paper's
/// text, whose update rule (section 5) is the same for every parameter.
public struct Learning: Hashable, Codable, Sendable {
  /// The factor of the learning rate for weights.
  public var weightRate: Double
  /// The factor of the learning rate for biases.
  public var biasRate: Double
  /// The factor of the weight decay for weights.
  public var weightDecay: Double
  /// The factor of the weight decay for biases.
  public var biasDecay: Double

  /// Factors for weights and biases; 1 by default.
  public init(
    weightRate: Double = 1, biasRate: Double = 1, weightDecay: Double = 1, biasDecay: Double = 1
  ) {
    self.weightRate = weightRate
    self.biasRate = biasRate
    self.weightDecay = weightDecay
    self.biasDecay = biasDecay
  }
}
