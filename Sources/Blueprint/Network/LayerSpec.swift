/// One layer of a network, as data. What a kind means is said once, here; how it is computed is
/// `Compute`'s business.
public struct LayerSpec: Hashable, Sendable {
  /// Unique in its network: "conv1", "norm1", "pool1", "fc6".
  public var name: String
  public var kind: Kind

  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  public enum Kind: Hashable, Sendable {
    case convolution(Convolution)
    case fullyConnected(FullyConnected)
    case activation(Activation)
    case normalization(ResponseNormalization)
    case pooling(Pooling)
    /// Drops each activation with the probability that `Knobs.dropout` holds while training.
    case dropout
  }

  /// The parametric layers are those that the paper counts as "the eight layers".
  public var hasParameters: Bool {
    switch kind {
    case .convolution, .fullyConnected: true
    case .activation, .normalization, .pooling, .dropout: false
    }
  }
}

/// A 2-D convolution with square kernels; weights `[outputs, inputs / groups, kernel, kernel]`.
/// Its output is floor((size + 2·padding − kernel) / stride) + 1 along each side.
public struct Convolution: Hashable, Codable, Sendable {
  public var outputs: Int
  public var kernel: Int
  public var stride = 1
  public var padding = 0
  /// 2 is the paper's split over two GPUs: each half of the outputs sees only its half of the inputs.
  public var groups = 1
  public var initial: Initialization
  public var learning = Learning()

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

/// y = W·x + b over the flattened input (channel-major); weights `[outputs, inputs]`.
public struct FullyConnected: Hashable, Codable, Sendable {
  public var outputs: Int
  public var initial: Initialization
  public var learning = Learning()

  public init(outputs: Int, initial: Initialization, learning: Learning = Learning()) {
    self.outputs = outputs
    self.initial = initial
    self.learning = learning
  }
}

public enum Activation: String, Hashable, Codable, Sendable, CaseIterable {
  case relu, tanh
}

/// Local response normalisation: b = a / (k + α·Σ a²)^β, the sum over the activations around each
/// that exist. α is the factor of the sum as it stands here: it is *not* divided by how many are
/// summed, as it is in cuda-convnet, Caffe, PyTorch and oneDNN.
public struct ResponseNormalization: Hashable, Codable, Sendable {
  /// What is summed over.
  public enum Region: String, Hashable, Codable, Sendable, CaseIterable {
    /// `size` adjacent maps at the same place (paper, section 3.3).
    case acrossMaps
    /// A window of `size`×`size` in the same map.
    case sameMap
  }
  public var region: Region
  public var size: Int
  public var alpha: Double
  public var beta: Double
  public var k: Double
  /// Across maps: 2 is the paper's split over two GPUs, where each half's maps see only their own.
  public var groups: Int

  /// The paper's constants unless told: n = 5, α = 1e-4, β = 0.75, k = 2.
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
  /// cuda-convnet's normalisation within a map, whose `scale` is divided by the cells of a whole
  /// window, also at the border. The constants are those of its 18 % recipe unless told.
  public static func sameMap(
    size: Int = 3, scale: Double = 5e-5, beta: Double = 0.75, k: Double = 1
  ) -> ResponseNormalization {
    ResponseNormalization(
      .sameMap, size: size, alpha: scale / Double(size * size), beta: beta, k: k)
  }
}

/// Pooling over square windows. Windows that hang over the border are clipped: a maximum or a mean
/// is taken over the cells that exist.
public struct Pooling: Hashable, Codable, Sendable {
  public enum Operation: String, Hashable, Codable, Sendable, CaseIterable {
    case maximum, average
  }
  /// How many windows fit: `floor` drops a last partial window, `ceil` keeps it clipped.
  public enum Rounding: String, Hashable, Codable, Sendable, CaseIterable {
    case floor, ceil
  }
  public var operation: Operation
  public var size: Int
  public var stride: Int
  public var padding = 0
  public var rounding: Rounding

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

/// How a layer's parameters begin: weights N(0, deviation²), every bias the same.
public struct Initialization: Hashable, Codable, Sendable {
  public enum Weights: Hashable, Sendable {
    case gaussian(deviation: Double)
    /// deviation = √(2 / fan-in) (He et al. 2015).
    case he
  }
  public var weights: Weights
  public var bias: Double

  public init(_ weights: Weights, bias: Double = 0) {
    self.weights = weights
    self.bias = bias
  }
}

/// What a layer makes of the knobs' rate and decay: factors for its weights and for its biases. All
/// are 1 in the paper's text, whose update rule (section 5) is the same for every parameter.
public struct Learning: Hashable, Codable, Sendable {
  public var weightRate: Double
  public var biasRate: Double
  public var weightDecay: Double
  public var biasDecay: Double

  public init(
    weightRate: Double = 1, biasRate: Double = 1, weightDecay: Double = 1, biasDecay: Double = 1
  ) {
    self.weightRate = weightRate
    self.biasRate = biasRate
    self.weightDecay = weightDecay
    self.biasDecay = biasDecay
  }
}
