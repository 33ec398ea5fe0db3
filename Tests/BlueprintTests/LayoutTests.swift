import Blueprint
import Testing

/// The numbers are those of the paper's sections 3.1 to 3.5, for an input of 227×227.
@Suite struct PaperNetworkTests {
  let layout: [LayerLayout]

  init() throws {
    layout = try NetworkSpec.paper.layout()
  }

  @Test func eachLayerHasThePapersParameters() {
    let parameters = layout.filter(\.spec.hasParameters).map(\.parameters)
    #expect(
      parameters == [
        34_944, 307_456, 885_120, 663_936, 442_624, 37_752_832, 16_781_312, 4_097_000,
      ])
    #expect(layout.parameters == 60_965_224)
  }

  @Test func thePaperNetworkHasThePapersMultiplyAdds() {
    #expect(layout.multiplyAdds == 724_406_816)
    // conv1 needs no gradient of its inputs: 4.1356 GFLOP per image, with two operations per multiply-add.
    #expect(layout.trainingMultiplyAdds == 3 * 724_406_816 - 105_415_200)
  }

  @Test func eachLayerHasThePapersShape() {
    let outputs = Dictionary(uniqueKeysWithValues: layout.map { ($0.spec.name, $0.output) })
    #expect(outputs["conv1"] == Shape(channels: 96, height: 55, width: 55))
    #expect(outputs["pool1"] == Shape(channels: 96, height: 27, width: 27))
    #expect(outputs["conv2"] == Shape(channels: 256, height: 27, width: 27))
    #expect(outputs["pool2"] == Shape(channels: 256, height: 13, width: 13))
    #expect(outputs["conv3"] == Shape(channels: 384, height: 13, width: 13))
    #expect(outputs["conv4"] == Shape(channels: 384, height: 13, width: 13))
    #expect(outputs["conv5"] == Shape(channels: 256, height: 13, width: 13))
    #expect(outputs["pool5"] == Shape(channels: 256, height: 6, width: 6))
    #expect(outputs["fc8"] == Shape(channels: 1000))
    #expect(NetworkSpec.paper.classes == 1000)
  }

  @Test func thePaperNetworkHasSixHundredAndFiftyThousandNeurons() {
    // conv1 has 55·55·96 neurons; the 253,440 in the paper's list is a mistake.
    let neurons = layout.filter(\.spec.hasParameters).map(\.output.count).reduce(0, +)
    #expect(neurons == 659_272)
  }

  @Test func theLayersOfTheTextHaveBiasesOfOne() {
    let ones = NetworkSpec.paper.layers.compactMap { layer -> String? in
      layer.initial?.bias == 1 ? layer.name : nil
    }
    #expect(ones == ["conv2", "conv4", "conv5", "fc6", "fc7"])
  }

  @Test func plainPoolingKeepsTheShapes() throws {
    let plain = try NetworkSpec.paper.with(pooling: .plain).layout()
    #expect(plain.map(\.output) == layout.map(\.output))
    #expect(plain != layout)
  }
}

@Suite struct LayoutTests {
  private func network(_ layers: [LayerSpec], side: Int = 8) -> NetworkSpec {
    NetworkSpec(
      name: "small", source: "", input: Shape(channels: 4, height: side, width: side + 1),
      layers: layers + [LayerSpec("fc", .fullyConnected(.init(outputs: 3, initial: .init(.he))))])
  }

  @Test func partialWindowsOfAConvolutionAreLeftOut() throws {
    let layer = LayerSpec(
      "c",
      .convolution(
        Convolution(
          outputs: 6, kernel: 3, stride: 2, padding: 1, groups: 2, initial: .init(.he))))
    let first = try network([layer]).layout()[0]
    #expect(first.output == Shape(channels: 6, height: 4, width: 5))
    #expect(first.parameters == 6 * 2 * 9 + 6)
    #expect(first.multiplyAdds == 6 * 2 * 9 * 20)
  }

  /// Each of the 4·5 cells has kernels of 4·9 weights, and each output value has a bias.
  @Test func theWeightsOfALocallyConnectedLayerAreThoseOfAllCells() throws {
    let layer = LayerSpec(
      "l",
      .locallyConnected(
        LocallyConnected(outputs: 6, kernel: 3, stride: 2, padding: 1, initial: .init(.he))))
    let first = try network([layer]).layout()[0]
    #expect(first.output == Shape(channels: 6, height: 4, width: 5))
    #expect(first.parameters == 6 * 20 * 36 + 6 * 20)
    #expect(first.multiplyAdds == 6 * 20 * 36)
    #expect(try #require(first.parameterShapes).weights == [6, 4, 5, 4, 3, 3])
    #expect(try #require(first.parameterShapes).biases == [6, 4, 5])
  }

  @Test func theFirstDimensionOfParametersIsThatOfTheOutputs() throws {
    let layout = try NetworkSpec.code145.layout()
    let shapes = Dictionary(
      uniqueKeysWithValues: layout.map { ($0.spec.name, $0.parameterShapes?.weights) })
    #expect(shapes["conv2"] == [256, 48, 5, 5])
    #expect(shapes["fc6"] == [4096, 9216])
    #expect(shapes["pool2"] == .some(nil))
    for entry in layout {
      let shapes = entry.parameterShapes
      let count = (shapes?.weights.reduce(1, *) ?? 0) + (shapes?.biases.reduce(1, *) ?? 0)
      #expect(count == entry.parameters)
    }
  }

  @Test(arguments: [
    // size, stride, padding, side, floor, ceil
    (3, 2, 0, 32, 15, 16), (3, 2, 0, 55, 27, 27), (2, 2, 0, 7, 3, 4), (2, 2, 1, 3, 2, 2),
    (3, 3, 1, 4, 2, 2), (2, 3, 0, 6, 2, 2), (3, 2, 0, 2, 0, 1), (1, 4, 0, 6, 2, 2),
  ])
  func poolingWindowsAreCounted(
    size: Int, stride: Int, padding: Int, side: Int, floor: Int, ceil: Int
  ) throws {
    for (rounding, expected) in [(Pooling.Rounding.floor, floor), (.ceil, ceil)] {
      let pooling = Pooling(size: size, stride: stride, padding: padding, rounding: rounding)
      let spec = NetworkSpec(
        name: "pool", source: "", input: Shape(channels: 1, height: side, width: side),
        layers: [
          LayerSpec("p", .pooling(pooling)),
          LayerSpec("fc", .fullyConnected(.init(outputs: 2, initial: .init(.he)))),
        ])
      if expected == 0 {
        #expect(throws: BlueprintError.self) { try spec.layout() }
      } else {
        #expect(try spec.layout()[0].output.height == expected)
      }
    }
  }

  @Test func noPoolingWindowIsOutsideTheInput() throws {
    for side in 1...9 {
      for size in 1...4 {
        for stride in 1...5 {
          for padding in 0..<size {
            for rounding in Pooling.Rounding.allCases {
              let pooling = Pooling(
                size: size, stride: stride, padding: padding, rounding: rounding)
              guard
                let output = try? network([LayerSpec("p", .pooling(pooling))], side: side)
                  .layout()[0].output
              else { continue }
              let begin = (output.height - 1) * stride - padding
              #expect(begin < side && begin + size > 0)
            }
          }
        }
      }
    }
  }

  @Test func theFirstLayerWithParametersNeedsNoGradientOfItsInputs() throws {
    let full = LayerSpec("a", .fullyConnected(.init(outputs: 5, initial: .init(.he))))
    let layout = try network([LayerSpec("r", .activation(.relu)), full]).layout()
    let first = 4 * 8 * 9 * 5
    #expect(layout.multiplyAdds == first + 15)
    #expect(layout.trainingMultiplyAdds == 2 * first + 3 * 15)
  }
}
