import Blueprint
import Foundation
import Testing

@testable import Images

@Suite struct EvaluationLoaderTests {
  private let crop = Shape(channels: 3, height: 5, width: 6)

  /// A copy of an evaluation batch that can be compared.
  private struct BatchCopy: Equatable {
    var numbers: [Int]
    var labels: [Int]?
    var damaged: [DamagedImage]
    var inputs: [Float]

    init(_ batch: borrowing EvaluationBatch) {
      numbers = batch.numbers
      labels = batch.labels
      damaged = batch.damaged
      inputs = batch.withInputs { Array($0) }
    }
  }

  private func batches(
    _ images: EvaluationImages, _ input: InputFormat, views: EvaluationViews = .one,
    imagesPerBatch: Int = 3, threads: Int = 1, readyBatches: Int = 2
  ) throws -> [BatchCopy] {
    let loader = try EvaluationLoader(
      images, input: input, views: views, imagesPerBatch: imagesPerBatch, threads: threads,
      readyBatches: readyBatches)
    var copies: [BatchCopy] = []
    while let batch = try loader.next() { copies.append(BatchCopy(batch)) }
    #expect(try loader.next() == nil)
    return copies
  }

  @Test func theOrderOfTheBatchesDoesNotDependOnTheNumberOfThreads() throws {
    let images = EvaluationImages(.train, of: NumberedImages())
    let input = InputFormat(crop, scale: 0.5)
    let one = try batches(images, input, threads: 1, readyBatches: 1)
    #expect(one.flatMap(\.numbers) == Array(0..<23))
    #expect(one.map(\.numbers.count) == Array(repeating: 3, count: 7) + [2])
    for threads in [2, 3, 9] {
      #expect(try batches(images, input, threads: threads, readyBatches: threads) == one)
    }
  }

  @Test func theSameImagesAreAsInTheValidationSet() throws {
    let source = NumberedImages()
    let input = InputFormat(crop, scale: 0.5)
    let set = try ValidationSet(source: source, input: input, batch: 4)
    let copies = try batches(
      EvaluationImages(.validation, of: source), input, imagesPerBatch: 4, threads: 2)
    #expect(copies.count == set.batches)
    for (number, copy) in copies.enumerated() {
      let batch = try set.batch(number)
      #expect(copy.inputs == batch.withImages { Array($0) })
      #expect(copy.numbers == set.numbers)
    }
  }

  @Test func aLimitUsesTheFirstImages() throws {
    let images = EvaluationImages(.train, of: NumberedImages(), limit: 5)
    #expect(images.count == 5)
    let numbers = try batches(images, InputFormat(crop, scale: 1)).flatMap(\.numbers)
    #expect(numbers == Array(0..<5))
  }

  @Test func anErrorOfTheSourceEndsTheEvaluation() throws {
    let loader = try EvaluationLoader(
      EvaluationImages(.train, of: NumberedImages(damaged: 7)), input: InputFormat(crop, scale: 1),
      imagesPerBatch: 3)
    #expect(try loader.next()?.numbers == [0, 1, 2])
    #expect(try loader.next()?.numbers == [3, 4, 5])
    #expect(throws: NumberedImages.damage) { _ = try loader.next() }
  }

  @Test func stoppingEarlyEndsTheThreads() throws {
    let loader = try EvaluationLoader(
      EvaluationImages(.train, of: NumberedImages()), input: InputFormat(crop, scale: 1),
      imagesPerBatch: 1, threads: 3)
    _ = try loader.next()
    loader.stop()
    #expect(throws: ImagesError.stopped) { _ = try loader.next() }
  }
}

extension EvaluationLoaderTests {
  private var photograph: Shape { Shape(channels: 3, height: 64, width: 64) }

  @Test func filesAreReadInTheOrderOfTheListAndDamagedOnesAreNamed() throws {
    let folder = try PictureFolder()
    try folder.pictures("some", count: 4)
    try folder.write("some/1.jpg", Array(PictureFolder.jpeg(gray: 5).dropLast(20)))
    let paths = [2, 1, 0, 3].map { "\(folder.path)/some/\($0).jpg" }
    let files =
      paths.map { ImageFile(path: $0) } + [
        ImageFile(path: "/nowhere"), ImageFile(bytes: [], name: "standard input"),
      ]
    let images = EvaluationImages(
      files, imageShape: Shape(channels: 3, height: 72, width: 72))
    let input = InputFormat(photograph, scale: 1, mean: .color([1, 2, 3]))
    for threads in [1, 3] {
      let copies = try batches(images, input, imagesPerBatch: 2, threads: threads)
      #expect(copies.map(\.numbers) == [[0], [2, 3], []])
      #expect(copies.allSatisfy { $0.labels == nil })
      #expect(
        copies.flatMap(\.damaged) == [
          DamagedImage(number: 1, error: .damagedImage(path: paths[1], .truncated)),
          DamagedImage(
            number: 4,
            error: .damagedImage(path: "/nowhere", .unreadable("No such file or directory"))),
          DamagedImage(number: 5, error: .damagedImage(path: "standard input", .empty)),
        ])
    }
  }

  @Test func bytesGiveTheSameInputAsTheirFile() throws {
    let folder = try PictureFolder()
    try folder.pictures("some", count: 1)
    let path = "\(folder.path)/some/0.jpg"
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let images = EvaluationImages(
      [ImageFile(path: path), ImageFile(bytes: bytes, name: "standard input")],
      imageShape: Shape(channels: 3, height: 72, width: 72))
    let input = InputFormat(photograph, scale: 1, mean: .color([1, 2, 3]))
    let copies = try batches(images, input, imagesPerBatch: 1)
    #expect(copies[0].inputs == copies[1].inputs)
    let single = try SingleImages(imageShape: images.imageShape, input: input)
    #expect(try single.file(path).input == copies[0].inputs)
    #expect(try single.file(ImageFile(bytes: bytes, name: "-")).input == copies[0].inputs)
  }
}
