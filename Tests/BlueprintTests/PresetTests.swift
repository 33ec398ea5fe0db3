import Blueprint
import Testing

@Suite struct PresetTests {
  @Test(
    arguments: zip(NetworkSpec.presetNames, [8, 8, 8, 8, 8, 8, 8, 8, 5, 5, 4, 5, 4, 8, 8, 8]))
  func aPresetHasItsNameAndAValidLayout(name: String, layers: Int) throws {
    let spec = try NetworkSpec.named(name)
    #expect(spec.name == name)
    #expect(!spec.source.isEmpty)
    #expect(try spec.layout().filter(\.spec.hasParameters).count == layers)
  }

  @Test func theErrorForAnUnknownNameListsThePresets() {
    #expect(throws: BlueprintError.unknownPreset("big", known: NetworkSpec.presetNames)) {
      try NetworkSpec.named("big")
    }
  }

  @Test func theCompactNetworkHasSmallerMapsInEachPart() throws {
    let sides = try NetworkSpec.compact(classes: 40, side: 64).layout()
      .filter { $0.input.height != $0.output.height }.map(\.output.height)
    // conv1, pool1, pool2, pool5, fc6
    #expect(sides == [27, 13, 6, 2, 1])
  }

  @Test func theCompactNetworkForSmallImagesHasNoStrideInConv1() throws {
    let layout = try NetworkSpec.compact(classes: 10, side: 32).layout()
    #expect(layout[0].output == Shape(channels: 64, height: 32, width: 32))
    let pools = layout.filter { $0.spec.kindName == "pooling" }.map(\.output.height)
    #expect(pools == [15, 7, 3])
    #expect(layout.last?.output == Shape(channels: 10))
  }

  @Test(arguments: [20, 24, 28, 32, 40, 48, 64, 96, 112, 227])
  func theCompactNetworkFitsEverySideFromTwenty(side: Int) throws {
    #expect(try NetworkSpec.compact(classes: 7, side: side).layout().last?.output.count == 7)
  }
}

@Suite struct NetworkVariantTests {
  @Test func otherClassesChangeOnlyTheLastLayer() throws {
    let ten = NetworkSpec.paper.withClasses(10)
    #expect(ten.classes == 10)
    #expect(ten.layers.dropLast() == NetworkSpec.paper.layers.dropLast())
    #expect(try ten.layout().parameters == 60_965_224 - 4097 * 990)
  }

  @Test func plainWindowsAreAsLargeAsTheirStride() {
    let plain = NetworkSpec.paper.with(pooling: .plain)
    for layer in plain.layers {
      if case .pooling(let pooling) = layer.kind { #expect(pooling.size == pooling.stride) }
    }
    #expect(plain.with(pooling: .overlapping) == NetworkSpec.paper)
    #expect(NetworkSpec.paper.with(pooling: .overlapping) == NetworkSpec.paper)
  }

  @Test func anotherActivationReplacesThatOfAllLayers() {
    let tanh = NetworkSpec.paper.with(activation: .tanh)
    #expect(tanh.layers.count { $0.kind == .activation(.tanh) } == 7)
    #expect(tanh.layers.count { $0.kind == .activation(.relu) } == 0)
    #expect(tanh.with(activation: .relu) == NetworkSpec.paper)
  }
}
