import Blueprint
import Testing

/// A network small enough for naive code, with the claim that it tests.
struct SmallNetwork: CustomTestStringConvertible, Sendable {
  let claim: String
  let spec: NetworkSpec
  let batch: Int
  /// The largest absolute value of the images' numbers.
  let contrast: Double
  var testDescription: String { claim }

  init(
    _ claim: String, input: (Int, Int, Int), batch: Int, contrast: Double = 1,
    _ layers: [LayerSpec.Kind]
  ) {
    self.claim = claim
    self.batch = batch
    self.contrast = contrast
    spec = NetworkSpec(
      name: claim, source: "a test",
      input: Shape(channels: input.0, height: input.1, width: input.2),
      layers: layers.enumerated().map { LayerSpec("layer\($0 + 1)", $1) })
  }

  /// Returns the specification without some layers. The others keep their names.
  func without(_ isRemoved: (LayerSpec.Kind) -> Bool) -> NetworkSpec {
    var result = spec
    result.layers.removeAll { isRemoved($0.kind) }
    return result
  }
}

extension LayerSpec.Kind {
  static func conv(
    _ outputs: Int, _ kernel: Int, stride: Int = 1, pad: Int = 0, groups: Int = 1,
    _ learning: LearningFactors = LearningFactors()
  ) -> LayerSpec.Kind {
    .convolution(
      Convolution(
        outputs: outputs, kernel: kernel, stride: stride, padding: pad, groups: groups,
        initial: Initialization(.he), learning: learning))
  }

  static func local(
    _ outputs: Int, _ kernel: Int, stride: Int = 1, pad: Int = 0,
    _ learning: LearningFactors = LearningFactors()
  ) -> LayerSpec.Kind {
    .locallyConnected(
      LocallyConnected(
        outputs: outputs, kernel: kernel, stride: stride, padding: pad,
        initial: Initialization(.he), learning: learning))
  }

  static func full(
    _ outputs: Int, groups: Int = 1, _ learning: LearningFactors = LearningFactors()
  ) -> LayerSpec.Kind {
    .fullyConnected(
      FullyConnected(
        outputs: outputs, groups: groups, initial: Initialization(.he), learning: learning))
  }

  static var relu: LayerSpec.Kind { .activation(.relu) }
  static var tanh: LayerSpec.Kind { .activation(.tanh) }

  static func lrn(
    _ size: Int = 5, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 2, groups: Int = 1
  ) -> LayerSpec.Kind {
    .normalization(
      ResponseNormalization(size: size, alpha: alpha, beta: beta, k: k, groups: groups))
  }

  static func sameMap(
    _ size: Int = 3, alpha: Double = 0.05, beta: Double = 0.75, k: Double = 1
  ) -> LayerSpec.Kind {
    .normalization(ResponseNormalization(.sameMap, size: size, alpha: alpha, beta: beta, k: k))
  }

  static func maximum(
    _ size: Int, _ stride: Int, pad: Int = 0, _ rounding: Pooling.Rounding = .floor
  ) -> LayerSpec.Kind {
    .pooling(Pooling(.maximum, size: size, stride: stride, padding: pad, rounding: rounding))
  }

  static func average(
    _ size: Int, _ stride: Int, pad: Int = 0, _ rounding: Pooling.Rounding = .floor
  ) -> LayerSpec.Kind {
    .pooling(Pooling(.average, size: size, stride: stride, padding: pad, rounding: rounding))
  }

  /// True if a small change can move a gradient from one cell to another.
  var hasCorners: Bool {
    switch self {
    case .activation(.relu): true
    case .pooling(let pooling): pooling.operation == .maximum
    case .activation(.tanh), .convolution, .locallyConnected, .fullyConnected, .normalization,
      .dropout:
      false
    }
  }
  var isNormalization: Bool { if case .normalization = self { true } else { false } }
  var isDropout: Bool { self == .dropout }
}

extension SmallNetwork {
  /// α is that of the paper where numbers are as large as pixels. Elsewhere it is larger, so that
  /// it has an effect.
  static let all: [SmallNetwork] =
    convolutions + winograd + poolings + normalizations + groups + locals + wholes

  static let convolutions = [
    SmallNetwork(
      "three channels into seven, odd size", input: (3, 9, 9), batch: 3,
      [.conv(7, 3), .conv(5, 3, pad: 1), .full(4)]),
    SmallNetwork(
      "the paper's first convolution, 11×11 at stride 4", input: (3, 27, 27), batch: 2,
      [.conv(24, 11, stride: 4), .relu, .full(10)]),
    SmallNetwork(
      "11×11 at stride 2, not square", input: (3, 25, 20), batch: 1,
      [.conv(16, 11, stride: 2), .relu, .conv(8, 3, stride: 2, pad: 1), .full(10)]),
    SmallNetwork(
      "two groups of channels in partial blocks", input: (3, 8, 8), batch: 5,
      [.conv(12, 5, pad: 2), .relu, .conv(10, 5, pad: 2, groups: 2), .relu, .full(6)]),
    SmallNetwork(
      "two groups of whole blocks", input: (3, 7, 7), batch: 16,
      [.conv(32, 3, pad: 1), .relu, .conv(32, 3, pad: 1, groups: 2), .relu, .full(10)]),
    SmallNetwork(
      "four groups, strided, then one", input: (4, 11, 11), batch: 3,
      [
        .conv(16, 3, stride: 2, groups: 4), .relu, .conv(8, 1, groups: 4), .relu, .conv(6, 3),
        .full(5),
      ]),
    SmallNetwork(
      "one cell: kernels of 1×1", input: (17, 1, 1), batch: 16,
      [.conv(19, 1), .relu, .conv(33, 1), .tanh, .full(3)]),
    SmallNetwork(
      "a convolution with one cell of output", input: (3, 6, 6), batch: 5,
      [.conv(20, 3), .relu, .conv(18, 4), .relu, .full(10)]),
    SmallNetwork(
      "a convolution after a fully-connected layer", input: (3, 5, 5), batch: 3,
      [.full(20), .relu, .conv(9, 1), .relu, .full(7), .tanh, .maximum(1, 1), .full(3)]),
    SmallNetwork("one fully-connected layer", input: (3, 4, 5), batch: 16, [.full(10)]),
  ]

  static let poolings: [SmallNetwork] = [
    ("overlapping maxima 3/2", LayerSpec.Kind.maximum(3, 2)),
    ("plain maxima 2/2", .maximum(2, 2)),
    ("padded maxima", .maximum(3, 2, pad: 1)),
    ("maxima with a clipped last window", .maximum(3, 2, .ceil)),
    ("padded maxima with a clipped last window", .maximum(3, 2, pad: 1, .ceil)),
    ("maxima with cells between the windows", .maximum(2, 3, .ceil)),
    ("overlapping averages 3/2", .average(3, 2)),
    ("plain averages 2/2", .average(2, 2)),
    ("padded averages", .average(3, 2, pad: 1)),
    ("averages with a clipped last window", .average(3, 2, .ceil)),
    ("padded averages with a clipped last window", .average(3, 2, pad: 1, .ceil)),
    ("averages with a large clipped window", .average(5, 4, pad: 2, .ceil)),
    ("averages with cells between the windows", .average(2, 3, .ceil)),
  ].flatMap { claim, pooling in
    [
      // On these sides floor and ceil differ; one is odd and one even. Blocks are full or partial.
      SmallNetwork(
        claim, input: (3, 9, 8), batch: 3,
        [.conv(16, 3, pad: 1), .tanh, pooling, .conv(6, 1), .full(5)]),
      SmallNetwork(
        claim + ", seven channels", input: (3, 6, 6), batch: 5,
        [.conv(7, 3, pad: 1), pooling, .relu, .full(5)]),
    ]
  }

  static let normalizations = [
    SmallNetwork(
      "the paper's constants on numbers as large as pixels", input: (3, 8, 8), batch: 3,
      contrast: 60,
      [.conv(16, 3), .relu, .lrn(), .conv(8, 3), .full(4)]),
    SmallNetwork(
      "five maps on each of 32", input: (3, 6, 6), batch: 3,
      [.conv(32, 3), .relu, .lrn(alpha: 0.3), .conv(8, 3), .full(4)]),
    SmallNetwork(
      "48 maps in three blocks", input: (3, 7, 7), batch: 2,
      [.conv(48, 3), .relu, .lrn(alpha: 0.3), .conv(48, 3), .lrn(alpha: 0.2), .full(4)]),
    SmallNetwork(
      "three maps, other β and k", input: (3, 6, 6), batch: 3,
      [.conv(16, 3), .relu, .lrn(3, alpha: 0.5, beta: 0.5, k: 1), .conv(8, 3), .full(4)]),
    SmallNetwork(
      "maps in partial blocks", input: (3, 7, 7), batch: 3,
      [.conv(13, 3), .lrn(alpha: 0.4, beta: 1, k: 1.5), .conv(8, 3), .full(4)]),
    SmallNetwork(
      "fewer maps than a window has", input: (3, 7, 7), batch: 3,
      [.conv(3, 3), .tanh, .lrn(9, alpha: 0.4), .conv(8, 3), .full(4)]),
    SmallNetwork(
      "maps in two groups of whole blocks", input: (3, 6, 6), batch: 3,
      [.conv(64, 3), .relu, .lrn(alpha: 0.3, groups: 2), .conv(8, 3), .full(4)]),
    SmallNetwork(
      "maps in groups that divide blocks, and channels of an image", input: (3, 6, 6), batch: 3,
      [
        .lrn(alpha: 0.3, groups: 3), .conv(24, 3), .relu, .lrn(3, alpha: 0.3, groups: 2),
        .conv(16, 3), .lrn(alpha: 0.3, groups: 4), .full(4),
      ]),
    SmallNetwork(
      "windows within maps in blocks, with fewer rows than a window", input: (3, 5, 9), batch: 3,
      [.conv(32, 3), .relu, .sameMap(5), .conv(20, 3), .sameMap(3, alpha: 0.1), .full(4)]),
    SmallNetwork(
      "windows within maps in partial blocks, other β and k", input: (3, 7, 6), batch: 5,
      [.conv(13, 2), .sameMap(3, alpha: 0.2, beta: 0.5, k: 1.5), .conv(8, 3), .full(4)]),
    SmallNetwork(
      "windows larger than the maps of an image", input: (3, 4, 5), batch: 2,
      [.sameMap(11, alpha: 0.02), .conv(6, 3), .tanh, .full(4)]),
    SmallNetwork(
      "tanh and ReLU before normalisation", input: (3, 6, 6), batch: 3,
      [.conv(16, 3), .tanh, .relu, .lrn(alpha: 0.3), .full(4)]),
    SmallNetwork(
      "a vector is normalised too", input: (3, 4, 4), batch: 3,
      [.full(20), .relu, .lrn(alpha: 0.4), .full(4)]),
  ]

  static let wholes = [
    SmallNetwork(
      "the paper's order: convolution, ReLU, normalisation, pooling", input: (3, 23, 23), batch: 5,
      [
        .conv(16, 5, stride: 2), .relu, .lrn(alpha: 0.1), .maximum(3, 2),
        .conv(32, 5, pad: 2, groups: 2), .relu, .lrn(alpha: 0.1), .maximum(3, 2, .ceil),
        .conv(24, 3, pad: 1), .relu, .full(30), .relu, .dropout, .full(10),
      ]),
    SmallNetwork(
      "the released code's order: normalisation, pooling, ReLU", input: (3, 15, 15), batch: 3,
      [
        .conv(32, 5, pad: 2, LearningFactors(biasRate: 2, biasDecay: 0)),
        .lrn(alpha: 0.1, groups: 2),
        .maximum(3, 2), .relu, .conv(20, 3, pad: 1, groups: 2), .relu, .lrn(alpha: 0.1),
        .sameMap(5), .maximum(3, 2), .conv(10, 3, pad: 1), .maximum(3, 2), .relu, .full(10),
      ]),
    SmallNetwork(
      "cuda-convnet's order: pooling, ReLU, averages", input: (3, 16, 16), batch: 16,
      [
        .conv(8, 5, pad: 2), .maximum(3, 2, .ceil), .relu, .sameMap(),
        .conv(8, 5, pad: 2), .relu, .average(3, 2, .ceil), .sameMap(),
        .conv(16, 5, pad: 2, LearningFactors(biasRate: 2, biasDecay: 0)), .relu,
        .average(3, 2, .ceil),
        .full(10, LearningFactors(weightRate: 0.5, biasRate: 3, weightDecay: 4, biasDecay: 0.5)),
      ]),
    SmallNetwork(
      "tanh throughout, with dropout", input: (3, 12, 12), batch: 5,
      [
        .conv(11, 3), .tanh, .average(2, 2), .conv(9, 3), .tanh, .full(25), .tanh, .dropout,
        .full(15), .tanh, .dropout, .full(6),
      ]),
    SmallNetwork(
      "dropout on blocks of activations", input: (3, 9, 9), batch: 3,
      [
        .conv(20, 3, pad: 1), .relu, .dropout, .conv(16, 3), .dropout, .relu, .lrn(alpha: 0.2),
        .dropout, .maximum(3, 2), .full(4),
      ]),
    SmallNetwork(
      "dropout between a fully-connected layer and a convolution", input: (3, 5, 5), batch: 5,
      [.full(18), .dropout, .conv(20, 1), .relu, .dropout, .full(4)]),
    SmallNetwork(
      "an image that is pooled and normalised before the first weights", input: (3, 8, 8),
      batch: 3,
      [.average(2, 2), .lrn(3, alpha: 0.5), .tanh, .conv(6, 3), .relu, .full(4)]),
    SmallNetwork(
      "layers without parameters in a row", input: (3, 9, 9), batch: 1,
      [
        .conv(16, 3), .lrn(alpha: 0.2), .lrn(3, alpha: 0.3), .tanh, .dropout, .dropout,
        .maximum(2, 1), .average(2, 2), .relu, .relu, .full(4), .relu, .tanh, .full(3),
      ]),
  ]
}
