import Blueprint
import Foundation
import Testing

@testable import Images

@Suite struct CIFAR100Tests {
  private let folder: PictureFolder

  /// Writes three training records and two validation records. All pixels of record r are r.
  init() throws {
    folder = try PictureFolder()
    try folder.write("train.bin", Self.records([(19, 99), (0, 0), (4, 57)]))
    try folder.write("test.bin", Self.records([(1, 2), (19, 20)]))
  }

  private static func records(_ labels: [(coarse: UInt8, fine: UInt8)]) -> [UInt8] {
    labels.enumerated().flatMap { number, labels in
      [labels.coarse, labels.fine] + [UInt8](repeating: UInt8(number), count: 3 * 32 * 32)
    }
  }

  private func open() throws -> any DataSource {
    try DataSources.open(.folder(path: folder.path), seed: 0)
  }

  private func path(_ file: String) -> String { "\(folder.path)/\(file)" }

  @Test func fineLabelsAreTheClasses() throws {
    let source = try open()
    #expect(source.name == "CIFAR-100")
    #expect(source.imageShape == Shape(channels: 3, height: 32, width: 32))
    #expect(source.classes.count == 100)
    #expect(source.count(.train) == 3 && source.count(.validation) == 2)
    #expect(try (0..<3).map { try source.read($0, .train).label } == [99, 0, 57])
    #expect(try (0..<3).map { try source.read($0, .train).byte } == [0, 1, 2])
    #expect(try source.read(1, .validation).label == 20)
    #expect(source.meanColor == SIMD3(1, 1, 1))
    #expect(try source.imagesByClass(.train)[57] == 1)
  }

  /// The labels of these names are those in Krizhevsky's `fine_label_names.txt`.
  @Test func classesAreNamedByTheFolderOrByTheStandard() throws {
    let source = try open()
    #expect(source.classes[0] == "apple" && source.classes[57] == "pear")
    #expect(source.classes[99] == "worm" && source.classes == source.classes.sorted())
    let names = (0..<100).map { "class \($0)" }
    try folder.write("fine_label_names.txt", text: names.joined(separator: "\n") + "\n")
    #expect(try open().classes == names)
  }

  @Test(arguments: ["train.bin", "test.bin"])
  func aMissingFileIsNamed(file: String) throws {
    try FileManager.default.removeItem(atPath: path(file))
    #expect(throws: ImagesError.fileMissing(path: path(file))) { try open() }
    try folder.write("fine_label_names.txt", text: "apple")
    #expect(throws: ImagesError.fileMissing(path: path(file))) { try open() }
  }

  @Test func bothLabelsAreChecked() throws {
    try folder.write("train.bin", Self.records([(0, 0), (0, 100)]))
    #expect(
      throws: ImagesError.labelOutOfRange(
        path: path("train.bin"), record: 1, label: 100, classes: 100)
    ) { try open() }
    try folder.write("train.bin", Self.records([(0, 0), (19, 0), (20, 0)]))
    #expect(
      throws: ImagesError.labelOutOfRange(
        path: path("train.bin"), record: 2, label: 20, classes: 20)
    ) { try open() }
  }

  @Test(arguments: [0, 3_073, 2 * 3_074 - 1])
  func aFileThatIsNotWholeRecordsIsRefused(bytes: Int) throws {
    try folder.write("test.bin", [UInt8](repeating: 0, count: bytes))
    let error = ImagesError.partialRecord(
      .cifar100, path: path("test.bin"), bytes: bytes, recordBytes: 3_074)
    #expect(throws: error) { try open() }
    #expect(error.description.contains("CIFAR-100"))
  }

  @Test func classFoldersWithAFileOfThatNameAreAnImageFolder() throws {
    try FileManager.default.removeItem(atPath: path("train.bin"))
    try folder.pictures("cat", count: 3)
    try folder.pictures("dog", count: 3)
    #expect(try open() is ImageFolder)
  }

  /// The file names are those in the archives of the other versions.
  @Test(arguments: [
    (["data_batch_1", "test_batch", "batches.meta"], RecordFormat.cifar10, "Python"),
    (["data_batch_1.mat", "test_batch.mat"], .cifar10, "MATLAB"),
    (["train", "test", "meta", "file.txt~"], .cifar100, "Python"),
    (["train.mat", "test.mat", "meta.mat"], .cifar100, "MATLAB"),
  ])
  func anotherVersionIsNamed(files: [String], format: RecordFormat, version: String) throws {
    let other = try PictureFolder()
    for file in files { try other.write(file, [1]) }
    #expect(
      throws: ImagesError.otherVersion(format, path: other.path, version: version)
    ) { try DataSources.open(.folder(path: other.path), seed: 0) }
  }
}
