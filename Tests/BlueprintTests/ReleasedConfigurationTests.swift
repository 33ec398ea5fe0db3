import Blueprint
import Testing

/// The numbers are those of the files layers-N.cfg and layer-params-N.cfg of the released code.
@Suite struct ReleasedConfigurationTests {
  private func layout(_ spec: NetworkSpec) throws -> [String: LayerLayout] {
    Dictionary(uniqueKeysWithValues: try spec.layout().map { ($0.spec.name, $0) })
  }

  private func sides(_ spec: NetworkSpec, _ names: [String]) throws -> [Int?] {
    let layout = try layout(spec)
    return names.map { layout[$0]?.output.height }
  }

  private func pools(_ spec: NetworkSpec) -> [Pooling] {
    spec.layers.compactMap { if case .pooling(let pooling) = $0.kind { pooling } else { nil } }
  }

  private func groups(_ spec: NetworkSpec) -> [Int] {
    spec.layers.compactMap { layer in
      switch layer.kind {
      case .convolution(let convolution): convolution.groups
      case .fullyConnected(let full): full.groups
      default: nil
      }
    }
  }

  /// The windows hang over the border of 55 and of 11 cells: 1 + ⌈53 / 2⌉ = 28 and 1 + ⌈9 / 2⌉ = 6.
  @Test func windowsWithoutOverlapLeaveTheFullyConnectedLayersAsTheyAre() throws {
    let sides = try sides(
      .code147, ["conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"])
    #expect(sides == [55, 28, 26, 13, 13, 13, 11, 6])
    #expect(pools(.code147).map(\.size) == [2, 2, 2])
    #expect(pools(.code147).map(\.stride) == [2, 2, 2])
    #expect(pools(.code145).map(\.size) == [3, 3, 3])
    let layers = try NetworkSpec.code147.layout()
    #expect(layers.parameters == 60_965_224)
    #expect(layers.multiplyAdds == 686_891_552)
    #expect(NetworkSpec.code147.layers.map(\.name) == NetworkSpec.code145.layers.map(\.name))
  }

  @Test func configuration148LacksOnlyTheNormalisations() throws {
    let names = NetworkSpec.code148.layers.map(\.name)
    #expect(
      names.prefix(8)
        == ["conv1", "pool1", "relu1", "conv2", "relu2", "pool2", "conv3", "relu3"])
    #expect(NetworkSpec.code145.layers.count == names.count + 3)
    let layers = try NetworkSpec.code148.layout()
    #expect(layers.parameters == 60_965_224)
    #expect(layers.multiplyAdds == 724_406_816)
  }

  /// The counts of the layers: 96·(3·11² + 1), 320·(48·5² + 1), 384·(160·3² + 1), …, 8192·(128·6² + 1),
  /// 4096·(4096 + 1), 1000·(4096 + 1).
  @Test func theColumnsOfConfiguration150MeetInTheLastLayer() throws {
    let layers = try NetworkSpec.code150.layout().filter(\.spec.hasParameters)
    #expect(
      layers.map(\.parameters) == [
        34_944, 384_320, 553_344, 663_936, 442_624, 37_756_928, 16_781_312, 4_097_000,
      ])
    #expect(layers.parameters == 60_714_408)
    #expect(layers.multiplyAdds == 724_323_872)
    #expect(groups(.code150) == [1, 2, 2, 2, 2, 2, 2, 1])
    #expect(
      layers.map(\.output.channels) == [96, 320, 384, 384, 256, 8192, 4096, 1000])
  }

  /// The rates, decays, initial values and positions of the normalisations are those of #145.
  @Test(arguments: [NetworkSpec.code147, .code148, .code150])
  func everythingElseIsThatOfConfiguration145(spec: NetworkSpec) throws {
    #expect(spec.initials == NetworkSpec.code145.initials)
    #expect(spec.input == NetworkSpec.code145.input)
    for layer in spec.layers {
      let learning: LearningFactors
      switch layer.kind {
      case .convolution(let convolution): learning = convolution.learning
      case .fullyConnected(let full): learning = full.learning
      default: continue
      }
      #expect(learning == LearningFactors(biasRate: 2, biasDecay: 0))
    }
    let number = try #require(spec.name.split(separator: "-").last)
    #expect(spec.source.contains("layers-\(number).cfg"))
  }
}
