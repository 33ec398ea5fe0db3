import Blueprint
import Testing

@testable import Images

@Suite struct EvaluationViewTests {
  private func views(
    image: (Int, Int), crop: (Int, Int), _ views: EvaluationViews = .ten
  ) throws -> [InputTransform.View] {
    let transform = try InputTransform(
      image: Shape(channels: 3, height: image.0, width: image.1),
      input: InputFormat(
        Shape(channels: 3, height: crop.0, width: crop.1), scale: 1, mean: .color([0, 0, 0])))
    return transform.views(views)
  }

  /// The offsets are computed by hand: a crop of 227×227 leaves 29 pixels of 256, and the centre starts at
  /// 14.
  @Test func theTenViewsOfThePaperAreCornersCentreAndTheirMirrorImages() throws {
    let offsets = [(14, 14), (0, 0), (0, 29), (29, 0), (29, 29)]
    let expected =
      offsets.map { InputTransform.View(row: $0.0, column: $0.1, isMirrored: false) }
      + offsets.map { InputTransform.View(row: $0.0, column: $0.1, isMirrored: true) }
    #expect(try views(image: (256, 256), crop: (227, 227)) == expected)
    #expect(try views(image: (256, 256), crop: (227, 227), .one) == [expected[0]])
  }

  /// A crop of 24×24 leaves borders of 4 pixels around the centre of an image of CIFAR-10.
  @Test func theTenViewsOfSmallImagesHaveBordersOfFourPixels() throws {
    let offsets = try views(image: (32, 32), crop: (24, 24)).map { [$0.row, $0.column] }
    let five = [[4, 4], [0, 0], [0, 8], [8, 0], [8, 8]]
    #expect(offsets == five + five)
  }

  /// The offsets are computed by hand: 7×9 has 2 rows and 3 columns more than 5×6.
  @Test func sidesCanDiffer() throws {
    let offsets = try views(image: (7, 9), crop: (5, 6)).map { [$0.row, $0.column] }
    #expect(
      offsets == [
        [1, 1], [0, 0], [0, 3], [2, 0], [2, 3], [1, 1], [0, 0], [0, 3], [2, 0], [2, 3],
      ])
  }

  @Test func aCropOfTheWholeImageHasTwoDifferentViews() throws {
    let views = try views(image: (32, 32), crop: (32, 32))
    #expect(views.count == 10)
    #expect(views.allSatisfy { $0.row == 0 && $0.column == 0 })
    #expect(
      views.map(\.isMirrored) == Array(repeating: false, count: 5)
        + Array(repeating: true, count: 5))
  }

  /// Each pixel of each view is looked up in the image by plain code.
  @Test func allViewsOfAnImageFollowEachOtherInTheBatch() throws {
    let source = NumberedImages()
    let crop = Shape(channels: 3, height: 5, width: 6)
    let loader = try EvaluationLoader(
      EvaluationImages(.validation, of: source), input: InputFormat(crop, scale: 0.3), views: .ten,
      imagesPerBatch: 3)
    #expect(loader.batches == 4)
    let offsets = [(1, 1), (0, 0), (0, 3), (2, 0), (2, 3)]
    var seen: [Int] = []
    while let batch = try loader.next() {
      let inputs = batch.withInputs { Array($0) }
      #expect(inputs.count == 3 * 10 * crop.count)
      for (index, number) in batch.numbers.enumerated() {
        for view in 0..<10 {
          let start = (index * 10 + view) * crop.count
          let offset = offsets[view % 5]
          let twin = prepared(
            InputTransform.View(row: offset.0, column: offset.1, isMirrored: view >= 5),
            of: source.image(number, .validation), source.imageShape, crop: crop,
            mean: source.meanColor, scale: 0.3)
          #expect(Array(inputs[start..<start + crop.count]) == twin)
        }
      }
      #expect(inputs[(batch.count * 10 * crop.count)...].allSatisfy { $0 == 0 })
      #expect(batch.labels == batch.numbers)
      seen += batch.numbers
    }
    #expect(seen == Array(0..<10))
  }
}
