import Blueprint
import Foundation
import Testing

@testable import Images

@Suite struct IDXTests {
  private static let files = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  ]
  private let folder: PictureFolder

  /// Writes the four files. The first pixel of image n is n, all others are 10·n.
  init() throws {
    folder = try PictureFolder()
    for (file, bytes) in zip(Self.files, Self.contents(labels: [[7, 0, 9], [3, 4]])) {
      try folder.write(file, bytes)
    }
  }

  private static func header(_ numbers: UInt32...) -> [UInt8] {
    numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
  }

  private static func images(_ count: Int) -> [UInt8] {
    header(0x803, UInt32(count), 28, 28)
      + (0..<count).flatMap { [UInt8($0)] + [UInt8](repeating: UInt8(10 * $0), count: 783) }
  }

  /// Returns the contents of the four files in their order, for the training and validation labels.
  private static func contents(labels: [[UInt8]]) -> [[UInt8]] {
    labels.flatMap { labels in
      [images(labels.count), header(0x801, UInt32(labels.count)) + labels]
    }
  }

  private func open() throws -> any DataSource {
    try DataSources.open(.folder(path: folder.path), seed: 0)
  }

  @Test func recordsAreOpenedWithoutASearchForImages() throws {
    #expect(try DataSources.openRecords(in: folder.path)?.count(.train) == 3)
    let pictures = try PictureFolder()
    try pictures.write("train/cat/1.png", [])
    #expect(try DataSources.openRecords(in: pictures.path) == nil)
  }

  private func path(_ file: String) -> String { "\(folder.path)/\(file)" }

  private func rename(_ rename: (String) -> String) throws {
    for file in Self.files {
      let target = path(rename(file))
      try FileManager.default.createDirectory(
        atPath: URL(filePath: target).deletingLastPathComponent().path(),
        withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: path(file), toPath: target)
    }
  }

  /// Returns small valid files of both kinds, plain and compressed, for other suites.
  static func wholeFiles() throws -> [([UInt8], IDXFile.ItemKind)] {
    let tests = try IDXTests()
    let labels = header(0x801, 300) + (0..<300).map { UInt8($0 % 10) }
    try tests.folder.write("images", images(2))
    try tests.folder.write("labels", labels)
    try tests.compress(["images", "labels"])
    func compressed(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: URL(filePath: tests.path("\(name).gz"))))
    }
    return [
      (images(2), .images), (labels, .labels), (try compressed("images"), .images),
      (try compressed("labels"), .labels),
    ]
  }

  /// Compresses files with the program gzip, which removes the originals.
  private func compress(_ files: [String] = files) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-9"] + files.map(path)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  private func checkContents(_ source: any DataSource) throws {
    #expect(source.imageShape == Shape(channels: 3, height: 28, width: 28))
    #expect(source.classes == (0..<10).map(String.init))
    #expect(source.count(.train) == 3 && source.count(.validation) == 2)
    #expect(try (0..<3).map { try source.read($0, .train).label } == [7, 0, 9])
    #expect(try (0..<2).map { try source.read($0, .validation).label } == [3, 4])
    #expect(try (0..<3).map { try source.read($0, .train).byte } == [0, 1, 2])
    #expect(try source.imagesByClass(.train) == [1, 0, 0, 0, 0, 0, 0, 1, 0, 1])
  }

  @Test func greyImagesHaveThreeEqualChannels() throws {
    let source = try open()
    try checkContents(source)
    let reader = try source.makeReader()
    var pixels = [UInt8](repeating: 0, count: 3 * 784)
    _ = try pixels.withUnsafeMutableBufferPointer { try reader.read(2, of: .train, into: $0) }
    let plane = [2] + [UInt8](repeating: 20, count: 783)
    #expect(pixels == plane + plane + plane)
    // The mean of images 0, 1 and 2 is (783·(0 + 10 + 20) + 0 + 1 + 2) ÷ 3 ÷ 784.
    #expect(abs(source.meanColor.y - 23_493 / 2_352) < 1e-9)
  }

  @Test func compressedFilesGiveTheSameImages() throws {
    try compress()
    #expect(!FileManager.default.fileExists(atPath: path(Self.files[0])))
    try checkContents(try open())
  }

  @Test func someFilesCanBeCompressed() throws {
    try compress([Self.files[0], Self.files[3]])
    try checkContents(try open())
  }

  @Test func namesWithADotAreFound() throws {
    try rename { $0.replacing("-idx", with: ".idx") }
    try checkContents(try open())
  }

  @Test func filesInFoldersOfTheirOwnNameAreFound() throws {
    try rename { "moved-\($0)" }
    for file in Self.files { try folder.write("\(file)/\(file)", [0]) }
    for file in Self.files {
      try FileManager.default.removeItem(atPath: path("\(file)/\(file)"))
      try FileManager.default.moveItem(
        atPath: path("moved-\(file)"), toPath: path("\(file)/\(file)"))
    }
    try checkContents(try open())
  }

  @Test func torchvisionsFolderIsFound() throws {
    try rename { "raw/\($0)" }
    try checkContents(try open())
  }

  @Test func aMissingFileIsNamed() throws {
    for file in Self.files.dropLast() {
      try FileManager.default.removeItem(atPath: path(file))
      #expect(throws: ImagesError.idxFileMissing(folder: folder.path, name: file)) { try open() }
      try folder.write(
        file, file == Self.files[1] ? Self.header(0x801, 3) + [7, 0, 9] : Self.images(3))
      if file == Self.files[2] { try folder.write(file, Self.images(2)) }
    }
    try checkContents(try open())
  }

  // MARK: - Recognising the set

  /// The first labels are those in the documentation of Keras and torchvision.
  @Test(arguments: [
    ([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], "/data/fashion-mnist", IDXSet.mnist),
    ([9, 0, 0, 3, 0, 2, 7, 2, 5, 5], "/data/mnist", .fashion),
    ([1, 2, 3, 1, 2, 3, 1, 2, 3, 1], "/data/FashionMNIST/raw", .fashion),
    ([1, 2, 3, 1, 2, 3, 1, 2, 3, 1], "/fashion/of/mnist", .unknown),
    ([5, 0, 4, 1, 9, 2, 1, 3, 1], "/data/mnist", .unknown),
    ([], "/data/mnist", .unknown),
  ])
  func aSetIsRecognisedByItsLabelsOrItsFolder(labels: [UInt8], path: String, set: IDXSet) {
    #expect(IDXSet(labels: labels, path: path) == set)
  }

  @Test func fashionHasItsNamesAndCanBeMirrored() throws {
    #expect(try !open().mirrorKeepsClass)
    let labels: [UInt8] = [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]
    for (file, bytes) in zip(Self.files, Self.contents(labels: [labels, [1]])) {
      try folder.write(file, bytes)
    }
    let source = try open()
    #expect(source.name == "Fashion-MNIST" && source.mirrorKeepsClass)
    #expect(source.classes[9] == "Ankle boot")
  }

  @Test func aFileOfNamesNamesTheClasses() throws {
    let names = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"]
    try folder.write("classes.txt", text: names.joined(separator: "\n"))
    #expect(try open().classes == names)
    try folder.write("classes.txt", text: "too\nfew")
    #expect(try open().classes == (0..<10).map(String.init))
  }

  // MARK: - Damage

  private func expect(_ damage: IDXDamage, of file: Int, holding bytes: [UInt8]) throws {
    try folder.write(Self.files[file], bytes)
    let error = ImagesError.damagedIDX(path: path(Self.files[file]), damage)
    #expect(throws: error) { try open() }
    #expect(error.problem.contains(Self.files[file]))
  }

  @Test func imagesInThePlaceOfLabelsAreRefused() throws {
    try expect(
      .wrongMagic(found: 0x801, expected: 0x803), of: 0, holding: Self.header(0x801, 3, 0, 0))
    try expect(.wrongMagic(found: 0x803, expected: 0x801), of: 1, holding: Self.images(1))
  }

  @Test func everyWrongLengthIsRefused() throws {
    let whole = Self.images(3)
    for length in [0, 3, 15] {
      try expect(.cutHeader(bytes: length), of: 0, holding: Array(whole[..<length]))
    }
    for length in [16, 17, whole.count - 1] {
      try expect(
        .wrongLength(bytes: length, expected: whole.count), of: 0, holding: Array(whole[..<length]))
    }
    try expect(
      .wrongLength(bytes: whole.count + 1, expected: whole.count), of: 0, holding: whole + [0])
  }

  @Test func aHeaderWithHugeNumbersIsRefusedBeforeMemoryIsAllocated() throws {
    try expect(
      .wrongCount(0xFFFF_FFFF, maximum: 300_000), of: 0,
      holding: Self.header(0x803, 0xFFFF_FFFF, 28, 28))
    try expect(
      .wrongSides(rows: 0x7FFF_FFFF, columns: 28), of: 0,
      holding: Self.header(0x803, 1, 0x7FFF_FFFF, 28))
    // Labels are read first, so that this error precedes that of the images.
    try expect(.wrongCount(0, maximum: 300_000), of: 1, holding: Self.header(0x801, 0))
  }

  @Test func differentNumbersOfImagesAndLabelsAreRefused() throws {
    try folder.write(Self.files[1], Self.header(0x801, 4) + [7, 0, 9, 1])
    #expect(
      throws: ImagesError.countsDiffer(
        images: path(Self.files[0]), imageCount: 3, labels: path(Self.files[1]), labelCount: 4)
    ) { try open() }
  }

  @Test func aLabelAboveNineIsNamedWithItsRecord() throws {
    try folder.write(Self.files[1], Self.header(0x801, 3) + [7, 0, 10])
    #expect(
      throws: ImagesError.labelOutOfRange(
        path: path(Self.files[1]), record: 2, label: 10, classes: 10)
    ) { try open() }
  }

  @Test func damagedCompressionIsRefused() throws {
    try compress([Self.files[0]])
    let file = "\(Self.files[0]).gz"
    let whole = [UInt8](try Data(contentsOf: URL(filePath: path(file))))
    func expect(_ damage: IDXDamage, _ bytes: [UInt8]) throws {
      try folder.write(file, bytes)
      #expect(throws: ImagesError.damagedIDX(path: path(file), damage)) { try open() }
    }
    for length in [2, 10, whole.count / 2, whole.count - 9, whole.count - 1] {
      try expect(.cutGzip, Array(whole[..<length]))
    }
    var wrongSum = whole
    wrongSum[whole.count - 6] ^= 1
    try expect(.damagedGzip, wrongSum)
    var wrongMethod = whole
    wrongMethod[2] = 3
    try expect(.damagedGzip, wrongMethod)
  }

  @Test func aFileThatDecompressesToAnotherLengthThanAnnouncedIsRefused() throws {
    // A header of three images, then 20 MB of zeros, which gzip reduces to about 20 kB.
    try folder.write(
      Self.files[0], Self.header(0x803, 3, 28, 28) + [UInt8](repeating: 0, count: 20_000_000))
    try compress([Self.files[0]])
    #expect(
      throws: ImagesError.damagedIDX(
        path: path("\(Self.files[0]).gz"), .tooLong(expected: 16 + 3 * 784))
    ) { try open() }
    try FileManager.default.removeItem(atPath: path("\(Self.files[0]).gz"))
    try folder.write(Self.files[0], Array(Self.images(3).dropLast()))
    try compress([Self.files[0]])
    #expect(
      throws: ImagesError.damagedIDX(
        path: path("\(Self.files[0]).gz"),
        .wrongLength(bytes: 15 + 3 * 784, expected: 16 + 3 * 784))
    ) { try open() }
  }
}
