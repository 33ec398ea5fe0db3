import Blueprint
import Testing

/// The columns are those of the paper's Fig. 2, with the normalisation of the released code.
@Suite struct ColumnDivisionTests {
  private func columns(_ name: String) throws -> [NetworkDivision] {
    let layout = try NetworkSpec.named(name).layout()
    return try (0..<2).map { try NetworkDivision(columnsOf: layout, column: $0) }
  }

  @Test func columnsOfTheReleasedCodeExchangeOnlyWhereThePapersFigureHasLines() throws {
    for column in try columns("code-145") {
      #expect(column.gathers.map(\.whole.spec.name) == ["conv3", "fc6", "fc7", "fc8"])
      let local = Dictionary(uniqueKeysWithValues: column.local.map { ($0.spec.name, $0) })
      #expect(local["conv1"]?.output == Shape(channels: 48, height: 55, width: 55))
      #expect(local["conv1"]?.input == Shape(channels: 3, height: 227, width: 227))
      #expect(local["pool1"]?.output == Shape(channels: 48, height: 27, width: 27))
      #expect(local["conv2"]?.input == Shape(channels: 48, height: 27, width: 27))
      #expect(local["conv2"]?.output == Shape(channels: 128, height: 27, width: 27))
      #expect(local["conv3"]?.input == Shape(channels: 256, height: 13, width: 13))
      #expect(local["conv3"]?.output == Shape(channels: 192, height: 13, width: 13))
      #expect(local["conv5"]?.input == Shape(channels: 192, height: 13, width: 13))
      #expect(local["fc6"]?.input == Shape(channels: 256, height: 6, width: 6))
      #expect(local["fc6"]?.output == Shape(channels: 2048))
      #expect(local["drop7"]?.input == Shape(channels: 2048))
      #expect(local["fc8"]?.input == Shape(channels: 4096))
      #expect(local["fc8"]?.output == Shape(channels: 1000))
    }
  }

  /// The numbers: half of 60,965,224 − 4,097,000, and fc8 whole.
  @Test func aColumnHasHalfOfTheParametersAndTheWholeLastLayer() throws {
    for column in try columns("code-145") {
      #expect(column.local.parameters == 28_434_112 + 4_097_000)
    }
  }

  /// The layers of the files layers-150.cfg: one column has 160 maps, then 192, 192 and 128, and fully-connected
  /// layers of 4,096 and 2,048 neurons.
  @Test func aColumnOfConfiguration150IsANetworkUpToTheLastLayer() throws {
    for column in try columns("code-150") {
      let local = Dictionary(uniqueKeysWithValues: column.local.map { ($0.spec.name, $0) })
      #expect(local["conv2"]?.output == Shape(channels: 160, height: 27, width: 27))
      #expect(local["conv3"]?.input == Shape(channels: 160, height: 13, width: 13))
      #expect(local["fc6"]?.input == Shape(channels: 128, height: 6, width: 6))
      #expect(local["fc6"]?.output == Shape(channels: 4096))
      #expect(local["fc7"]?.input == Shape(channels: 4096))
      #expect(local["fc7"]?.output == Shape(channels: 2048))
      #expect(local["fc8"]?.input == Shape(channels: 4096))
      #expect(local["fc6"]?.parameters == 4096 * 4608 + 4096)
      // Half of 60,714,408 − 4,097,000, and fc8 whole.
      #expect(column.local.parameters == 28_308_704 + 4_097_000)
    }
  }

  @Test func aLastLayerWithGroupsIsWholeOnBothColumns() throws {
    var spec = network([Self.conv("conv1", 6)])
    spec.layers[1] = Self.full("last", 6, groups: 3)
    let last = try #require(try NetworkDivision(columnsOf: spec.layout(), column: 1).layers.last)
    #expect(last.gather == .channels && !last.isDivided)
    #expect(last.local == last.whole)
  }

  @Test func groupsAndNormalisationsBecomeThoseOfOneColumn() throws {
    for layer in try columns("code-145")[0].local {
      switch layer.spec.kind {
      case .convolution(let convolution): #expect(convolution.groups == 1)
      case .normalization(let lrn): #expect(lrn.groups == 1)
      case .activation, .dropout, .locallyConnected, .fullyConnected, .pooling: continue
      }
    }
  }

  @Test func theColumnsTogetherHaveEachOutputOnce() throws {
    let both = try columns("code-145")
    for (first, second) in zip(both[0].layers, both[1].layers) where first.isDivided {
      let (a, b) = (first.outputs, second.outputs)
      #expect(a.lowerBound == 0 && a.upperBound == b.lowerBound)
      #expect(b.upperBound == first.whole.output.channels)
    }
    #expect(both[1].layers.last?.outputs == 0..<1000)
  }

  static let presets: [(String, gathers: [String])] = [
    ("code-145", ["conv3", "fc6", "fc7", "fc8"]), ("code-147", ["conv3", "fc6", "fc7", "fc8"]),
    ("code-148", ["conv3", "fc6", "fc7", "fc8"]), ("code-150", ["fc8"]),
    ("torchvision", ["conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"]),
    ("cifar-18", ["conv2", "conv3", "fc4"]),
    ("cifar-26", ["conv2", "conv3", "fc4", "fc5"]),
    ("cifar-13", ["conv2", "local3", "local4", "fc5"]),
    ("four-layer", ["conv2", "conv3", "fc4"]),
  ]

  @Test(arguments: presets)
  func presetsWithoutSumsAcrossColumnsAreDivided(name: String, gathers: [String]) throws {
    #expect(try columns(name)[1].gathers.map(\.whole.spec.name) == gathers)
  }

  @Test(
    arguments: [
      "paper", "alexnet", "bvlc-alexnet", "caffenet", "compact", "compact-32", "cifar-11",
    ])
  func presetsThatNormaliseAcrossColumnsAreRefused(name: String) throws {
    let layout = try NetworkSpec.named(name).layout()
    #expect(throws: ColumnError.normalizationCrossesColumns(layer: "norm1")) {
      try NetworkDivision(columnsOf: layout, column: 0)
    }
  }

  static let refused: [(ColumnError, [LayerSpec])] = [
    (.oddOutputs(layer: "conv1", outputs: 7), [conv("conv1", 7)]),
    (.oddOutputs(layer: "fc1", outputs: 9), [full("fc1", 9)]),
    (
      .oddOutputs(layer: "local1", outputs: 5),
      [
        LayerSpec(
          "local1", .locallyConnected(.init(outputs: 5, kernel: 1, initial: .init(.he))))
      ]
    ),
    (.imageInGroups(layer: "conv1", groups: 3), [conv("conv1", 6, groups: 3)]),
    (.imageInGroups(layer: "fc1", groups: 3), [full("fc1", 6, groups: 3)]),
    (.oddGroups(layer: "fc2", groups: 3), [full("fc1", 6), full("fc2", 6, groups: 3)]),
    (.oddGroups(layer: "conv2", groups: 3), [conv("conv1", 6), conv("conv2", 6, groups: 3)]),
    (
      .oddGroups(layer: "norm1", groups: 3),
      [conv("conv1", 6), LayerSpec("norm1", .normalization(.init(groups: 3)))]
    ),
    (
      .dropoutSplitsBlocks(layer: "drop1", maps: 24, channelsPerBlock: 16),
      [conv("conv1", 48), LayerSpec("drop1", .dropout)]
    ),
    (.nothingToDivide(layer: "last"), [LayerSpec("drop1", .dropout)]),
  ]

  @Test(arguments: refused)
  func aLayerThatCannotBeDividedIsNamed(error: ColumnError, layers: [LayerSpec]) throws {
    let layout = try network(layers).layout()
    #expect(throws: error) { try NetworkDivision(columnsOf: layout, column: 1) }
  }

  @Test func layersBeforeTheFirstWeightsAreWholeOnBothColumns() throws {
    let spec = network([
      LayerSpec("norm0", .normalization(.init(groups: 3))), LayerSpec("drop0", .dropout),
      Self.conv("conv1", 6),
    ])
    let column = try NetworkDivision(columnsOf: spec.layout(), column: 1)
    #expect(column.layers.map(\.isDivided) == [false, false, true, false])
    #expect(column.layers[0].local == column.layers[0].whole)
  }

  private func network(_ layers: [LayerSpec]) -> NetworkSpec {
    NetworkSpec(
      name: "test", source: "a test", input: Shape(channels: 3, height: 8, width: 8),
      layers: layers + [Self.full("last", 5)])
  }

  private static func conv(_ name: String, _ outputs: Int, groups: Int = 1) -> LayerSpec {
    LayerSpec(
      name,
      .convolution(Convolution(outputs: outputs, kernel: 3, groups: groups, initial: .init(.he))))
  }

  private static func full(_ name: String, _ outputs: Int, groups: Int = 1) -> LayerSpec {
    LayerSpec(
      name,
      .fullyConnected(FullyConnected(outputs: outputs, groups: groups, initial: .init(.he))))
  }
}
