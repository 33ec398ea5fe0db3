import Blueprint
import Testing

@testable import Images

@Suite struct InputFormatTests {
  private let source = NumberedImages()
  private let crop = Shape(channels: 3, height: 5, width: 6)

  private func network(_ normalization: InputNormalization?) -> NetworkSpec {
    NetworkSpec(
      name: "n", source: "a test", input: crop, inputScale: normalization == nil ? 0.25 : 1,
      normalization: normalization, layers: [])
  }

  private func written(
    _ input: InputFormat, of source: NumberedImages, _ view: InputTransform.View
  ) throws -> [Float] {
    let transform = try InputTransform(source: source, input: input)
    var output = [Float](repeating: .nan, count: crop.count)
    transform.write(view, of: source.image(5, .train), to: &output)
    return output
  }

  private let view = InputTransform.View(row: 1, column: 2, isMirrored: true)

  /// The loops are written by hand: channel c of the input is colour 2 − c for blue, green, red.
  @Test(arguments: InputNormalization.ChannelOrder.allCases, [false, true])
  func aNormalisationIsAppliedToEachColour(
    order: InputNormalization.ChannelOrder, sourceHasMeanImage: Bool
  ) throws {
    var source = source
    // The mean of the data must not be used.
    if sourceHasMeanImage { source.meanImage = source.image(3, .train).map { Float($0) } }
    let normalization = InputNormalization(
      mean: [123.675, 116.28, 103.53], factors: [0.25, 0.5, 2], channelOrder: order)
    let image = source.image(5, .train)
    var expected: [Float] = []
    for channel in 0..<3 {
      let color = order == .bgr ? 2 - channel : channel
      for row in 0..<5 {
        for column in 0..<6 {
          let pixel = image[color * 63 + (1 + row) * 9 + 2 + (5 - column)]
          expected.append(
            (Float(pixel) - [Float(123.675), 116.28, 103.53][color]) * [Float(0.25), 0.5, 2][color])
        }
      }
    }
    let input = InputFormat(of: network(normalization), mean: .color([9, 9, 9]))
    #expect(try written(input, of: source, view) == expected)
  }

  @Test func withoutANormalisationTheMeanOfTheDataAndTheScaleAreUsed() throws {
    let twin = prepared(
      view, of: source.image(5, .train), source.imageShape, crop: crop, mean: source.meanColor,
      scale: 0.25)
    #expect(try written(InputFormat(of: network(nil)), of: source, view) == twin)
  }

  @Test func aGivenMeanReplacesThatOfTheData() throws {
    let given: [Float] = [7, 80.5, 200]
    let color = InputFormat(of: network(nil), mean: .color(given))
    let byColor = prepared(
      view, of: source.image(5, .train), source.imageShape, crop: crop,
      mean: SIMD3(given.map { Double($0) }), scale: 0.25)
    #expect(try written(color, of: source, view) == byColor)

    let means = (0..<source.imageShape.count).map { Float($0) / 3 }
    let image = InputFormat(of: network(nil), mean: .image(means, source.imageShape))
    let byImage = prepared(
      view, of: source.image(5, .train), source.imageShape, crop: crop, mean: source.meanColor,
      meanImage: means, scale: 0.25)
    #expect(try written(image, of: source, view) == byImage)
  }

  @Test func theMeanOfADataSourceGivesTheSameInputElsewhere() throws {
    var source = source
    for meanImage in [nil, (0..<source.imageShape.count).map { Float($0) / 3 }] {
      source.meanImage = meanImage
      let mean = source.inputMean
      let copied = try #require(InputMean(mean.values, shape: mean.shape))
      var other = source
      other.meanImage = nil
      other.colors.mean = [1, 2, 3]
      #expect(
        try written(InputFormat(crop, scale: 0.25, mean: copied), of: other, view)
          == written(InputFormat(crop, scale: 0.25), of: source, view))
    }
  }

  @Test func aMeanOfAnotherShapeIsRefused() throws {
    let other = Shape(channels: 3, height: 8, width: 9)
    let image = InputFormat(
      crop, scale: 1, mean: .image(Array(repeating: 0, count: other.count), other))
    #expect(throws: ImagesError.otherMean(shape: other, images: source.imageShape)) {
      try InputTransform(source: source, input: image)
    }
    let gray = InputFormat(crop, scale: 1, mean: .color([1]))
    #expect(
      throws: ImagesError.otherMean(shape: Shape(channels: 1), images: source.imageShape)
    ) { try InputTransform(source: source, input: gray) }
  }
}
