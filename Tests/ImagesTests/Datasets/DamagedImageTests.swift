import Blueprint
import Testing

@testable import Images

@Suite struct DamagedImageTests {
  private let folder: PictureFolder
  private let crop = Shape(channels: 3, height: 64, width: 64)

  init() throws {
    folder = try PictureFolder()
    for name in ["cat", "dog"] {
      try folder.pictures("train/\(name)", count: 20)
      try folder.pictures("val/\(name)", count: 5)
    }
  }

  private func damage(_ name: String) throws {
    try folder.write(name, Array(PictureFolder.jpeg(gray: 5).dropLast(20)))
  }

  private func loader(threads: Int = 1, limit: Double = 0.05) throws -> BatchLoader {
    try BatchLoader(
      source: folder.open(), input: InputFormat(crop, scale: 1), batch: 10, seed: 4,
      augmentation: Augmentation(colorNoise: true), damageLimit: limit, threads: threads,
      readyBatches: 3)
  }

  @Test func aDamagedImageIsReplacedByTheSameImageForAnyNumberOfThreads() throws {
    try damage("train/cat/7.jpg")
    try damage("train/dog/0.jpg")
    let batches = try [1, 2, 3].map { threads in
      let loader = try loader(threads: threads)
      return try (0..<6).map { _ in BatchCopy(try loader.next()) }
    }
    #expect(batches[1] == batches[0])
    #expect(batches[2] == batches[0])
    #expect(batches[0].allSatisfy { $0.count == 10 })
  }

  @Test func eachIsReportedOnceWithItsReason() throws {
    try damage("train/cat/7.jpg")
    let loader = try loader()
    var reported: [ImagesError] = []
    for _ in 0..<12 {
      _ = try loader.next()
      reported += loader.drainDamaged()
    }
    let path = "\(folder.path)/train/cat/7.jpg"
    #expect(reported == [.damagedImage(path: path, .truncated)])
    #expect(reported[0].problem.contains(path))
    #expect(reported[0].problem.hasSuffix(ImageDamage.truncated.reason))
  }

  @Test func tooManyDamagedImagesStopTheLoaderAndAreListed() throws {
    for number in 0..<4 { try damage("train/dog/\(number).jpg") }
    let loader = try loader()
    let error = try #require(throws: ImagesError.self) { for _ in 0..<4 { _ = try loader.next() } }
    guard case .tooManyDamagedImages(let images, let seen, 0.05) = error else {
      Issue.record("\(error)")
      return
    }
    // 5% of 40 are two; the third is too many.
    #expect(images.count >= 3)
    #expect(images.allSatisfy { $0.hasSuffix("(\(ImageDamage.truncated.reason))") })
    #expect(seen <= 40)
    #expect(loader.drainDamaged().count == images.count)
    #expect(throws: error) { _ = try loader.next() }
    // A higher limit accepts the same images.
    let tolerant = try self.loader(limit: 0.2)
    for _ in 0..<8 { _ = try tolerant.next() }
  }

  @Test func aSetOfDamagedImagesIsAnError() throws {
    for name in ["cat", "dog"] {
      for number in 0..<20 { try damage("train/\(name)/\(number).jpg") }
    }
    let loader = try loader(limit: 0.99)
    #expect(throws: ImagesError.self) { _ = try loader.next() }
  }

  @Test func validationLeavesDamagedImagesOut() throws {
    try damage("val/cat/1.jpg")
    let set = try ValidationSet(
      source: folder.open(), input: InputFormat(crop, scale: 1), batch: 4, damageLimit: 0.1)
    for _ in 0..<2 {
      var counts: [Int] = []
      for number in 0..<set.batches { counts.append(try set.batch(number).count) }
      #expect(counts.reduce(0, +) == 9)
    }
    #expect(set.drainDamaged() == [.damagedImage(path: "\(folder.path)/val/cat/1.jpg", .truncated)])
    let strict = try ValidationSet(
      source: folder.open(), input: InputFormat(crop, scale: 1), batch: 10, damageLimit: 0.05)
    #expect(throws: ImagesError.self) { _ = try strict.batch(0) }
  }

  @Test func theLimitIsAShareOfAtLeastAThousandImages() throws {
    var tally = DamageTally(limit: 0.05, images: 1_000_000)
    func image(_ number: Int) -> ImagesError { .damagedImage(path: "\(number)", .empty) }
    try tally.add(seen: 64, damaged: (0..<50).map(image))
    #expect(throws: ImagesError.self) { try tally.add(seen: 64, damaged: [image(50)]) }
  }

  @Test(arguments: Split.allCases)
  func emptyFilesAreDamagedEvenAtTheFirstReading(split: Split) throws {
    for name in ["cat", "dog"] {
      for number in 0..<20 {
        try folder.write("\(split == .train ? "train" : "val")/\(name)/\(number).jpg", text: "")
      }
    }
    let source = try folder.open()
    let path = source.path(of: 0, in: split)
    #expect(throws: ImagesError.damagedImage(path: path, .empty)) { try source.read(0, split) }
  }

  @Test func scratchMemoryGrowsShrinksAndAlwaysHasAnAddress() {
    let memory = ScratchMemory()
    for count in [0, 1, 1000, 65 << 20, 10, 0] {
      let bytes = memory.bytes(count)
      if count > 0 { bytes[count - 1] = 7 }
      #expect(UInt(bitPattern: bytes).isMultiple(of: 64))
    }
  }

  @Test func theInspectionReportsDamagedImages() throws {
    try damage("train/cat/7.jpg")
    try folder.write("val/dog/2.jpg", text: "")
    let source = try folder.open()
    func damaged(isFull: Bool) throws -> [FileSurvey.DamagedFile] {
      try DataInspection(source, isFull: isFull, threads: 2).files?.damaged ?? []
    }
    let empty = FileSurvey.DamagedFile(path: "\(folder.path)/val/dog/2.jpg", damage: .empty)
    let cut = FileSurvey.DamagedFile(path: "\(folder.path)/train/cat/7.jpg", damage: .truncated)
    #expect(try damaged(isFull: false) == [empty])
    #expect(try damaged(isFull: true) == [cut, empty])
  }
}
