import Foundation
import Testing

@testable import Images

/// Data sources are recognised by their fingerprints.
@Suite struct SourceFingerprints {
  private let folder: PictureFolder

  init() throws {
    folder = try PictureFolder()
    for name in ["cat", "dog"] {
      for number in 0..<3 { try folder.picture("train/\(name)/\(name)\(number).jpg") }
      try folder.picture("val/\(name)/\(name)9.jpg")
    }
  }

  private func move(_ from: String, _ to: String) throws {
    try FileManager.default.moveItem(
      atPath: "\(folder.path)/\(from)", toPath: "\(folder.path)/\(to)")
  }

  @Test func aFolderIsIdentifiedByItsClassesFileNamesAndSizes() throws {
    let fingerprint = try folder.open().fingerprint()
    #expect(fingerprint.kind == "image folder")
    #expect(fingerprint.classes.map(\.id) == ["cat", "dog"])
    #expect(fingerprint.classes.map(\.train.count) == [3, 3])
    #expect(fingerprint.classes.map(\.validation.count) == [1, 1])
    let size = UInt32(PictureFolder.jpeg(gray: 128).count)
    let names = (0..<3).map { DataFingerprint.key(of: "dog\($0).jpg".utf8) }
    #expect(
      Set(fingerprint.classes[1].train) == Set(names.map { .init(key: $0, mark: size) }))
  }

  @Test func aCopyOfAFolderHasTheSameFingerprint() throws {
    let before = try folder.open().fingerprint()
    let other = try PictureFolder()
    try FileManager.default.removeItem(atPath: other.path)
    try FileManager.default.copyItem(atPath: folder.path, toPath: other.path)
    #expect(try other.open().fingerprint() == before)
  }

  @Test func anImageInAnotherClassIsFoundByItsPath() throws {
    let before = try folder.open().fingerprint()
    try move("train/cat/cat1.jpg", "train/dog/cat1.jpg")
    let source = try folder.open()
    guard case .otherLabel(let found)? = source.fingerprint().difference(from: before) else {
      Issue.record("not found")
      return
    }
    #expect((found.recorded, found.now, found.count) == (0, 1, 1))
    #expect(
      source.name(of: found.image, label: found.now, in: found.split)
        == "\(folder.path)/train/dog/cat1.jpg")
  }

  @Test func aFileOfAnotherSizeIsAnotherImage() throws {
    let before = try folder.open().fingerprint()
    try folder.write("val/dog/dog9.jpg", PictureFolder.jpeg(gray: 128) + [0])
    #expect(
      try folder.open().fingerprint().difference(from: before) == .otherImages(.init(changed: 1)))
  }

  /// The held-out images follow from the seed and the share in the plan, which do not change.
  @Test func theHeldOutImagesAreNotPartOfTheFingerprint() throws {
    try FileManager.default.removeItem(atPath: "\(folder.path)/val")
    let source = try folder.open(seed: 1, validationShare: 0.4)
    #expect(source.count(.validation) > 0)
    #expect(source.fingerprint() == (try folder.open(seed: 9, validationShare: 0.1)).fingerprint())
    #expect(source.fingerprint().classes.map(\.train.count).reduce(0, +) == 6)
    let image = source.fingerprint().classes[0].train[0]
    #expect(source.name(of: image, label: 0, in: .train).hasPrefix("\(folder.path)/train/cat/cat"))
  }

  @Test func scenesAreTheSameForEverySeed() {
    let (one, other) = (Scenes(seed: 1).fingerprint(), Scenes(seed: 2).fingerprint())
    #expect(one == other)
    #expect(one.classes.count == 40)
    #expect(one.variant.contains("3×72×72"))
  }
}

/// The fingerprint of records. The first file of CIFAR-10 has seven, each other file one.
@Suite struct CIFARFingerprints {
  private let folder: PictureFolder

  init() throws {
    folder = try PictureFolder()
    for (number, file) in CIFAR10.files.enumerated() {
      let count = number == 0 ? 7 : 1
      try folder.write(file, (0..<count).flatMap { Self.record(label: $0, byte: number) })
    }
  }

  private static func record(label: Int, byte: Int) -> [UInt8] {
    [UInt8(label)] + [UInt8](repeating: UInt8(byte), count: 3072)
  }

  /// Changes a byte of the first file.
  private func change(_ offset: Int, to byte: UInt8) throws {
    let path = "\(folder.path)/\(CIFAR10.files[0])"
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    bytes[offset] = byte
    try folder.write(CIFAR10.files[0], bytes)
  }

  private func fingerprint() throws -> DataFingerprint {
    try CIFAR10.open(folder: folder.path).fingerprint()
  }

  @Test func aChangedLabelIsFoundByTheNumberOfTheRecord() throws {
    let before = try fingerprint()
    #expect(before.classes.map(\.train.count).reduce(0, +) == 11)
    #expect(before.classes.map(\.validation.count).reduce(0, +) == 1)
    // The first byte of the third record is its label.
    try change(2 * 3073, to: 9)
    let source = try CIFAR10.open(folder: folder.path)
    guard case .otherLabel(let found)? = try source.fingerprint().difference(from: before) else {
      Issue.record("not found")
      return
    }
    #expect((found.recorded, found.now) == (2, 9))
    #expect(
      source.name(of: found.image, label: found.now, in: found.split) == "training image 3")
  }

  @Test func anotherPixelIsAnotherImage() throws {
    let before = try fingerprint()
    try change(5 * 3073 + 100, to: 99)
    #expect(try fingerprint().difference(from: before) == .otherImages(.init(changed: 1)))
  }

  @Test func otherNamesAreOtherClasses() throws {
    let before = try fingerprint()
    let names = ["airplane", "automobile", "cat", "bird", "deer", "dog", "frog", "horse", "ship"]
    try folder.write(
      "batches.meta.txt", text: (names + ["truck"]).joined(separator: "\n"))
    #expect(
      try fingerprint().difference(from: before)
        == .otherClass(number: 3, recorded: "bird", now: "cat"))
  }
}
