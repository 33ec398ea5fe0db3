import Blueprint
import Testing

@testable import Images

@Suite struct BatchLoaderTests {
  private let crop = Shape(channels: 3, height: 5, width: 6)

  private func loader(
    _ source: NumberedImages = .init(), batch: Int = 6, seed: UInt64 = 2, limit: Int? = nil,
    _ augmentation: Augmentation = .init(), threads: Int = 1, readyBatches: Int = 3
  ) throws -> BatchLoader {
    try BatchLoader(
      source: source, input: InputFormat(crop, scale: 0.5), batch: batch, seed: seed, limit: limit,
      augmentation: augmentation, threads: threads, readyBatches: readyBatches)
  }

  private func batches(_ count: Int, of loader: BatchLoader) throws -> [BatchCopy] {
    var copies: [BatchCopy] = []
    for _ in 0..<count { copies.append(BatchCopy(try loader.next())) }
    return copies
  }

  @Test func theBatchesDoNotDependOnTheNumberOfThreads() throws {
    let one = try batches(20, of: loader(threads: 1, readyBatches: 1))
    #expect(try batches(20, of: loader(threads: 2)) == one)
    #expect(try batches(20, of: loader(threads: 3, readyBatches: 5)) == one)
    #expect(one.map(\.index) == Array(0..<20))
  }

  @Test func aLoaderCanStartAtAnyBatch() throws {
    // With 23 images in batches of 6 this is in the middle of the third epoch.
    let all = try batches(20, of: loader(threads: 2))
    let loader = try BatchLoader(
      source: NumberedImages(), input: InputFormat(crop, scale: 0.5), batch: 6, seed: 2, first: 9,
      threads: 2, readyBatches: 3)
    #expect(try batches(11, of: loader) == Array(all[9...]))
  }

  // With 3 processes a batch of 7 is divided into 2, 2 and 3 images, and the epochs of 23 images end inside
  // parts.
  @Test(arguments: 1...4) func thePartsOfABatchAreTheWholeBatch(processes: Int) throws {
    let augmentation = Augmentation(crop: true, mirror: true, colorNoise: true)
    let whole = try batches(12, of: loader(batch: 7, augmentation))
    let capacity = (7 + processes - 1) / processes
    let parts = try (0..<processes).map { process in
      let images = process * 7 / processes..<(process + 1) * 7 / processes
      let loader = try BatchLoader(
        source: NumberedImages(), input: InputFormat(crop, scale: 0.5), batch: 7, seed: 2,
        augmentation: augmentation, part: BatchPart(images: images, capacity: capacity),
        readyBatches: 3)
      return try batches(12, of: loader)
    }
    for (number, batch) in whole.enumerated() {
      let own = parts.map { $0[number] }
      #expect(own.flatMap { $0.labels.prefix($0.count) } == batch.labels)
      #expect(own.flatMap { $0.images.prefix($0.count * crop.count) } == batch.images)
      #expect(own.allSatisfy { $0.labels.count == capacity && $0.epoch == batch.epoch })
      #expect(own.allSatisfy { $0.images.dropFirst($0.count * crop.count).allSatisfy { $0 == 0 } })
    }
  }

  @Test func anotherSeedGivesOtherBatches() throws {
    let one = try batches(1, of: loader(seed: 2))
    #expect(try batches(1, of: loader(seed: 3))[0].labels != one[0].labels)
  }

  @Test func everyEpochShowsEveryImageOnce() throws {
    // With 23 images in batches of 6 epochs end inside batches.
    let labels = try batches(23, of: loader(threads: 2)).flatMap(\.labels)
    for epoch in 0..<6 {
      let shown = labels[epoch * 23..<(epoch + 1) * 23]
      #expect(shown.sorted() == (0..<23).map { Int32($0) })
    }
    #expect(Array(labels[0..<23]) != Array(labels[23..<46]))
  }

  @Test func aBatchHasTheEpochOfItsFirstImage() throws {
    let epochs = try batches(9, of: loader()).map(\.epoch)
    #expect(epochs == [0, 0, 0, 0, 1, 1, 1, 1, 2])
  }

  @Test func aBatchCanContainSeveralEpochs() throws {
    let loader = try loader(batch: 14, limit: 4)
    #expect(loader.imagesPerEpoch == 4)
    let labels = try batches(2, of: loader).flatMap(\.labels)
    for epoch in 0..<7 {
      #expect(labels[epoch * 4..<(epoch + 1) * 4].sorted() == [0, 1, 2, 3])
    }
  }

  @Test func everyImageIsAViewOfTheImageWithItsLabel() throws {
    let source = NumberedImages()
    let views = (0...2).flatMap { row in
      (0...3).flatMap { column in
        [false, true].map { InputTransform.View(row: row, column: column, isMirrored: $0) }
      }
    }
    for batch in try batches(4, of: loader(source)) {
      for (position, label) in batch.labels.enumerated() {
        let image = Array(batch.images[position * crop.count..<(position + 1) * crop.count])
        let isAView = views.contains { view in
          image
            == prepared(
              view, of: source.image(Int(label), .train), source.imageShape, crop: crop,
              mean: source.meanColor, scale: 0.5)
        }
        #expect(isAView)
      }
    }
  }

  @Test func anImageHasAnotherViewInAnotherEpoch() throws {
    let copies = try batches(4, of: loader(batch: 1, limit: 1))
    #expect(Set(copies.map(\.images)).count > 1)
  }

  @Test func withoutAugmentationAnImageAlwaysHasTheSameView() throws {
    let copies = try batches(
      4, of: loader(batch: 1, limit: 1, Augmentation(crop: false, mirror: false)))
    #expect(Set(copies.map(\.images)).count == 1)
  }

  @Test func memoryIsReused() throws {
    let loader = try loader(readyBatches: 2)
    var addresses: Set<UInt> = []
    for _ in 0..<50 {
      let batch = try loader.next()
      addresses.insert(batch.withImages { UInt(bitPattern: $0.baseAddress!) })
    }
    #expect(addresses.count <= 3)
    #expect(addresses.allSatisfy { $0.isMultiple(of: 64) })
  }

  @Test(.timeLimit(.minutes(1))) func theMemoryOfARecycledBatchIsReused() throws {
    let loader = try loader(readyBatches: 1)
    let first = try loader.next()
    let firstAddress = address(of: first)
    _ = consume first
    // The pool has the memory of two batches. Two batches that are held at the same time use both, one
    // of which is that of the first batch.
    let second = try loader.next()
    let third = try loader.next()
    #expect(address(of: second) != address(of: third))
    #expect([address(of: second), address(of: third)].contains(firstAddress))
  }

  private func address(of batch: borrowing Batch) -> UInt {
    batch.withImages { UInt(bitPattern: $0.baseAddress!) }
  }

  @Test func aStoppedLoaderThrows() throws {
    let loader = try loader(threads: 3)
    let batch = try loader.next()
    loader.stop()
    #expect(throws: ImagesError.stopped) { _ = try loader.next() }
    #expect(batch.count == 6)
  }

  @Test func aReleasedLoaderEndsItsThreads() throws {
    var loader: BatchLoader? = try loader(threads: 2)
    let pipeline = try #require(loader?.pipeline)
    #expect(pipeline.threadsRunning == 2)
    loader = nil
    #expect(pipeline.threadsRunning == 0)
  }

  @Test func anUnreadableImageFailsItsBatchAndAllLaterOnes() throws {
    let order = try batches(4, of: loader()).flatMap(\.labels)
    let damaged = Int(order[14])
    let loader = try loader(NumberedImages(damaged: damaged), threads: 2)
    // Image 14 is in batch 2.
    #expect(try batches(2, of: loader).flatMap(\.labels) == Array(order[0..<12]))
    for _ in 0..<2 {
      #expect(throws: NumberedImages.damage) { _ = try loader.next() }
    }
  }

  @Test func aCropThatDoesNotFitIsRefused() {
    let crop = Shape(channels: 3, height: 8, width: 8)
    let shape = NumberedImages().imageShape
    #expect(throws: ImagesError.imageSmallerThanCrop(image: shape, crop: crop)) {
      try BatchLoader(
        source: NumberedImages(), input: InputFormat(crop, scale: 1), batch: 2, seed: 0,
        readyBatches: 3)
    }
  }

  @Test func timeSpentWaitingIsCounted() throws {
    let loader = try loader()
    #expect(loader.waited == .zero)
    _ = try loader.next()
    #expect(loader.waited > .zero)
  }
}
