import Blueprint
import Testing

/// The hybrid of Krizhevsky 2014: convolutions for a part of the images, units for all of them.
@Suite struct HybridDivisionTests {
  private func parts(_ spec: NetworkSpec, _ count: Int) throws -> [NetworkDivision] {
    let layout = try spec.layout()
    return try (0..<count).map { try NetworkDivision(hybridOf: layout, part: $0, of: count) }
  }

  @Test func imagesAreGatheredOnceAndUnitsBeforeEachLaterLayer() throws {
    let part = try parts(.named("paper"), 4)[2]
    #expect(part.gathers.map(\.whole.spec.name) == ["fc6", "fc7", "fc8"])
    #expect(part.gathers.map(\.gather) == [.images, .channels, .channels])
    #expect(part.dividesScores)
    let local = Dictionary(uniqueKeysWithValues: part.local.map { ($0.spec.name, $0) })
    #expect(local["conv5"]?.output == Shape(channels: 256, height: 13, width: 13))
    #expect(local["pool5"]?.output == Shape(channels: 256, height: 6, width: 6))
    #expect(local["fc6"]?.input == Shape(channels: 256, height: 6, width: 6))
    #expect(local["fc6"]?.output == Shape(channels: 1024))
    #expect(local["drop6"]?.input == Shape(channels: 1024))
    #expect(local["fc7"]?.input == Shape(channels: 4096))
    #expect(local["fc8"]?.output == Shape(channels: 250))
    let (own, all) = part.layersByImages
    #expect(own.last?.spec.name == "pool5" && all.first?.spec.name == "fc6")
    #expect(own.count + all.count == part.layers.count)
  }

  /// The paper's network has 2,334,080 parameters in convolutions and 58,631,144 in fully-connected layers, which
  /// 2 divides.
  @Test func aPartHasAllKernelsAndItsUnits() throws {
    for part in try parts(.named("paper"), 2) {
      #expect(part.local.parameters == 2_334_080 + 29_315_572)
    }
  }

  @Test(arguments: [2, 3, 4, 5])
  func thePartsTogetherHaveEachUnitOnce(count: Int) throws {
    let parts = try parts(Self.network(.full(23), .dropout, .full(10)), count)
    for index in parts[0].layers.indices.dropFirst(2) {
      let (whole, ranges) = (parts[0].layers[index].whole, parts.map(\.layers[index].outputs))
      #expect(ranges.flatMap { Array($0) } == Array(0..<whole.output.channels))
      let sizes = ranges.map(\.count)
      #expect(sizes.min()! + 1 >= sizes.max()!)
      #expect(sizes.max() == NetworkDivision.largestPart(of: whole.output.channels, of: count))
      #expect(parts.map(\.layers[index].local.output.channels) == sizes)
    }
  }

  @Test func layersBeforeTheFirstUnitsAreWholeOnAllParts() throws {
    for part in try parts(.named("bvlc-alexnet"), 3) {
      for layer in part.layers.prefix(while: { $0.gather == nil }) {
        #expect(layer.local == layer.whole && !layer.isDivided)
      }
    }
  }

  // An image has 6 · 6 · 6 numbers before the first fully-connected layer. Of 3,000 units, each part has 1,000, and of 5
  // classes at most 2.
  @Test func theLargestExchangeIsThatOfTheImages() throws {
    let part = try parts(Self.network(.full(8)), 3)[0]
    #expect(part.largestExchange(images: 4, all: 12) == 12 * 6 * 6 * 6)
    let units = try parts(Self.network(.full(3000)), 3)[0]
    #expect(units.largestExchange(images: 4, all: 12) == 12 * 3000)
    // The kept activations are those of 3,000 units and of 5 scores.
    #expect(units.exchangeBytes(images: 4, all: 12) == 4 * (12 * 3000 + 12 * 3005))
  }

  static let refused: [(HybridError, Int, [LayerSpec.Kind])] = [
    (.unitsInGroups(layer: "layer3", groups: 2), 2, [.full(8, groups: 2)]),
    (.fewerUnitsThanParts(layer: "layer3", units: 4, parts: 5), 5, [.full(4)]),
    (.fewerUnitsThanParts(layer: "layer4", units: 5, parts: 6), 6, [.full(8)]),
    (
      .mapsAfterUnits(layer: "layer4"), 2,
      [
        .full(8),
        .convolution(Convolution(outputs: 4, kernel: 1, initial: .init(.he))),
      ]
    ),
    (.mapsAfterUnits(layer: "layer4"), 2, [.full(8), .normalization(.init())]),
  ]

  @Test(arguments: refused)
  func aLayerThatCannotBeDividedIsNamed(
    error: HybridError, count: Int, layers: [LayerSpec.Kind]
  ) throws {
    let layout = try Self.network(layers).layout()
    #expect(throws: error) { try NetworkDivision(hybridOf: layout, part: 0, of: count) }
    #expect(!error.problem.isEmpty && !error.remedy.isEmpty)
  }

  @Test func aNetworkWithoutFullyConnectedLayersIsRefused() throws {
    let layout = try Self.network(.full(8)).layout().prefix(2)
    #expect(throws: HybridError.noFullyConnectedLayers) {
      try NetworkDivision(hybridOf: Array(layout), part: 0, of: 2)
    }
  }

  private static func network(_ kinds: LayerSpec.Kind...) -> NetworkSpec { network(kinds) }

  /// A convolution with six maps of 6 × 6, the given layers, and a last one with five classes.
  private static func network(_ kinds: [LayerSpec.Kind]) -> NetworkSpec {
    let first: [LayerSpec.Kind] = [
      .convolution(Convolution(outputs: 6, kernel: 3, initial: .init(.he))), .activation(.relu),
    ]
    return NetworkSpec(
      name: "test", source: "a test", input: Shape(channels: 3, height: 8, width: 8),
      layers: (first + kinds + [.full(5)]).enumerated().map {
        LayerSpec("layer\($0.offset + 1)", $0.element)
      })
  }
}

extension LayerSpec.Kind {
  fileprivate static func full(_ outputs: Int, groups: Int = 1) -> Self {
    .fullyConnected(FullyConnected(outputs: outputs, groups: groups, initial: .init(.he)))
  }
}
