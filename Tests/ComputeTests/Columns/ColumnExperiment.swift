import Blueprint

@testable import Compute

/// A network that one process trains, or the ranks that divide it, with the images and labels of one process.
struct ColumnExperiment {
  let network: Network
  let images: [Float]
  let labels: [Int32]

  /// - Parameters:
  ///   - small: The network.
  ///   - ranks: The ranks of the columns; `nil` for one process.
  ///   - replicas: The ranks with the same column; `nil` if there is one of each.
  ///   - precision: The precision of a step.
  init(
    _ small: SmallNetwork, ranks: (any RankGroup)? = nil, replicas: (any RankGroup)? = nil,
    precision: Precision = .fp32
  ) throws {
    try self.init(
      small,
      share: ranks.map { columns in
        NetworkShare(replicas: replicas ?? AloneRank(), columns: columns, batch: small.batch)
      }, precision: precision)
  }

  /// - Parameters:
  ///   - small: The network.
  ///   - ranks: The ranks that divide the fully-connected layers.
  ///   - precision: The precision of a step.
  init(
    _ small: SmallNetwork, hybrid ranks: any RankGroup, precision: Precision = .fp32
  ) throws {
    let share = NetworkShare(replicas: ranks, isHybrid: true, batch: small.batch)
    try self.init(small, share: share, precision: precision)
  }

  init(_ small: SmallNetwork, share: NetworkShare?, precision: Precision) throws {
    network = try Network(
      small.spec, layout: small.spec.layout(), batch: share?.capacity ?? small.batch, seed: 7,
      precision: precision, on: Engine(threads: 1, widensBFloat16: false), share: share)
    var random = Noise(seed: 3)
    let all = (small.batch * small.spec.input.count).of {
      Float(random.next(in: -small.contrast...small.contrast))
    }
    let classes = UInt64(small.spec.classes)
    let labels = small.batch.of { Int32(random.next() % classes) }
    let part = share?.images ?? 0..<small.batch
    let size = small.spec.input.count
    images = Array(all[part.lowerBound * size..<part.upperBound * size])
    self.labels = Array(labels[part])
    // Different biases, so that a wrong order is visible.
    for biases in network.parameters where biases.isBias {
      try biases.write(biases.count.of { Float(random.next(in: -0.2...0.2)) })
    }
    _ = network.input.elements.update(fromContentsOf: images)
    network.setLabels(self.labels)
  }

  /// The values of all steps.
  static let knobs = Knobs(rate: 0.002, dropout: 0.3)

  /// Trains some steps.
  func train(_ steps: Int) -> [Score] {
    (1...steps).map { network.train(Self.knobs, step: $0) }
  }

  /// Returns one quantity of each parameter: the part that this process has.
  func parts(_ quantity: Parameter.Quantity) throws -> [[Float]] {
    try network.parameters.map { try $0.read(quantity) }
  }
}

/// A group of one rank, whose transfers have nothing to do.
final class AloneRank: RankGroup {
  private final class Nothing: RankTransfer {
    func start() {}
    func wait() {}
  }

  let rank = 0
  let count = 1

  func makeSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer { Nothing() }
  func makeScatteredSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    Nothing()
  }
  func makeGather(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer { Nothing() }
  func exchange(_ message: [UInt8]) -> [[UInt8]] { [message] }
  func collect(_ message: [UInt8]) -> [[UInt8]] { [message] }
  func makeSubgroup(of members: [Int]) -> any RankGroup { self }
}

extension SmallNetwork {
  /// Networks that can be divided into columns.
  static let columns: [SmallNetwork] = joinedColumns + separateColumns

  /// Networks whose columns exchange activations, as in the paper.
  private static let joinedColumns: [SmallNetwork] = [
    SmallNetwork(
      "the released code's order, with columns of whole blocks", input: (3, 43, 43), batch: 6,
      releasedCode(16, 32, 48, 32, full: 24)),
    SmallNetwork(
      "the released code's order, with columns of parts of blocks", input: (3, 43, 43), batch: 5,
      releasedCode(10, 12, 9, 7, full: 11)),
    SmallNetwork(
      "columns large enough for Winograd's algorithm", input: (3, 39, 55), batch: 3,
      [
        .conv(64, 11, stride: 4), .relu, .lrn(alpha: 0.1, groups: 2),
        .conv(128, 5, pad: 2, groups: 2), .relu, .conv(256, 3, pad: 1), .relu,
        .conv(256, 3, pad: 1, groups: 2), .relu, .conv(256, 3, pad: 1, groups: 4), .tanh,
        .maximum(3, 2), .full(20), .relu, .dropout, .full(10),
      ]),
    SmallNetwork(
      "dropout on maps before a fully-connected layer", input: (3, 9, 9), batch: 4,
      [
        .dropout, .conv(32, 3, pad: 1), .relu, .maximum(3, 2), .dropout, .full(30), .tanh,
        .dropout, .conv(16, 1), .tanh, .full(5),
      ]),
    SmallNetwork(
      "locally connected layers, which read both columns", input: (3, 9, 9), batch: 4,
      [
        .conv(32, 3, pad: 1), .relu, .maximum(3, 2), .local(22, 3, pad: 1), .relu, .local(12, 2),
        .tanh, .full(14), .relu, .full(5),
      ]),
  ]

  /// Networks whose columns exchange activations only before the last layer, or before few layers.
  private static let separateColumns: [SmallNetwork] = [
    SmallNetwork(
      "columns that meet in the last layer, as in configuration 150", input: (3, 43, 43), batch: 5,
      [
        .conv(32, 5, stride: 2, LearningFactors(biasRate: 2, biasDecay: 0)),
        .lrn(alpha: 0.1, groups: 2), .maximum(3, 2), .relu,
        .conv(40, 5, pad: 2, groups: 2), .relu, .maximum(3, 2),
        .conv(24, 3, pad: 1, groups: 2), .relu, .maximum(3, 2), .relu,
        .full(64, groups: 2), .relu, .dropout, .full(22, groups: 2), .relu, .dropout, .full(10),
      ]),
    SmallNetwork(
      "a last layer with groups, after others with four", input: (3, 9, 9), batch: 4,
      [
        .conv(16, 3, pad: 1), .tanh, .full(24, groups: 4), .tanh, .full(12), .tanh,
        .full(6, groups: 2),
      ]),
  ]

  /// The same network with tanh and averages instead of ReLU and maxima.
  var smooth: SmallNetwork {
    let input = spec.input
    return SmallNetwork(
      claim, input: (input.channels, input.height, input.width), batch: batch, contrast: contrast,
      spec.layers.map { layer in
        switch layer.kind {
        case .activation: .tanh
        case .pooling(let pooling): .average(pooling.size, pooling.stride, pad: pooling.padding)
        case .convolution, .dropout, .fullyConnected, .locallyConnected, .normalization:
          layer.kind
        }
      })
  }

  private static func releasedCode(
    _ conv1: Int, _ conv2: Int, _ conv3: Int, _ conv5: Int, full: Int
  ) -> [LayerSpec.Kind] {
    [
      .conv(2 * conv1, 5, stride: 2, LearningFactors(biasRate: 2, biasDecay: 0)),
      .lrn(alpha: 0.1, groups: 2), .maximum(3, 2), .relu,
      .conv(2 * conv2, 5, pad: 2, groups: 2), .relu, .lrn(alpha: 0.1, groups: 2), .sameMap(5),
      .maximum(3, 2),
      .conv(2 * conv3, 3, pad: 1), .relu, .conv(2 * conv3, 3, pad: 1, groups: 2), .relu,
      .conv(2 * conv5, 3, pad: 1, groups: 2), .maximum(3, 2), .relu,
      .full(2 * full), .relu, .dropout, .full(2 * full), .relu, .dropout, .full(10),
    ]
  }
}
