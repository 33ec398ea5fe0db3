import Blueprint
import Foundation
import Testing

@testable import Images

@Suite struct ImageFolderTests {
  private let folder: PictureFolder

  init() throws { folder = try PictureFolder() }

  private func writeTrain() throws {
    for name in ["cat", "dog"] { try folder.pictures("train/\(name)", count: 3) }
  }

  @Test(arguments: ["val", "validation", "test"])
  func theValidationSetIsBesideTrain(validation: String) throws {
    try writeTrain()
    try folder.picture("\(validation)/cat/9.jpg")
    try folder.picture("\(validation)/dog/8.png")
    let source = try folder.open()
    #expect(source.classes == ["cat", "dog"])
    #expect(
      source.names(.train)
        == ["cat/0.jpg", "cat/1.jpg", "cat/2.jpg", "dog/0.jpg", "dog/1.jpg", "dog/2.jpg"])
    #expect(source.names(.validation) == ["cat/9.jpg", "dog/8.png"])
    #expect(!source.holdsOutValidation)
  }

  @Test(arguments: ["", "train/"])
  func withoutAValidationSetAShareOfEachClassIsHeldOut(root: String) throws {
    try folder.pictures("\(root)cat", count: 8)
    try folder.pictures("\(root)dog", count: 12)
    try folder.pictures("\(root)eel", count: 1)
    let source = try folder.open(seed: 3)
    #expect(source.imagesByClass(.train) == [6, 9, 1])
    #expect(source.imagesByClass(.validation) == [2, 3, 0])
    let all = source.names(.train) + source.names(.validation)
    #expect(Set(all).count == 21)
    // The share depends only on the seed.
    #expect(try folder.open(seed: 3).names(.validation) == source.names(.validation))
    let others = try (4..<10).map { try folder.open(seed: $0).names(.validation) }
    #expect(others.contains { $0 != source.names(.validation) })
  }

  @Test func anImageHasTheLabelOfItsFolder() throws {
    for (label, name) in ["ant", "bee", "cow"].enumerated() {
      for number in 0..<4 {
        try folder.picture("\(name)/\(number).jpg", gray: UInt8(60 * label + 10 * number))
      }
    }
    let source = try folder.open()
    for split in Split.allCases {
      for index in 0..<source.count(split) {
        let (label, byte) = try source.read(index, split)
        let names = source.path(of: index, in: split).split(separator: "/").suffix(2)
        #expect(source.classes[label] == names.first.map(String.init))
        let number = try #require(Int(names.last!.prefix(1)))
        #expect(abs(Int(byte) - (60 * label + 10 * number)) <= 2)
      }
    }
  }

  @Test func theFirstImagesAreOfAllClasses() throws {
    for name in ["ant", "bee", "cow", "dog"] { try folder.pictures(name, count: 40) }
    let source = try folder.open()
    let labels = try (0..<24).map { try source.read($0, .train).label }
    #expect(Set(labels) == [0, 1, 2, 3])
  }

  @Test func namesCanHaveAnyCharacters() throws {
    let names = [
      "it's a cat.JPEG", "größe.png", "日本 語.jpeg", "a\"b$c`d.Jpg", "-n.jpe", "x\ny.jfif",
    ]
    for name in names { try folder.picture("o'brien & söhne/\(name)") }
    try folder.pictures("plain", count: 2)
    let source = try folder.open()
    #expect(source.classes == ["o'brien & söhne", "plain"])
    #expect(source.count(.train) + source.count(.validation) == 8)
    for index in 0..<source.count(.train) { _ = try source.read(index, .train) }
  }

  @Test func trainAndValidationCanBeLinks() throws {
    for name in ["cat", "dog"] {
      try folder.pictures("elsewhere/first/\(name)", count: 2)
      try folder.pictures("elsewhere/second/\(name)", count: 1)
    }
    for (link, target) in [("train", "first"), ("val", "second")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/\(link)", withDestinationPath: "elsewhere/\(target)")
    }
    let source = try folder.open()
    #expect(source.count(.train) == 4)
    #expect(source.count(.validation) == 2)
    _ = try source.read(0, .validation)
  }

  @Test func theFormatIsDetectedFromTheContent() throws {
    try folder.write("a/photo.jpg", OddImages.bytes("png-color-8.png"))
    try folder.write("b/photo.png", OddImages.bytes("jpeg-444.jpg"))
    let source = try folder.open()
    #expect(source.count(.train) == 2)
    for index in 0..<2 { _ = try source.read(index, .train) }
  }

  @Test(arguments: ["synset_words.txt", "LOC_synset_mapping.txt"], [true, false])
  func aListNamesTheClassesByTheirIds(file: String, isAbove: Bool) throws {
    let root = isAbove ? "set/" : ""
    for name in ["n01", "n02", "n03", "n04"] { try folder.pictures("\(root)\(name)", count: 2) }
    try folder.write(
      file, text: "n01 tench, Tinca tinca\nn02 crane\nn03 crane\n\nnonsense\nn09 other\n")
    let source = try ImageFolder(folder: "\(folder.path)/\(root)", seed: 0)
    #expect(source.classes == ["tench", "crane (n02)", "crane (n03)", "n04"])
  }

  @Test func onlyAFolderWithImagesIsRecognised() throws {
    try folder.write("notes/today.txt", text: "nothing")
    let unknown = ImagesError.unknownFolder(path: folder.path, found: ["notes"])
    #expect(throws: unknown) { try DataSources.open(.folder(path: folder.path), seed: 0) }
    try FileManager.default.removeItem(atPath: "\(folder.path)/notes")
    for name in ["cat", "dog"] { try folder.pictures(name, count: 10) }
    let source = try DataSources.open(.folder(path: folder.path), seed: 0, validationShare: 0.5)
    #expect(source is ImageFolder)
    #expect(source.count(.validation) == 10)
  }

  @Test func colorsAreMeasuredWithoutDamagedImages() throws {
    for gray in [40, 60, 80, 100] as [UInt8] {
      try folder.picture("train/a/\(gray).jpg", gray: gray)
      try folder.picture("train/b/\(gray).jpg", gray: gray)
    }
    try folder.write("train/a/broken.jpg", text: "broken")
    try folder.pictures("val/a", count: 1)
    try folder.pictures("val/b", count: 1)
    let colors = try folder.open().colors
    for channel in 0..<3 {
      #expect(abs(colors.mean[channel] - 70) < 1)
      // The variance of 40, 60, 80, 100.
      #expect(abs(colors.deviation[channel] - 500.0.squareRoot()) < 1)
    }
  }

  @Test func packedNamesAreReadByIndex() {
    var names = PackedNames()
    for number in 0..<1000 { names.append("n01440764_\(number).JPEG".utf8) }
    #expect(names.count == 1000)
    #expect(String(decoding: names[0], as: UTF8.self) == "n01440764_0.JPEG")
    #expect(String(decoding: names[999], as: UTF8.self) == "n01440764_999.JPEG")
  }

  private static let imagenette = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/data/imagenette").standardizedFileURL.path()
  private static let odd = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/data/imagenet-odd").standardizedFileURL.path()

  @Test(.enabled(if: FileManager.default.fileExists(atPath: imagenette), "skipped: no ../shared"))
  func imagenetteHasItsClassesAndCounts() throws {
    let source = try ImageFolder(folder: Self.imagenette, seed: 0)
    #expect(source.classes.first == "tench" && source.classes.last == "parachute")
    #expect(source.imagesByClass(.train) == Array(repeating: 80, count: 10))
    #expect(source.imagesByClass(.validation) == Array(repeating: 25, count: 10))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: odd), "skipped: no ../shared"))
  func everyOddFileOfImageNetIsDecoded() throws {
    let source = try ImageFolder(folder: Self.odd, seed: 0)
    #expect(source.count(.train) == 37)
    for index in 0..<37 { _ = try source.read(index, .train) }
    let inspection = try DataInspection(source, isFull: true, threads: 2)
    let files = try #require(inspection.files)
    #expect(files.damaged.isEmpty)
    #expect(files.widths?.upperBound == 2400)
    #expect(files.turned == 1)
  }
}
