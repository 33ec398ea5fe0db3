import Archives
import Foundation
import Images
import Testing

@testable import Preparing

/// Inputs and folders that cannot be prepared.
@Suite struct PreparationRefusals {
  private let folder: Folder
  private let images: MiniImageNet

  init() throws {
    folder = try Folder()
    images = try MiniImageNet(in: folder)
  }

  private var target: String { "\(folder.path)/prepared" }

  private func prepare(_ path: String, quality: Int = 95) throws {
    var settings = PreparationSettings()
    settings.side = MiniImageNet.side
    settings.imagesPerShard = 4
    settings.threads = 2
    settings.quality = quality
    _ = try FolderPreparation(.find(path), to: target, settings: settings).run()
  }

  private func replace(_ name: String, _ change: (inout [UInt8]) -> Void) throws {
    var bytes = try folder.bytes(of: name)
    change(&bytes)
    try folder.write(name, bytes)
  }

  @Test func aFolderWithoutImagesIsRefused() throws {
    try folder.write("empty/file", Data())
    #expect(
      throws: PreparingError.nothingToPrepare(path: "\(folder.path)/empty", found: ["file"])
    ) {
      try prepare("\(folder.path)/empty")
    }
    #expect(
      throws: PreparingError.nothingToPrepare(path: "\(folder.path)/empty/file", found: [])
    ) {
      try prepare("\(folder.path)/empty/file")
    }
    #expect(throws: ImagesError.folderMissing(path: "/nowhere")) { try prepare("/nowhere") }
  }

  @Test(arguments: ["ILSVRC2012_img_val.tar", "ILSVRC2012_devkit_t12.tar.gz"])
  func aTrainingArchiveWithoutTheOtherArchivesIsRefused(name: String) throws {
    let path = try images.pack()
    try folder.remove("archives/\(name)")
    #expect {
      try prepare(path)
    } throws: {
      guard
        case .missingBeside("\(path)/ILSVRC2012_img_train.tar", let wanted, let found) = $0
          as? PreparingError
      else { return false }
      return wanted[0] == name && found.count == 2
    }
  }

  @Test func archivesWithoutTheTrainingArchiveAreRefused() throws {
    let path = try images.pack()
    try folder.remove("archives/ILSVRC2012_img_train.tar")
    #expect(
      throws: PreparingError.missingBeside(
        path: "\(path)/ILSVRC2012_img_val.tar", wanted: ["ILSVRC2012_img_train.tar"],
        found: ["ILSVRC2012_devkit_t12.tar.gz", "ILSVRC2012_img_val.tar"])
    ) { try prepare(path) }
  }

  @Test func anArchiveOfOneClassIsRefused() throws {
    let path = try images.pack()
    try folder.run("tar", "-cf", "archives/ILSVRC2012_img_train.tar", "n00000002.tar")
    #expect(
      throws: PreparingError.tooFewClassesInArchive(
        path: "\(path)/ILSVRC2012_img_train.tar", found: ["n00000002"])
    ) { try prepare(path) }
  }

  /// The labels are checked before the training images, which take hours.
  @Test func aMissingLabelIsFoundBeforeThePreparation() throws {
    let path = try images.pack()
    try folder.write(
      "ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt", Data("3\n1\n".utf8))
    try folder.run(
      "tar", "-czf", "archives/ILSVRC2012_devkit_t12.tar.gz", "ILSVRC2012_devkit_t12")
    #expect {
      try PreparationInput.find(path)
    } throws: {
      guard case .noLabel("\(path)/ILSVRC2012_img_val.tar", _) = $0 as? PreparingError else {
        return false
      }
      return true
    }
  }

  @Test func fewerImagesThanLabelsCauseAWarning() throws {
    let path = try images.pack()
    #expect(try PreparationInput.find(path).warnings.isEmpty)
    try folder.remove("val/ILSVRC2012_val_00000009.JPEG")
    try folder.run("tar", "-cf", "archives/ILSVRC2012_img_val.tar", "-C", "val", ".")
    let warnings = try PreparationInput.find(path).warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("has 8 images") == true)
    #expect(warnings.first?.contains("9 labels") == true)
  }

  @Test func imagesThatAreNotUsedCauseAWarning() throws {
    #expect(try PreparationInput.find(images.path).warnings.isEmpty)
    try folder.write("folders/train/n00000001/x.gif", Data("GIF89a".utf8))
    #expect(try PreparationInput.find(images.path).warnings.first?.contains("1 .gif file") == true)
  }

  @Test func anUnpackedKitIsUsed() throws {
    let path = try images.pack()
    try folder.remove("archives/ILSVRC2012_devkit_t12.tar.gz")
    try folder.run("mv", "ILSVRC2012_devkit_t12", "archives")
    try prepare("\(path)/ILSVRC2012_img_train.tar")
    #expect(try PreparedFolder(target).count(.validation) == 9)
  }

  @Test func aTruncatedTrainingArchiveDoesNotCompleteTheFolder() throws {
    let path = try images.pack()
    let name = "archives/ILSVRC2012_img_train.tar"
    let whole = try folder.bytes(of: name)
    // The end is in the middle of the last class.
    try folder.write(name, whole[..<(whole.count - 12_000)])
    #expect {
      try prepare(path)
    } throws: {
      guard case .truncated = $0 as? ArchiveError else { return false }
      return true
    }
    #expect(!FileManager.default.fileExists(atPath: "\(target)/prepared.json"))
  }

  @Test func aKitOfAnotherDataSetIsRefused() throws {
    let path = try images.pack()
    try folder.run("mv", "ILSVRC2012_devkit_t12", "archives")
    try folder.remove("archives/ILSVRC2012_devkit_t12.tar.gz")
    let truth = "archives/ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt"
    let kit = "\(path)/ILSVRC2012_devkit_t12"
    func expectDamage(naming words: String) {
      #expect {
        try prepare(path)
      } throws: {
        guard case .imageFolder(.damagedLabels(kit, let reason)) = $0 as? ImagesError else {
          return false
        }
        return reason.contains(words)
      }
    }
    try folder.write(truth, Data("3\n1\n7\n".utf8))
    expectDamage(naming: "line 3 of ILSVRC2012_validation_ground_truth.txt")
    // A class in the kit without training images.
    try folder.write(truth, Data("4\n".utf8))
    #expect(throws: PreparingError.unknownClass(id: "n00000004", of: kit)) { try prepare(path) }
    // Fewer labels than images.
    try folder.write(truth, Data("3\n1\n".utf8))
    #expect(throws: PreparingError.self) { try prepare(path) }
    try replace("archives/ILSVRC2012_devkit_t12/data/meta.mat") { $0[300] ^= 0x55 }
    expectDamage(naming: "meta.mat: ")
    try folder.remove("archives/ILSVRC2012_devkit_t12/data/meta.mat")
    expectDamage(naming: "meta.mat")
  }

  @Test func aFolderWithForeignFilesIsRefused() throws {
    try folder.write("prepared/diary.txt", Data("today".utf8))
    #expect(throws: PreparingError.foreignFiles(path: target)) { try prepare(images.path) }
    #expect(try folder.files(in: "prepared").keys.sorted() == ["diary.txt"])
  }

  @Test func aFolderThatIsAlreadyPreparedIsRefused() throws {
    try prepare(images.path)
    #expect(throws: PreparingError.alreadyPrepared(path: target)) { try prepare(images.path) }
  }

  @Test func theBeginningOfAnotherPreparationIsRefused() throws {
    var settings = PreparationSettings()
    settings.side = MiniImageNet.side
    _ = try FolderPreparation(.find(images.path), to: target, settings: settings)
    #expect(throws: PreparingError.anotherPreparation(path: target, of: images.path)) {
      try prepare(images.path, quality: 80)
    }
    try folder.write(
      "folders/train/n00000001/new.JPEG", MiniImageNet.jpeg(label: 0, number: 0))
    settings.imagesPerShard = 4_096
    #expect(throws: PreparingError.inputChanged(path: images.path)) {
      try FolderPreparation(.find(images.path), to: target, settings: settings)
    }
  }

  /// The held-out images must not change during a preparation.
  @Test func anotherDivisionOfTheSameFolderIsRefused() throws {
    let path = "\(images.path)/train"
    var settings = PreparationSettings()
    settings.side = MiniImageNet.side
    _ = try FolderPreparation(.find(path, seed: 1), to: target, settings: settings)
    #expect(throws: PreparingError.anotherPreparation(path: target, of: path)) {
      try FolderPreparation(.find(path, seed: 2), to: target, settings: settings)
    }
    #expect(
      try FolderPreparation(.find(path, seed: 1), to: target, settings: settings).run().train == 18)
  }

  @Test func aSecondPreparationOfTheSameFolderIsRefused() throws {
    var settings = PreparationSettings()
    settings.side = MiniImageNet.side
    let input = try PreparationInput.find(images.path)
    let first = try FolderPreparation(input, to: target, settings: settings)
    #expect(throws: PreparingError.busy(path: target)) {
      try FolderPreparation(input, to: target, settings: settings)
    }
    withExtendedLifetime(first) {}
  }

  @Test func aCompleteShardThatIsDamagedLaterIsRefused() throws {
    var settings = PreparationSettings()
    settings.side = MiniImageNet.side
    settings.imagesPerShard = 4
    settings.threads = 2
    let preparation = try FolderPreparation(.find(images.path), to: target, settings: settings)
    var seen = 0
    #expect(throws: PreparingError.self) {
      try preparation.run(shouldStop: { seen >= 10 }, onProgress: { _ in seen += 1 })
    }
    let shard = try folder.bytes(of: "prepared/train-00000.shard")
    for offset in [0, 12, shard.count - 1, shard.count - 30, shard.count - 100] {
      var bytes = shard
      bytes[offset] ^= 0x40
      try folder.write("prepared/train-00000.shard", bytes)
      #expect(throws: PreparingError.self, "\(offset)") { try preparation.run() }
    }
    for count in [0, 10, 100, shard.count - 1] {
      try folder.write("prepared/train-00000.shard", shard[..<count])
      #expect(throws: PreparingError.self, "\(count)") { try preparation.run() }
    }
    try folder.write("prepared/train-00000.shard", shard)
    #expect(try preparation.run().train == 21)
  }

  @Test func everyErrorHasAProblemAndARemedy() {
    let errors: [PreparingError] = [
      .nothingToPrepare(path: "p", found: []), .tooFewClassesInArchive(path: "p", found: ["n"]),
      .missingBeside(path: "p", wanted: ["w", "x"], found: ["f"]),
      .noLabel(archive: "a", member: "m"),
      .unknownClass(id: "i", of: "o"), .tooManyClasses(70_000),
      .noImages(path: "p", split: "train"),
      .foreignFiles(path: "p"), .alreadyPrepared(path: "p"),
      .anotherPreparation(path: "p", of: "o"),
      .busy(path: "p"), .damagedShard(path: "p", reason: "r"), .inputChanged(path: "p"),
      .diskFull(path: "p"), .unwritable(path: "p", code: 13), .unreadable(path: "p", reason: "r"),
      .stopped(images: 3),
    ]
    for error in errors {
      #expect(!error.problem.isEmpty && !error.problem.hasSuffix("."))
      #expect(!error.remedy.isEmpty && !error.remedy.hasSuffix("."))
    }
  }
}
