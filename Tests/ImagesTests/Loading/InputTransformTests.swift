import Blueprint
import Testing

@testable import Images

@Suite struct InputTransformTests {
  private let source = NumberedImages()

  private func transform(
    crop: Shape, _ augmentation: Augmentation = .init()
  ) throws -> InputTransform {
    try InputTransform(
      source: source, input: InputFormat(crop, scale: 0.3), augmentation: augmentation)
  }

  private func written(_ transform: InputTransform, _ view: InputTransform.View) -> [Float] {
    // Elements that are not written keep this value.
    var output = [Float](repeating: .nan, count: transform.crop.count)
    transform.write(view, of: source.image(5, .train), to: &output)
    return output
  }

  @Test(arguments: [(7, 9), (5, 6), (1, 1), (7, 2)])
  func everyViewEqualsThePlainComputation(height: Int, width: Int) throws {
    let crop = Shape(channels: 3, height: height, width: width)
    let transform = try transform(crop: crop)
    for row in -4...7 - height + 4 {
      for column in -4...9 - width + 4 {
        // A crop outside the image does not occur.
        guard row > -height, row < 7, column > -width, column < 9 else { continue }
        for isMirrored in [false, true] {
          let view = InputTransform.View(row: row, column: column, isMirrored: isMirrored)
          let twin = prepared(
            view, of: source.image(5, .train), source.imageShape, crop: crop,
            mean: source.meanColor, scale: 0.3)
          #expect(written(transform, view) == twin)
        }
      }
    }
  }

  @Test(arguments: [false, true], [false, true])
  func theMeanImageAndTheColourShiftAreApplied(isMirrored: Bool, hasMeanImage: Bool) throws {
    var source = source
    if hasMeanImage { source.meanImage = (0..<source.imageShape.count).map { Float($0) / 2 } }
    let crop = Shape(channels: 3, height: 5, width: 6)
    let transform = try InputTransform(
      source: source, input: InputFormat(crop, scale: 0.3),
      augmentation: Augmentation(colorNoise: true))
    let view = InputTransform.View(row: 1, column: 2, isMirrored: isMirrored, shift: [9, -3.5, 2])
    let twin = prepared(
      view, of: source.image(5, .train), source.imageShape, crop: crop, mean: source.meanColor,
      meanImage: source.meanImage, scale: 0.3)
    for (value, expected) in zip(written(transform, view), twin) {
      #expect(abs(value - expected) < 1e-4)
    }
  }

  @Test func colourNoiseShiftsEachImageDifferentlyIfItIsOn() throws {
    func shifts(_ augmentation: Augmentation) throws -> Set<SIMD3<Float>> {
      let transform = try transform(crop: source.imageShape, augmentation)
      return Set(
        (0..<100).map { sample in
          var random = RandomGenerator(seed: 1, .augmentation, 0, sample)
          return transform.view(&random).shift
        })
    }
    #expect(try shifts(Augmentation(colorNoise: true)).count == 100)
    #expect(try shifts(Augmentation()) == [.zero])
  }

  @Test func everyCropOfALargerImageIsDrawnAndNoOther() throws {
    let transform = try transform(crop: Shape(channels: 3, height: 5, width: 6))
    var seen: Set<[Int]> = []
    for sample in 0..<2_000 {
      var random = RandomGenerator(seed: 1, .augmentation, 0, sample)
      let view = transform.view(&random)
      seen.insert([view.row, view.column, view.isMirrored ? 1 : 0])
    }
    let all = (0...2).flatMap { row in
      (0...3).flatMap { column in [[row, column, 0], [row, column, 1]] }
    }
    #expect(seen == Set(all))
  }

  @Test func anImageOfTheCropsSizeIsShiftedByUpToThePadding() throws {
    let transform = try transform(crop: source.imageShape)
    let views = (0..<2_000).map { sample in
      var random = RandomGenerator(seed: 1, .augmentation, 0, sample)
      return transform.view(&random)
    }
    #expect(Set(views.map(\.row)) == Set(-4...4))
    #expect(Set(views.map(\.column)) == Set(-4...4))
  }

  @Test func withoutAugmentationTheViewIsTheCentre() throws {
    let transform = try transform(
      crop: Shape(channels: 3, height: 5, width: 6), Augmentation(crop: false, mirror: false))
    for sample in 0..<50 {
      var random = RandomGenerator(seed: 1, .augmentation, 0, sample)
      #expect(transform.view(&random) == InputTransform.View(row: 1, column: 1))
    }
  }

  @Test func halfOfTheImagesAreMirrored() throws {
    let transform = try transform(
      crop: source.imageShape, Augmentation(crop: false, mirror: true))
    let mirrored = (0..<2_000).count { sample in
      var random = RandomGenerator(seed: 1, .augmentation, 0, sample)
      return transform.view(&random).isMirrored
    }
    // Five standard deviations of a fair coin.
    #expect(abs(mirrored - 1_000) < 112)
  }

  @Test func aCropThatIsTooLargeNamesBothSizes() {
    let crop = Shape(channels: 3, height: 7, width: 10)
    #expect(throws: ImagesError.imageSmallerThanCrop(image: source.imageShape, crop: crop)) {
      try transform(crop: crop)
    }
    let words = ImagesError.imageSmallerThanCrop(image: source.imageShape, crop: crop).description
    #expect(words.contains("3×7×9") && words.contains("3×7×10"))
  }

  @Test func anotherNumberOfChannelsIsRefused() {
    let crop = Shape(channels: 1, height: 5, width: 5)
    #expect(throws: ImagesError.wrongChannels(image: source.imageShape, crop: crop)) {
      try transform(crop: crop)
    }
  }
}
