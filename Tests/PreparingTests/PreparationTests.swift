import Foundation
import Images
import Testing

@testable import Preparing

@Suite struct Preparations {
  private let folder: Folder
  private let images: MiniImageNet

  init() throws {
    folder = try Folder()
    images = try MiniImageNet(in: folder)
  }

  /// Settings with four images in a shard: six shards of 21 training images, three of nine validation
  /// images.
  private func settings(threads: Int = 2) -> PreparationSettings {
    var settings = PreparationSettings()
    settings.side = MiniImageNet.side
    settings.imagesPerShard = 4
    settings.threads = threads
    return settings
  }

  @discardableResult
  private func prepare(
    _ path: String, to name: String = "prepared", threads: Int = 2, stopAfter: Int = .max
  ) throws -> PreparationResult {
    let preparation = try FolderPreparation(
      .find(path), to: "\(folder.path)/\(name)", settings: settings(threads: threads))
    var seen = 0
    return try preparation.run(
      shouldStop: { seen >= stopAfter }, onProgress: { _ in seen += 1 })
  }

  /// A WebP of 40×30 pixels, written by Pillow (webp-lossless.webp of ImagesTests).
  private static let webp = """
    UklGRpYAAABXRUJQVlA4TIoAAAAvJ0AHAM1lRP9joKBtG8b80ZZEdxgM/ID3fwIy+pdHgh6gtm0jh+Xf
    /ht/zrWQIIUmUdQ2knO9hD/K3SNweYXatm0YDU4vd6gaMCwvthfLO8+1D6DlW8yRP9pmDlN1G1HZRlT3
    ybvpZyVVvpeOynUtUV5HFNdJKhvAgG/BFwxMyjaieFZS7770q4I=
    """.filter { !$0.isWhitespace }

  @Test func webPsArePrepared() throws {
    let webp = try #require(Data(base64Encoded: Self.webp))
    for name in ["ant/0", "ant/1", "bee/0", "bee/1"] {
      try folder.write("pictures/train/\(name).webp", webp)
      try folder.write("pictures/val/\(name).webp", webp)
    }
    let result = try prepare("\(folder.path)/pictures", to: "webps")
    #expect(result.train == 4 && result.validation == 4 && result.damaged.isEmpty)
    #expect(try PreparedFolder("\(folder.path)/webps").count(.train) == 4)
  }

  /// Returns the label of every image, and the class and number that its colour encodes.
  private func contents(
    _ source: some DataSource, _ split: Split
  ) throws -> [(label: Int, encoded: Int, number: Int)] {
    let reader = try source.makeReader()
    let area = MiniImageNet.side * MiniImageNet.side
    let pixels = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 3 * area)
    defer { pixels.deallocate() }
    return try (0..<source.count(split)).map { index in
      let label = try reader.read(index, of: split, into: pixels)
      let (red, green) = (Int(pixels[area / 2]), Int(pixels[area + area / 2]))
      return (label, (red - 40 + 40) / 80, (green - 20 + 10) / 20)
    }
  }

  private func checkContents(of source: PreparedFolder) throws {
    let numbers = [Split.train: 0..<7, .validation: 7..<10]
    for split in Split.allCases {
      let found = try contents(source, split)
      for (label, encoded, _) in found { #expect(label == encoded) }
      let expected = (0..<3).flatMap { label in numbers[split]!.map { [label, $0] } }
      #expect(
        found.map { [$0.label, $0.number] }.sorted { $0.lexicographicallyPrecedes($1) }
          == expected)
    }
  }

  @Test func aFolderOfImagesIsPrepared() throws {
    let result = try prepare(images.path)
    #expect(result.train == 21)
    #expect(result.validation == 9)
    #expect(result.damaged.isEmpty)
    let source = try PreparedFolder("\(folder.path)/prepared")
    #expect(source.name == "folders")
    #expect(source.classes == MiniImageNet.classes)
    #expect(source.imageShape.height == MiniImageNet.side)
    #expect(source.imagesByClass(.train) == [7, 7, 7])
    #expect(source.imagesByClass(.validation) == [3, 3, 3])
    try checkContents(of: source)
    #expect(
      try folder.files(in: "prepared").keys.sorted() == [
        "index.bin", "mean.f32", "prepared.json",
      ] + (0..<6).map { "train-0000\($0).shard" } + (0..<3).map { "validation-0000\($0).shard" })
  }

  @Test func aPreparedFolderIsDetected() throws {
    try prepare(images.path)
    let source = try DataSources.open(.folder(path: "\(folder.path)/prepared"), seed: 1)
    #expect(source is PreparedFolder)
  }

  /// Image i of the prepared folder is image i of the folder of images.
  @Test func imagesKeepTheOrderOfTheFolder() throws {
    try prepare(images.path)
    let plain = try ImageFolder(folder: images.path, seed: 0)
    let found = try contents(PreparedFolder("\(folder.path)/prepared"), .train)
    for (index, image) in found.enumerated() {
      let id = MiniImageNet.classes[image.label]
      #expect(plain.path(of: index, in: .train).hasSuffix("\(id)_\(image.number).JPEG"))
    }
  }

  @Test func imageNetsArchivesArePreparedAsTheyAreDistributed() throws {
    let archives = try images.pack()
    let result = try prepare(archives)
    #expect(result.train == 21)
    #expect(result.validation == 9)
    let source = try PreparedFolder("\(folder.path)/prepared")
    // Two classes have the name "crane", as in ImageNet.
    #expect(source.classes == ["crane (n00000001)", "crane (n00000002)", "tench"])
    try checkContents(of: source)
    // The archives have the images class by class, the index does not.
    let labels = try contents(source, .train).map(\.label)
    #expect(labels != labels.sorted())
    #expect(labels != labels.sorted().reversed())
  }

  @Test func foldersAndArchivesHaveTheSameMeanAndColors() throws {
    try prepare(images.path)
    try prepare(images.pack(), to: "other")
    let (one, other) = (
      try PreparedFolder("\(folder.path)/prepared"), try PreparedFolder("\(folder.path)/other")
    )
    #expect(one.meanImage == other.meanImage)
    #expect(one.colors == other.colors)
  }

  /// Every image has one colour, so the mean is known.
  @Test func theMeanIsThatOfTheTrainingImages() throws {
    try prepare(images.path)
    let source = try PreparedFolder("\(folder.path)/prepared")
    let mean = try #require(source.meanImage)
    #expect(mean.count == 3 * MiniImageNet.side * MiniImageNet.side)
    for (channel, expected) in [120.0, 80, 128].enumerated() {
      #expect(abs(source.meanColor[channel] - expected) < 1)
      let pixel = Double(mean[channel * MiniImageNet.side * MiniImageNet.side + 100])
      #expect(abs(pixel - expected) < 1)
    }
    // Red and green are independent, with the variances 80² · 2/3 and 20² · 4.
    let components = source.colors.components
    #expect(abs(components[0].variance - 4_267) < 60)
    #expect(abs(components[0].direction.x) > 0.999)
    #expect(abs(components[1].variance - 1_600) < 40)
    #expect(abs(components[1].direction.y) > 0.999)
  }

  @Test func theNumberOfThreadsMakesNoDifference() throws {
    try prepare(images.path, threads: 1)
    try prepare(images.path, to: "other", threads: 5)
    #expect(try folder.files(in: "prepared") == folder.files(in: "other"))
  }

  /// Stops at many places and continues.
  @Test(arguments: [false, true])
  func aStoppedPreparationHasTheSameResultAsACompleteOne(isArchive: Bool) throws {
    let path = isArchive ? try images.pack() : images.path
    try prepare(path)
    let expected = try folder.files(in: "prepared")
    for count in stride(from: 1, to: 30, by: 4) {
      #expect(throws: PreparingError.self) {
        try prepare(path, to: "stopped", stopAfter: count)
      }
      let names = Set(try folder.files(in: "stopped").keys)
      #expect(!names.contains("prepared.json"))
      #expect(names.allSatisfy { !$0.hasSuffix(".part") })
      try prepare(path, to: "stopped")
      #expect(try folder.files(in: "stopped") == expected, "stopped after \(count)")
      try folder.remove("stopped")
    }
  }

  @Test func anIncompleteShardIsNotUsed() throws {
    #expect(throws: PreparingError.stopped(images: 4)) {
      try prepare(images.path, stopAfter: 6)
    }
    try folder.write("prepared/train-00001.shard.part", Data("half of it".utf8))
    #expect(throws: ImagesError.unfinishedPreparation(path: "\(folder.path)/prepared")) {
      try DataSources.open(.folder(path: "\(folder.path)/prepared"), seed: 1)
    }
    try prepare(images.path)
    try checkContents(of: PreparedFolder("\(folder.path)/prepared"))
  }

  @Test func damagedImagesAreLeftOutAndNamed() throws {
    try folder.write("folders/train/n00000002/n00000002_3.JPEG", Data("no image".utf8))
    try folder.write("folders/val/n00000001/0.JPEG", Data())
    let result = try prepare(images.path)
    #expect(result.train == 20)
    #expect(result.validation == 8)
    #expect(
      result.damaged.map(\.path) == [
        "\(images.path)/train/n00000002/n00000002_3.JPEG", "\(images.path)/val/n00000001/0.JPEG",
      ])
    #expect(result.damaged.allSatisfy { !$0.reason.isEmpty })
    let source = try PreparedFolder("\(folder.path)/prepared")
    #expect(source.imagesByClass(.train) == [7, 6, 7])
    for (label, encoded, _) in try contents(source, .train) { #expect(label == encoded) }
  }

  @Test func damagedImagesInArchivesAreStillNamedAfterAStop() throws {
    try folder.write("folders/train/n00000002/n00000002_3.JPEG", Data("no image".utf8))
    let path = try images.pack()
    #expect(throws: PreparingError.self) { try prepare(path, stopAfter: 18) }
    let result = try prepare(path)
    #expect(result.train == 20)
    #expect(result.damaged.map(\.path) == ["n00000002.tar: ./n00000002_3.JPEG"])
    for (label, encoded, _) in try contents(PreparedFolder("\(folder.path)/prepared"), .train) {
      #expect(label == encoded)
    }
  }

  @Test func aFullDiskStopsThePreparationAndTheNextContinues() throws {
    let preparation = try FolderPreparation(
      .find(images.path), to: "\(folder.path)/prepared", settings: settings())
    // The second shard is written to a device that is always full.
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/prepared/train-00001.shard.part", withDestinationPath: "/dev/full")
    #expect(throws: PreparingError.diskFull(path: "\(folder.path)/prepared")) {
      try preparation.run()
    }
    #expect(
      try folder.files(in: "prepared").keys.sorted() == ["preparing.json", "train-00000.shard"])
    #expect(try preparation.run().train == 21)
  }

  @Test func theEstimateIsNearTheLengthOfTheImages() throws {
    try prepare(images.path)
    let shards = try folder.files(in: "prepared").filter { $0.key.hasSuffix(".shard") }
    // The JPEGs are compared alone, because the images are so small that the rest of a shard is large.
    let jpegs = try shards.keys.sorted().reduce(0) { sum, name in
      let number = try #require(Int(name.dropLast(6).suffix(5)))
      let shard = try Shard(
        path: "\(folder.path)/prepared/\(name)", number: number, side: MiniImageNet.side)
      return sum + shard.records.reduce(0) { $0 + Int($1.length) }
    }
    func estimate(_ path: String) throws -> Int {
      try DiskSpaceEstimate.estimate(
        for: .find(path), settings: settings(), in: folder.path
      ).needed
    }
    let folders = try estimate(images.path)
    #expect(folders >= jpegs && folders < jpegs * 6 / 5)
    // A large part of a small archive is padding.
    let archives = try estimate(images.pack())
    #expect(archives >= jpegs && archives < jpegs * 4)
  }
}
