import Blueprint
import Foundation
import Testing

@testable import Images

@Suite struct CIFAR10Tests {
  /// A folder of small valid files with `records` records each. Record r of file f has the label
  /// (f + r) mod 10, and all its pixels are 10·f + r.
  private final class CIFARFolder {
    let url: URL

    init(records: Int = 3) throws {
      url = FileManager.default.temporaryDirectory
        .appendingPathComponent("cifar-\(UUID().uuidString)", isDirectory: true)
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      for (number, file) in CIFAR10.files.enumerated() {
        try write(file, Self.contents(file: number, records: records))
      }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    static func contents(file: Int, records: Int) -> Data {
      var data = Data()
      for record in 0..<records {
        data.append(UInt8((file + record) % 10))
        data.append(Data(repeating: UInt8(10 * file + record % 10), count: 3_072))
      }
      return data
    }

    func path(_ file: String) -> String { url.appendingPathComponent(file).path }
    func write(_ file: String, _ data: Data) throws {
      try data.write(to: url.appendingPathComponent(file))
    }
    func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: path(file)) }
    func open() throws -> any DataSource {
      try DataSources.open(.folder(path: url.path), seed: 0)
    }
  }

  @Test func recordsAreReadInTheOrderOfTheFiles() throws {
    let folder = try CIFARFolder()
    let source = try folder.open()
    #expect(source.name == "CIFAR-10")
    #expect(source.imageShape == Shape(channels: 3, height: 32, width: 32))
    #expect(source.count(.train) == 15)
    #expect(source.count(.validation) == 3)
    let reader = try source.makeReader()
    let image = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 3_072)
    defer { image.deallocate() }
    for index in 0..<15 {
      let (file, record) = index.quotientAndRemainder(dividingBy: 3)
      #expect(try reader.read(index, of: .train, into: image) == (file + record) % 10)
      #expect(image.allSatisfy { $0 == UInt8(10 * file + record) })
    }
    #expect(try reader.read(2, of: .validation, into: image) == 7)
    #expect(image.allSatisfy { $0 == 52 })
  }

  @Test func theMeanIsThatOfTheTrainingImagesAlone() throws {
    let source = try CIFARFolder().open()
    // The mean of 10·f + r for the files f = 0…4 and the records r = 0, 1, 2.
    #expect(source.meanColor == SIMD3(21, 21, 21))
  }

  @Test func classesAreNamedByTheFolderOrByTheStandard() throws {
    let folder = try CIFARFolder()
    #expect(try folder.open().classes[3] == "cat")
    let names = (0..<10).map { "class \($0)" }
    try folder.write("batches.meta.txt", Data((names.joined(separator: "\n") + "\n\n").utf8))
    #expect(try folder.open().classes == names)
    try folder.write("batches.meta.txt", Data("only\nthree\nnames".utf8))
    #expect(try folder.open().classes[9] == "truck")
  }

  @Test func aMissingFileIsNamed() throws {
    let folder = try CIFARFolder()
    try folder.remove("data_batch_4.bin")
    #expect(throws: ImagesError.fileMissing(path: folder.path("data_batch_4.bin"))) {
      try folder.open()
    }
  }

  @Test(arguments: [
    (0, "0"), (1, "1"), (3_072, "3,072"), (3_074, "3,074"), (3 * 3_073 - 1, "9,218"),
  ])
  func aFileThatIsNotWholeRecordsIsRefused(bytes: Int, text: String) throws {
    let folder = try CIFARFolder()
    try folder.write("data_batch_2.bin", Data(count: bytes))
    let error = ImagesError.partialRecord(
      .cifar10, path: folder.path("data_batch_2.bin"), bytes: bytes, recordBytes: 3_073)
    #expect(throws: error) { try folder.open() }
    #expect(error.description.contains("data_batch_2.bin"))
    #expect(error.description.contains("\(text) byte"))
    #expect(error.description.filter { $0 != "," }.contains("3073"))
  }

  @Test func aFileHasAtMostTenThousandRecords() throws {
    let folder = try CIFARFolder(records: 1)
    try folder.write("test_batch.bin", Data(count: 10_000 * 3_073))
    #expect(try folder.open().count(.validation) == 10_000)
    try folder.write("test_batch.bin", Data(count: 10_001 * 3_073))
    #expect(
      throws: ImagesError.tooManyRecords(
        .cifar10, path: folder.path("test_batch.bin"), records: 10_001, maximum: 10_000)
    ) { try folder.open() }
  }

  @Test func aLabelAboveNineIsNamedWithItsRecord() throws {
    let folder = try CIFARFolder()
    var data = CIFARFolder.contents(file: 2, records: 3)
    data[2 * 3_073] = 10
    try folder.write("data_batch_3.bin", data)
    #expect(
      throws: ImagesError.labelOutOfRange(
        path: folder.path("data_batch_3.bin"), record: 2, label: 10, classes: 10)
    ) { try folder.open() }
  }

  @Test func aFolderInThePlaceOfAFileIsRefused() throws {
    let folder = try CIFARFolder()
    try folder.remove("test_batch.bin")
    try FileManager.default.createDirectory(
      atPath: folder.path("test_batch.bin"), withIntermediateDirectories: true)
    let error = try #require(throws: ImagesError.self) { try folder.open() }
    guard case .unreadable(path: folder.path("test_batch.bin"), _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func aMissingFolderIsNamed() throws {
    let path = try CIFARFolder().path("nothing")
    #expect(throws: ImagesError.folderMissing(path: path)) {
      try DataSources.open(.folder(path: path), seed: 0)
    }
  }

  @Test func aFileIsNotAFolder() throws {
    let folder = try CIFARFolder()
    let path = folder.path("test_batch.bin")
    #expect(throws: ImagesError.notAFolder(path: path)) {
      try DataSources.open(.folder(path: path), seed: 0)
    }
  }

  @Test func theErrorForAnUnknownFolderListsItsFiles() throws {
    let folder = try CIFARFolder()
    for file in CIFAR10.files { try folder.remove(file) }
    try folder.write("cat.txt", Data())
    try folder.write("dog.txt", Data())
    let error = ImagesError.unknownFolder(path: folder.url.path, found: ["cat.txt", "dog.txt"])
    #expect(throws: error) { try folder.open() }
    #expect(error.description.contains("data_batch_1.bin"))
    #expect(error.description.contains("cat.txt, dog.txt"))
  }

  private static let realFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .appendingPathComponent("../shared/data/cifar-10-batches-bin").standardizedFileURL.path

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: realFolder), "skipped: no ../shared/data"))
  func theRealDataSetHasThePublishedMeanAndCounts() throws {
    let source = try DataSources.open(.folder(path: Self.realFolder), seed: 0)
    #expect(source.count(.train) == 50_000)
    #expect(source.count(.validation) == 10_000)
    let mean = source.meanColor / 255
    // The means in the literature have four decimal places.
    for (channel, expected) in [0.4914, 0.4822, 0.4465].enumerated() {
      #expect(abs(mean[channel] - expected) < 0.0001)
    }
    let reader = try source.makeReader()
    let image = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 3_072)
    defer { image.deallocate() }
    var counts = [Int](repeating: 0, count: 10)
    for index in 0..<50_000 { counts[try reader.read(index, of: .train, into: image)] += 1 }
    #expect(counts == [Int](repeating: 5_000, count: 10))
  }
}
