import Blueprint
import Testing

@testable import Images

@Suite struct ValidationSetTests {
  private let source = NumberedImages()
  private let crop = Shape(channels: 3, height: 5, width: 6)

  private func set(limit: Int? = nil) throws -> ValidationSet {
    try ValidationSet(source: source, input: InputFormat(crop, scale: 0.5), batch: 4, limit: limit)
  }

  @Test func itsImagesAreCentreCropsInOrder() throws {
    let set = try set()
    #expect(set.count == 10)
    #expect(set.batches == 3)
    for number in 0..<3 {
      let copy = BatchCopy(try set.batch(number))
      for position in 0..<copy.count {
        let twin = prepared(
          InputTransform.View(row: 1, column: 1),
          of: source.image(number * 4 + position, .validation),
          source.imageShape, crop: crop, mean: source.meanColor, scale: 0.5)
        #expect(Array(copy.images[position * crop.count..<(position + 1) * crop.count]) == twin)
        #expect(copy.labels[position] == Int32(number * 4 + position))
      }
    }
  }

  @Test func theLastBatchIsFilledUpWithZeros() throws {
    let set = try set()
    // The last batch reuses the memory of this one, which is full.
    _ = BatchCopy(try set.batch(0))
    let last = BatchCopy(try set.batch(2))
    #expect(last.count == 2)
    #expect(last.images.count == 4 * crop.count)
    #expect(last.images[(2 * crop.count)...].allSatisfy { $0 == 0 })
    #expect(last.labels[2...] == [0, 0])
  }

  @Test func aLimitReducesTheSet() throws {
    #expect(try set(limit: 5).batches == 2)
    #expect(try BatchCopy(set(limit: 5).batch(1)).count == 1)
    #expect(try set(limit: 100).count == 10)
  }

  @Test func twoBatchesCanBeHeldAtOnce() throws {
    let set = try set()
    let first = try set.batch(0)
    let second = try set.batch(1)
    #expect(BatchCopy(first).labels == [0, 1, 2, 3])
    #expect(BatchCopy(second).labels == [4, 5, 6, 7])
  }

  @Test(.timeLimit(.minutes(1))) func idleLoadersReadValidationImagesAhead() throws {
    let scenes = Scenes(seed: 1)
    let loader = try BatchLoader(
      source: scenes, input: InputFormat(Shape(channels: 3, height: 64, width: 64), scale: 1),
      batch: 2,
      seed: 0, limit: 2, threads: 2, readyBatches: 1)
    // No batch is requested, so that the loader threads are idle.
    while scenes.keptCount(.validation) < scenes.count(.validation) {}
    loader.stop()
  }
}
