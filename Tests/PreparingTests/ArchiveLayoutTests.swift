import Foundation
import Images
import Testing

@testable import Preparing

/// Different layouts of ImageNet's archives, which all give the same prepared folder.
@Suite struct ArchiveLayouts {
  private let folder: Folder
  private let images: MiniImageNet

  init() throws {
    folder = try Folder()
    images = try MiniImageNet(in: folder)
  }

  private var settings: PreparationSettings {
    var settings = PreparationSettings()
    settings.side = MiniImageNet.side
    settings.imagesPerShard = 4
    settings.threads = 2
    return settings
  }

  /// Prepares a folder, compares the label of each image with its colour (red is 40, 120 or 200), and
  /// returns the number of images of each class.
  private func imagesByClass(_ path: String, _ name: String = "prepared") throws -> [Split: [Int]] {
    let target = "\(folder.path)/\(name)"
    _ = try FolderPreparation(.find(path), to: target, settings: settings).run()
    let source = try PreparedFolder(target)
    let reader = source.makeReader()
    var pixels = [UInt8](repeating: 0, count: source.imageShape.count)
    for split in Split.allCases {
      for index in 0..<source.count(split) {
        let label = try pixels.withUnsafeMutableBufferPointer {
          try reader.read(index, of: split, into: $0)
        }
        #expect(label == Int(pixels[pixels.count / 6]) / 80)
      }
    }
    return [
      .train: source.imagesByClass(.train), .validation: source.imagesByClass(.validation),
    ]
  }

  private let whole: [Split: [Int]] = [.train: [7, 7, 7], .validation: [3, 3, 3]]

  @Test(arguments: ["train", "./train", ".", "a/b/train"])
  func aTrainingArchiveOfClassFoldersIsPrepared(root: String) throws {
    let path = try images.pack()
    try folder.run("mkdir", "-p", "repacked/\(root)")
    for id in MiniImageNet.classes {
      try folder.run("cp", "-r", "folders/train/\(id)", "repacked/\(root)/\(id)")
    }
    try folder.run(
      "tar", "-cf", "archives/ILSVRC2012_img_train.tar", "-C", "repacked",
      root == "." ? "." : String(root.split(separator: "/").first { $0 != "." }!))
    #expect(try imagesByClass(path) == whole)
  }

  @Test func aStoppedPreparationContinues() throws {
    let path = try images.pack()
    try folder.run("tar", "-cf", "archives/ILSVRC2012_img_train.tar", "-C", "folders", "train")
    _ = try imagesByClass(path, "expected")
    var seen = 0
    #expect(throws: PreparingError.self) {
      try FolderPreparation(
        .find(path), to: "\(folder.path)/stopped", settings: settings
      ).run(shouldStop: { seen >= 10 }, onProgress: { _ in seen += 1 })
    }
    _ = try imagesByClass(path, "stopped")
    #expect(try folder.files(in: "stopped") == folder.files(in: "expected"))
  }

  /// Some browsers decompress archives when they download them.
  @Test func aKitThatIsNotCompressedIsRead() throws {
    let path = try images.pack()
    try folder.remove("archives/ILSVRC2012_devkit_t12.tar.gz")
    try folder.run("tar", "-cf", "archives/ILSVRC2012_devkit_t12.tar", "ILSVRC2012_devkit_t12")
    #expect(try imagesByClass(path) == whole)
  }

  @Test func aKitInAFolderWithTheNameOfTheKitIsRead() throws {
    let path = try images.pack()
    try folder.remove("archives/ILSVRC2012_devkit_t12.tar.gz")
    try folder.run("mkdir", "archives/ILSVRC2012_devkit_t12")
    try folder.run("mv", "ILSVRC2012_devkit_t12", "archives/ILSVRC2012_devkit_t12")
    #expect(try imagesByClass(path) == whole)
  }

  /// The class folders determine the labels.
  @Test func aValidationArchiveOfClassFoldersNeedsNoKit() throws {
    let path = try images.pack()
    try folder.remove("archives/ILSVRC2012_devkit_t12.tar.gz")
    try folder.run("tar", "-cf", "archives/ILSVRC2012_img_val.tar", "-C", "folders", "val")
    #expect(try imagesByClass(path) == whole)
  }

  /// The unpacked archive of Kaggle.
  @Test func theFoldersOfKaggleArePrepared() throws {
    _ = try images.pack()
    try folder.run("mkdir", "-p", "kaggle/ILSVRC/Data/CLS-LOC")
    try folder.run("mv", "folders/train", "val", "kaggle/ILSVRC/Data/CLS-LOC")
    let rows = (0..<9).map { number in
      "ILSVRC2012_val_0000000\(number + 1),\(MiniImageNet.classes[number % 3]) 1 2 3 4\n"
    }
    try folder.write(
      "kaggle/LOC_val_solution.csv", Data(("ImageId,PredictionString\n" + rows.joined()).utf8))
    #expect(try imagesByClass("\(folder.path)/kaggle") == whole)
  }

  @Test func classesWithoutImagesAreKeptOnRequest() throws {
    try folder.run("mkdir", "folders/train/n00000009")
    #expect(throws: ImagesError.self) { try PreparationInput.find(images.path) }
    let target = "\(folder.path)/prepared"
    _ = try FolderPreparation(
      .find(images.path, allowsEmptyClasses: true), to: target, settings: settings
    ).run()
    let source = try PreparedFolder(target)
    #expect(source.imagesByClass(.train) == [7, 7, 7, 0])
    #expect(source.imagesByClass(.validation) == [3, 3, 3, 0])
  }
}
