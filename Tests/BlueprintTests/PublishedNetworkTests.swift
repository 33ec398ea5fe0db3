import Blueprint
import Testing

/// The networks whose trained weights other programs publish.
@Suite struct PublishedNetworkTests {
  private func outputs(_ spec: NetworkSpec) throws -> [String: Shape] {
    Dictionary(uniqueKeysWithValues: try spec.layout().map { ($0.spec.name, $0.output) })
  }

  private func kinds(_ spec: NetworkSpec) -> [String] { spec.layers.map(\.kindName) }

  /// The counts of the layers are those of torchvision's listing: 64·(3·11² + 1), 192·(64·5² + 1), …; the
  /// sum is `num_params` of AlexNet_Weights.IMAGENET1K_V1, and its `_ops` are 0.714 billion.
  @Test func torchvisionsAlexNetHasItsPublishedParameters() throws {
    let layout = try NetworkSpec.torchvision.layout()
    #expect(
      layout.filter(\.spec.hasParameters).map(\.parameters) == [
        23_296, 307_392, 663_936, 884_992, 590_080, 37_752_832, 16_781_312, 4_097_000,
      ])
    #expect(layout.parameters == 61_100_840)
    #expect((Double(layout.multiplyAdds) / 1e9 * 1000).rounded() == 714)
  }

  @Test func torchvisionsAlexNetHasItsShapes() throws {
    let outputs = try outputs(.torchvision)
    #expect(outputs["conv1"] == Shape(channels: 64, height: 55, width: 55))
    #expect(outputs["pool1"] == Shape(channels: 64, height: 27, width: 27))
    #expect(outputs["pool2"] == Shape(channels: 192, height: 13, width: 13))
    // Adaptive pooling to 6×6 is the identity here.
    #expect(outputs["pool5"] == Shape(channels: 256, height: 6, width: 6))
  }

  @Test func torchvisionsAlexNetHasItsOrderOfLayers() {
    let (block, full) = (["convolution", "relu"], ["dropout", "fully-connected", "relu"])
    #expect(
      kinds(.torchvision) == block + ["pooling"] + block + ["pooling"] + block + block + block
        + ["pooling"] + full + full + ["fully-connected"])
  }

  @Test func torchvisionsPixelsHaveUnitDeviation() throws {
    let normalization = try #require(NetworkSpec.torchvision.normalization)
    #expect(normalization.channelOrder == .rgb)
    // 255 · (0.485, 0.456, 0.406) and 1 / (255 · (0.229, 0.224, 0.225)), by hand.
    for (value, expected) in zip(normalization.mean, [123.675, 116.28, 103.53]) {
      #expect(abs(value - expected) < 1e-9)
    }
    for (value, expected) in zip(normalization.factors, [0.0171247, 0.0175070, 0.0174292]) {
      #expect(abs(value - expected) < 1e-7)
    }
  }

  /// The counts and shapes are the paper's.
  @Test(arguments: [NetworkSpec.bvlcAlexNet, .caffeNet])
  func caffesNetworksHaveThePapersParameters(spec: NetworkSpec) throws {
    let (layout, paper) = (try spec.layout(), try NetworkSpec.paper.layout())
    #expect(layout.parameters == 60_965_224)
    let (own, papers) = (
      layout.filter(\.spec.hasParameters), paper.filter(\.spec.hasParameters)
    )
    #expect(own.map(\.spec.name) == papers.map(\.spec.name))
    #expect(own.map(\.output) == papers.map(\.output))
  }

  @Test func onlyCaffeNetPoolsBeforeItNormalises() {
    func firstLayers(_ spec: NetworkSpec) -> [String] { spec.layers.prefix(8).map(\.name) }
    #expect(
      firstLayers(.bvlcAlexNet)
        == ["conv1", "relu1", "norm1", "pool1", "conv2", "relu2", "norm2", "pool2"])
    #expect(
      firstLayers(.caffeNet)
        == ["conv1", "relu1", "pool1", "norm1", "conv2", "relu2", "pool2", "norm2"])
    #expect(NetworkSpec.bvlcAlexNet.layers.dropFirst(8) == NetworkSpec.caffeNet.layers.dropFirst(8))
  }

  /// caffe.proto: alpha is divided by local_size in lrn_layer.cpp, and k is 1 by default.
  @Test(arguments: [NetworkSpec.bvlcAlexNet, .caffeNet])
  func caffesNormalisationDividesAlphaByItsSize(spec: NetworkSpec) {
    let normalizations = spec.layers.compactMap { layer -> ResponseNormalization? in
      if case .normalization(let lrn) = layer.kind { lrn } else { nil }
    }
    let expected = ResponseNormalization(size: 5, alpha: 2e-5, beta: 0.75, k: 1)
    #expect(normalizations == [expected, expected])
  }

  @Test(arguments: [NetworkSpec.bvlcAlexNet, .caffeNet])
  func caffesPixelsAreBlueGreenRed(spec: NetworkSpec) throws {
    let normalization = try #require(spec.normalization)
    #expect(normalization.channelOrder == .bgr)
    // train_val.prototxt of CaffeNet has 104, 117, 123 in the order blue, green, red.
    #expect(normalization.mean.map { $0.rounded() } == [123, 117, 104])
    #expect(normalization.factors == [1, 1, 1])
  }

  /// The values are those of models/bvlc_alexnet/train_val.prototxt.
  @Test(arguments: [NetworkSpec.bvlcAlexNet, .caffeNet])
  func caffesNetworksStartWithValuesThatLearn(spec: NetworkSpec) {
    #expect(spec.initials == NetworkSpec.alexnet.initials)
    #expect(spec.initialValues == .set(.caffe))
    for layer in spec.layers {
      switch layer.kind {
      case .convolution(let convolution):
        #expect(convolution.learning == LearningFactors(biasRate: 2, biasDecay: 0))
      case .fullyConnected(let full):
        #expect(full.learning == LearningFactors(biasRate: 2, biasDecay: 0))
      case .locallyConnected, .activation, .normalization, .pooling, .dropout: break
      }
    }
  }

  @Test(arguments: ["torchvision", "bvlc-alexnet", "caffenet"])
  func photographsGiveThePublishedLength(name: String) throws {
    func length(_ data: DataChoice) throws -> RunPlan.Length {
      RunPlan.standard(
        try .named(name), data: data, validationImages: 1000, threads: 1
      ).length
    }
    #expect(try length(.folder(path: "/p")) == .epochs(90))
    #expect(try length(.scenes) == .endless)
  }
}
