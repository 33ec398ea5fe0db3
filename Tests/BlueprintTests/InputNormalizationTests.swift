import Blueprint
import Foundation
import Testing

/// Fixed values for the normalisation of pixels, in specifications and in network files.
@Suite struct InputNormalizationTests {
  private static let layers = [
    LayerSpec("fc", .fullyConnected(.init(outputs: 3, initial: .init(.he))))
  ]
  private static let colors = InputNormalization(
    mean: [123, 117, 104], factors: [0.5, 1, 2], channelOrder: .bgr)

  private func network(
    channels: Int = 3, inputScale: Double = 1, _ normalization: InputNormalization? = colors
  ) -> NetworkSpec {
    NetworkSpec(
      name: "n", source: "", input: Shape(channels: channels, height: 8, width: 8),
      inputScale: inputScale, normalization: normalization, layers: Self.layers)
  }

  private func read(_ text: String) throws -> NetworkSpec {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "normalization-\(UUID().uuidString).json").path()
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try NetworkSpec(contentsOf: path)
  }

  private func file(_ normalization: String) -> String {
    """
    {"name": "n", "input": [3, 8, 8], "normalization": \(normalization), "layers": [
      {"name": "fc", "kind": "fully-connected", "outputs": 3, "weights": "he"}]}
    """
  }

  @Test func aFileWithANormalisationIsReadAsItWasWritten() throws {
    let text = String(decoding: try JSONEncoder().encode(network()), as: UTF8.self)
    #expect(try read(text) == network())
    #expect(try read(text) != network(nil))
  }

  @Test func aFileWithoutNormalisationDoesNotNameIt() throws {
    let text = String(decoding: try JSONEncoder().encode(network(nil)), as: UTF8.self)
    #expect(!text.contains("normalization"))
    #expect(try read(text).normalization == nil)
  }

  @Test func theOrderOfAFileIsRGBByDefault() throws {
    let spec = try read(file(#"{"mean": [1, 2, 3], "factors": [4, 5, 6]}"#))
    #expect(spec.normalization == InputNormalization(mean: [1, 2, 3], factors: [4, 5, 6]))
  }

  @Test(arguments: [
    (#"{"mean": [1, 2, 3], "factors": [4, 5, 6], "order": "bgr"}"#, "normalization", "'order'"),
    (
      #"{"mean": [1, 2, 3], "factors": [4, 5, 6], "channelOrder": "gbr"}"#,
      "normalization.channelOrder", "'gbr'"
    ),
    (#"{"mean": 1, "factors": [4, 5, 6]}"#, "normalization.mean", "a list"),
    (#"{"mean": [1, 2, 3]}"#, "normalization", "'factors'"),
  ])
  func anErrorInAFileNamesItsPlace(normalization: String, place: String, detail: String) throws {
    let error = try #require(throws: BlueprintError.self) { try read(file(normalization)) }
    guard case .malformedFile(_, place, let reason) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(reason.contains(detail), "\(reason)")
  }

  @Test(arguments: [
    (InputNormalization(mean: [1], factors: [1, 1, 1]), "mean"),
    (InputNormalization(mean: [1, 2, 3], factors: [1, 1]), "factors"),
    (InputNormalization(mean: [1, 2, 256], factors: [1, 1, 1]), "mean"),
    (InputNormalization(mean: [1, .nan, 3], factors: [1, 1, 1]), "mean"),
    (InputNormalization(mean: [1, 2, 3], factors: [1, 0, 1]), "factors"),
    (InputNormalization(mean: [1, 2, 3], factors: [1, .infinity, 1]), "factors"),
  ])
  func valuesAreInTheirRange(normalization: InputNormalization, wrong: String) throws {
    let error = try #require(throws: BlueprintError.self) { try network(normalization).layout() }
    guard case .invalidValue(owner: "normalization", wrong, _, _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func onlyColoursHaveAnOrder() throws {
    let grey = InputNormalization(mean: [1], factors: [1], channelOrder: .bgr)
    let error = try #require(throws: BlueprintError.self) {
      try network(channels: 1, grey).layout()
    }
    guard case .invalidValue(_, "channelOrder", "bgr", _) = error else {
      Issue.record("\(error)")
      return
    }
    _ = try network(channels: 1, InputNormalization(mean: [1], factors: [1])).layout()
  }

  @Test func aScaleIsNotIgnoredBesideANormalisation() throws {
    let error = try #require(throws: BlueprintError.self) { try network(inputScale: 2).layout() }
    guard case .invalidValue(owner: "input", "inputScale", "2.0", _) = error else {
      Issue.record("\(error)")
      return
    }
    _ = try network().layout()
  }

  @Test func factorsAndOrderAreThoseOfTheNormalisation() {
    #expect(network().pixelFactors == [0.5, 1, 2])
    #expect(network().inputColors == [2, 1, 0])
    // √((0.25 + 1 + 4) / 3)
    #expect(abs(network().meanPixelFactor - 1.322876) < 1e-6)
    #expect(network(inputScale: 0.25, nil).pixelFactors == [0.25, 0.25, 0.25])
    #expect(network(inputScale: 0.25, nil).inputColors == [0, 1, 2])
    #expect(network(inputScale: 0.25, nil).meanPixelFactor == 0.25)
  }

  /// torchvision's values; the expected ones are 255 · 0.485 and 1 / (255 · 0.229), by hand.
  @Test func meansAndDeviationsOfUnitPixelsBecomeGreyLevels() {
    let normalization = InputNormalization(
      unitMean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
    #expect(abs(normalization.mean[0] - 123.675) < 1e-9)
    #expect(abs(normalization.factors[0] - 0.017124754) < 1e-9)
    #expect(normalization.channelOrder == .rgb)
  }
}
