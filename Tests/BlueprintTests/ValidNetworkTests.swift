import Blueprint
import Testing

/// The rules for networks, by the errors of networks that break them.
@Suite struct ValidNetworkTests {
  private static let full = LayerSpec(
    "fc", .fullyConnected(.init(outputs: 3, initial: .init(.he))))

  private func error(
    _ layers: [LayerSpec], input: Shape = Shape(channels: 3, height: 8, width: 8),
    inputScale: Double = 1
  ) throws -> BlueprintError {
    let spec = NetworkSpec(
      name: "n", source: "", input: input, inputScale: inputScale, layers: layers)
    return try #require(throws: BlueprintError.self) { try spec.layout() }
  }

  private func convolution(
    outputs: Int = 4, kernel: Int = 3, stride: Int = 1, padding: Int = 0, groups: Int = 1,
    initial: Initialization = .init(.he), learning: LearningFactors = LearningFactors()
  ) -> LayerSpec {
    LayerSpec(
      "conv",
      .convolution(
        Convolution(
          outputs: outputs, kernel: kernel, stride: stride, padding: padding, groups: groups,
          initial: initial, learning: learning)))
  }

  private func local(
    outputs: Int = 4, kernel: Int = 3, stride: Int = 1, padding: Int = 0,
    initial: Initialization = .init(.he), learning: LearningFactors = LearningFactors()
  ) -> LayerSpec {
    LayerSpec(
      "local",
      .locallyConnected(
        LocallyConnected(
          outputs: outputs, kernel: kernel, stride: stride, padding: padding, initial: initial,
          learning: learning)))
  }

  @Test func windowsFitTheirInputs() throws {
    let shape = Shape(channels: 3, height: 8, width: 8)
    #expect(
      try error([local(kernel: 11, padding: 1), Self.full])
        == .windowTooLarge(layer: "local", input: shape, window: 11, padding: 1))
    #expect(
      try error([convolution(kernel: 11), Self.full])
        == .windowTooLarge(layer: "conv", input: shape, window: 11, padding: 0))
    #expect(
      try error([convolution(kernel: 11, padding: 1), Self.full])
        == .windowTooLarge(layer: "conv", input: shape, window: 11, padding: 1))
  }

  @Test func groupsDivideInputsAndOutputs() throws {
    let shape = Shape(channels: 3, height: 8, width: 8)
    #expect(
      try error([convolution(groups: 2), Self.full])
        == .groupsDoNotDivide(layer: "conv", input: shape, outputs: 4, groups: 2))
    #expect(
      try error([convolution(groups: 3), Self.full])
        == .groupsDoNotDivide(layer: "conv", input: shape, outputs: 4, groups: 3))
    func full(_ outputs: Int, groups: Int) -> LayerSpec {
      LayerSpec(
        "wide", .fullyConnected(.init(outputs: outputs, groups: groups, initial: .init(.he))))
    }
    // The rows and columns of a map are not divided: 2 divides 3·8·8 inputs, and not the 3 channels.
    #expect(
      try error([full(4, groups: 2), Self.full])
        == .groupsDoNotDivide(layer: "wide", input: shape, outputs: 4, groups: 2))
    #expect(
      try error([full(4, groups: 3), Self.full])
        == .groupsDoNotDivide(layer: "wide", input: shape, outputs: 4, groups: 3))
    #expect(
      try error([full(6, groups: 0), Self.full])
        == .invalidValue(
          owner: "wide", setting: "groups", value: "0", allowed: "1 to \(1 << 20)"))
  }

  @Test func namesOfLayersAreUnique() throws {
    #expect(try error([]) == .noLayers(network: "n"))
    #expect(try error([LayerSpec(" ", .dropout), Self.full]) == .unnamedLayer(position: 1))
    #expect(try error([Self.full, Self.full]) == .duplicateName("fc"))
  }

  @Test func theLastLayerGivesScores() throws {
    #expect(
      try error([Self.full, LayerSpec("relu", .activation(.relu))])
        == .lastLayerIsNotFullyConnected(layer: "relu", output: Shape(channels: 3)))
    let flat = convolution(kernel: 8)
    #expect(
      try error([flat])
        == .lastLayerIsNotFullyConnected(layer: "conv", output: Shape(channels: 4)))
  }

  @Test func settingsAreInTheirRange() throws {
    func setting(_ layer: LayerSpec) throws -> String {
      guard case .invalidValue(let owner, let setting, _, _) = try error([layer, Self.full]) else {
        return "another error"
      }
      return "\(owner) \(setting)"
    }
    #expect(try setting(convolution(outputs: 0)) == "conv outputs")
    #expect(try setting(convolution(kernel: -1)) == "conv kernel")
    #expect(try setting(convolution(stride: 0)) == "conv stride")
    #expect(try setting(convolution(groups: 0)) == "conv groups")
    #expect(try setting(convolution(padding: 3)) == "conv padding")
    #expect(try setting(convolution(padding: -1)) == "conv padding")
    #expect(try setting(convolution(initial: .init(.gaussian(deviation: -1)))) == "conv weights")
    #expect(try setting(convolution(initial: .init(.he, bias: .nan))) == "conv bias")
    for (name, learning) in [
      ("weightRate", LearningFactors(weightRate: -1)),
      ("biasRate", LearningFactors(biasRate: .nan)),
      ("weightDecay", LearningFactors(weightDecay: .infinity)),
      ("biasDecay", LearningFactors(biasDecay: -0.1)),
    ] {
      #expect(try setting(convolution(learning: learning)) == "conv \(name)")
      let full = LayerSpec(
        "f", .fullyConnected(.init(outputs: 2, initial: .init(.he), learning: learning)))
      #expect(try setting(full) == "f \(name)")
    }
    #expect(try setting(local(outputs: 0)) == "local outputs")
    #expect(try setting(local(kernel: 0)) == "local kernel")
    #expect(try setting(local(stride: -1)) == "local stride")
    #expect(try setting(local(padding: 3)) == "local padding")
    #expect(try setting(local(initial: .init(.he, bias: .infinity))) == "local bias")
    #expect(
      try setting(local(learning: LearningFactors(biasRate: -1))) == "local biasRate")
    #expect(try setting(LayerSpec("p", .pooling(Pooling(size: 0, stride: 1)))) == "p size")
    #expect(try setting(LayerSpec("p", .pooling(Pooling(size: 2, stride: 0)))) == "p stride")
    #expect(
      try setting(LayerSpec("p", .pooling(Pooling(size: 2, stride: 1, padding: 2)))) == "p padding")
    #expect(try setting(LayerSpec("l", .normalization(.init(size: 4)))) == "l size")
    #expect(try setting(LayerSpec("l", .normalization(.init(groups: 2)))) == "l groups")
    #expect(try setting(LayerSpec("l", .normalization(.init(groups: 0)))) == "l groups")
    #expect(try setting(LayerSpec("l", .normalization(.sameMap(size: 2)))) == "l size")
    #expect(try setting(LayerSpec("l", .normalization(.init(alpha: .infinity)))) == "l alpha")
    #expect(try setting(LayerSpec("l", .normalization(.init(k: 0)))) == "l k")
    #expect(
      try error([Self.full], input: Shape(channels: 3, height: 0, width: 8))
        == .invalidValue(owner: "input", setting: "height", value: "0", allowed: "1 to 1048576"))
    #expect(
      try error([Self.full], inputScale: .nan)
        == .invalidValue(owner: "input", setting: "inputScale", value: "nan", allowed: "above 0"))
  }

  @Test func sizesDoNotOverflow() throws {
    let wide = Shape(channels: 1 << 20, height: 1 << 20, width: 1 << 20)
    #expect(try error([Self.full], input: wide) == .tooLarge(layer: "fc", input: wide))
    let cells = local(outputs: 1 << 10, kernel: 1)
    let large = Shape(channels: 1 << 12, height: 1 << 10, width: 1 << 10)
    #expect(try error([cells, Self.full], input: large) == .tooLarge(layer: "local", input: large))
    let layer = convolution(outputs: 1 << 20, kernel: 1)
    #expect(try error([layer, Self.full], input: wide) == .tooLarge(layer: "conv", input: wide))
    guard case .invalidValue = try error([convolution(outputs: .max), Self.full]) else {
      Issue.record("a size of Int.max is out of range")
      return
    }
  }
}
