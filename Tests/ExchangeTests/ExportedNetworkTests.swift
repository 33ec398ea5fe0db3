import Blueprint
import Testing

@testable import Exchange

/// The names of tensors in PyTorch, and the mean of the input.
@Suite struct ExportedNetworkTests {
  /// The parameters of torchvision.models.alexnet().state_dict(), with their shapes.
  static let torchvision: [(String, [Int])] = [
    ("features.0.weight", [64, 3, 11, 11]), ("features.0.bias", [64]),
    ("features.3.weight", [192, 64, 5, 5]), ("features.3.bias", [192]),
    ("features.6.weight", [384, 192, 3, 3]), ("features.6.bias", [384]),
    ("features.8.weight", [256, 384, 3, 3]), ("features.8.bias", [256]),
    ("features.10.weight", [256, 256, 3, 3]), ("features.10.bias", [256]),
    ("classifier.1.weight", [4096, 9216]), ("classifier.1.bias", [4096]),
    ("classifier.4.weight", [4096, 4096]), ("classifier.4.bias", [4096]),
    ("classifier.6.weight", [1000, 4096]), ("classifier.6.bias", [1000]),
  ]

  @Test func thePresetTorchvisionHasTorchvisionsNames() throws {
    let tensors = try SmallNetwork.exported(.torchvision).tensors
    #expect(tensors.map(\.torchName) == Self.torchvision.map(\.0))
    #expect(tensors.map(\.shape) == Self.torchvision.map(\.1))
  }

  /// The paper's network has normalisation layers, and groups in conv2, conv4 and conv5.
  @Test func eachLayerHasAPosition() throws {
    let tensors = try SmallNetwork.exported(.paper).tensors.filter { $0.shape.count > 1 }
    #expect(
      tensors.map { "\($0.name) \($0.torchName) \($0.shape)" } == [
        "conv1.weight features.0.weight [96, 3, 11, 11]",
        "conv2.weight features.4.weight [256, 48, 5, 5]",
        "conv3.weight features.8.weight [384, 256, 3, 3]",
        "conv4.weight features.10.weight [384, 192, 3, 3]",
        "conv5.weight features.12.weight [256, 192, 3, 3]",
        "fc6.weight classifier.0.weight [4096, 9216]",
        "fc7.weight classifier.3.weight [4096, 4096]",
        "fc8.weight classifier.6.weight [1000, 4096]",
      ])
  }

  @Test func whileLRNIsOffItsLayersHaveNoPosition() throws {
    let tensors = try SmallNetwork.exported(.paper, lrn: false).tensors
    #expect(tensors[2].torchName == "features.3.weight")
  }

  @Test func aMeanImageIsCutToTheCentre() throws {
    // 14×14 cells for an input of 12×10: one row and two columns on each side are cut off.
    let values = (0..<3 * 14 * 14).map { Float($0) }
    let mean = InputMean.image(values, Shape(channels: 3, height: 14, width: 14))
    let network = try SmallNetwork.exported(mean: mean)
    #expect(network.meanShape == [3, 12, 10])
    #expect(network.mean.count == 3 * 12 * 10)
    #expect(network.mean.first == 16)
    #expect(network.mean[10] == 30)
    // 2 · 196 + 12 · 14 + 11.
    #expect(network.mean.last == 571)
  }

  @Test func aMeanImageOfTheInputIsNotCut() throws {
    let values = (0..<3 * 12 * 10).map { Float($0) }
    let mean = InputMean.image(values, Shape(channels: 3, height: 12, width: 10))
    #expect(try SmallNetwork.exported(mean: mean).mean == values)
  }

  @Test(arguments: [
    InputMean.color([1]), .image([1, 2, 3], Shape(channels: 3, height: 1, width: 1)),
    .image(Array(repeating: 1, count: 196), Shape(channels: 1, height: 14, width: 14)),
  ])
  func aMeanOfAnotherShapeIsRefused(_ mean: InputMean) {
    #expect(throws: ExchangeError.self) { try SmallNetwork.exported(mean: mean) }
  }

  @Test func theNormalizationOfTheNetworkReplacesTheMean() throws {
    let network = try SmallNetwork.exported(.torchvision)
    // 255 · 0.485 and 1 / (255 · 0.229).
    #expect(abs(network.mean[0] - 123.675) < 1e-4)
    #expect(abs(network.factors[0] - 0.017_124_75) < 1e-7)
  }
}
