import Foundation
import ImageNetFixtures
import Testing

@testable import Images

/// The common arrangements of image folders.
@Suite struct ImageFolderLayouts {
  private let folder: PictureFolder

  init() throws { folder = try PictureFolder() }

  private func pictures(_ split: String, _ classes: [String] = ["cat", "dog"], count: Int = 2)
    throws
  {
    for name in classes { try folder.pictures("\(split)/\(name)", count: count) }
  }

  private func open(_ name: String = "") throws -> any DataSource {
    let path = name.isEmpty ? folder.path : "\(folder.path)/\(name)"
    return try DataSources.open(.folder(path: path), seed: 0)
  }

  private func fault(_ body: () throws -> Void) -> ImageFolderError? {
    do {
      try body()
    } catch ImagesError.imageFolder(let fault) {
      return fault
    } catch {}
    return nil
  }

  @Test(arguments: [
    ("Train", "Val"), ("TRAIN", "VALIDATION"), ("training", "Testing"), ("train", "valid"),
  ])
  func trainingAndValidationFoldersHaveSeveralNames(train: String, validation: String) throws {
    try pictures(train)
    try pictures(validation, count: 1)
    let source = try open()
    #expect(source.count(.train) == 4)
    #expect(source.count(.validation) == 2)
  }

  /// The name `val` in another letter case is preferred to `test`, which comes later in the list.
  @Test func validationIsPreferredToTest() throws {
    try pictures("train")
    try pictures("Val", count: 1)
    try pictures("test", count: 5)
    let source = try #require(try open() as? ImageFolder)
    #expect(source.count(.validation) == 2)
    #expect(source.passedOver.groups[.unusedFolder]?.examples == ["\(folder.path)/test"])
  }

  // MARK: - Kaggle

  private static let ids = ["n01", "n02"]

  /// Writes four validation images without class folders, of n01 and n02 by turns.
  private func flat(_ root: String) throws {
    for number in 1...4 {
      try folder.picture("\(root)/ILSVRC2012_val_0000000\(number).JPEG", gray: UInt8(40 * number))
    }
  }

  private func kaggle() throws {
    try pictures("ILSVRC/Data/CLS-LOC/train", Self.ids)
    try flat("ILSVRC/Data/CLS-LOC/val")
    try folder.write(
      "LOC_val_solution.csv",
      text: "ImageId,PredictionString\r\n"
        + (1...4).map {
          "ILSVRC2012_val_0000000\($0),n0\(2 - $0 % 2) 85 1 499 272 n0\(2 - $0 % 2) 1 2 3 4\r\n"
        }.joined())
    try folder.write("LOC_synset_mapping.txt", text: "n01 tench, Tinca tinca\nn02 goldfish\n")
  }

  @Test(arguments: ["", "ILSVRC", "ILSVRC/Data", "ILSVRC/Data/CLS-LOC"])
  func kagglesImageNetIsReadFromAnyOfItsFolders(path: String) throws {
    try kaggle()
    let source = try open(path)
    #expect(source.classes == ["tench", "goldfish"])
    #expect(source.count(.train) == 4)
    try checkLabels(of: source)
  }

  /// Checks that the images with odd numbers have the first label. The grey of an image is 40 times its
  /// number.
  private func checkLabels(of source: any DataSource) throws {
    #expect(source.count(.validation) == 4)
    for index in 0..<4 {
      let (label, gray) = try source.read(index, .validation)
      #expect(label == 1 - (Int(gray) + 20) / 40 % 2)
    }
  }

  @Test func labelsThatDoNotFitAreRefused() throws {
    try kaggle()
    let csv = "\(folder.path)/LOC_val_solution.csv"
    try folder.write("LOC_val_solution.csv", text: "ImageId,P\nILSVRC2012_val_00000001,n01 1 2\n")
    guard case .noLabel(let image, csv)? = fault({ _ = try open() }) else {
      Issue.record("an image without a label was accepted")
      return
    }
    #expect(image.hasSuffix("ILSVRC2012_val_00000002.JPEG"))
    try folder.write(
      "LOC_val_solution.csv",
      text: (1...4).map { "ILSVRC2012_val_0000000\($0),n09 1 2\n" }.joined())
    guard case .unknownLabel(id: "n09", _, csv)? = fault({ _ = try open() }) else {
      Issue.record("an unknown class was accepted")
      return
    }
    for text in ["", "ImageId,PredictionString\n", "what is this?\n"] {
      try folder.write("LOC_val_solution.csv", text: text)
      guard case .damagedLabels(csv, _)? = fault({ _ = try open() }) else {
        Issue.record("a damaged list was accepted")
        return
      }
    }
  }

  // MARK: - Development kit

  /// The kit is unpacked, decompressed, or as it is distributed.
  @Test(arguments: ["", "data", "tar", "tar.gz"])
  func flatValidationImagesAreLabelledByTheKit(form: String) throws {
    let ids = ["n00000001", "n00000002"]
    try pictures("train", ids)
    try flat("val")
    let kit = "ILSVRC2012_devkit_t12"
    let prefix = form == "data" ? "" : "\(kit)/data/"
    // The kit's numbers 3 and 1.
    try folder.write("\(prefix)ILSVRC2012_validation_ground_truth.txt", text: "3\n1\n3\n1\n")
    try folder.write(
      "\(prefix)meta.mat", [UInt8](#require(Data(base64Encoded: SynsetsFile.compressed))))
    if form.hasPrefix("tar") {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "tar", form == "tar" ? "-cf" : "-czf", "\(folder.path)/\(kit).\(form)", "-C", folder.path,
        kit,
      ]
      try process.run()
      process.waitUntilExit()
      try FileManager.default.removeItem(atPath: "\(folder.path)/\(kit)")
    }
    let source = try open()
    // By the kit's own words.
    #expect(source.classes == ["crane (n00000001)", "crane (n00000002)"])
    try checkLabels(of: source)
  }

  @Test func aKitWithoutItsFilesIsRefused() throws {
    try pictures("train")
    try flat("val")
    try folder.write("ILSVRC2012_devkit_t12/readme.txt", text: "")
    guard case .damagedLabels(let path, _)? = fault({ _ = try open() }) else {
      Issue.record("an empty kit was accepted")
      return
    }
    #expect(path == "\(folder.path)/ILSVRC2012_devkit_t12")
  }

  // MARK: - Tiny ImageNet

  @Test func tinyImageNetIsReadWithItsAnnotations() throws {
    for id in Self.ids { try folder.pictures("train/\(id)/images", count: 2) }
    for id in Self.ids { try folder.write("train/\(id)/\(id)_boxes.txt", text: "") }
    for number in 1...4 {
      try folder.picture("val/images/val_\(number).JPEG", gray: UInt8(40 * number))
    }
    try folder.write(
      "val/val_annotations.txt",
      text: (1...4).map { "val_\($0).JPEG\tn0\(2 - $0 % 2)\t0\t32\t44\t62\n" }.joined())
    try folder.write("words.txt", text: "n01\tgoldfish, Carassius auratus\nn02\tcrane\n")
    let source = try open()
    #expect(source.classes == ["goldfish", "crane"])
    #expect(source.count(.train) == 4)
    try checkLabels(of: source)
  }

  // MARK: - Refused

  @Test(arguments: ["val", "val/images"])
  func flatValidationImagesWithoutLabelsAreRefused(folderName: String) throws {
    try pictures("train")
    try flat(folderName)
    #expect(
      fault { _ = try open() }
        == .unlabelledValidation(path: "\(folder.path)/val", images: 4, near: folder.path))
  }

  @Test func imagesWithoutClassFoldersAreRefused() throws {
    try flat("some")
    let path = "\(folder.path)/some"
    #expect(
      fault { _ = try open("some") } == .tooFewClasses(path: path, found: [], images: 4))
  }

  @Test func aSingleClassIsRefused() throws {
    try pictures("train", ["cat"])
    #expect(
      fault { _ = try open() }
        == .tooFewClasses(path: "\(folder.path)/train", found: ["cat"], images: 0))
  }

  @Test func validationWithoutTrainingIsRefused() throws {
    try pictures("val")
    try pictures("test")
    #expect(
      fault { _ = try open() } == .noTrainFolder(path: folder.path, found: ["test", "val"]))
  }

  /// Data sets in a folder would be mistaken for classes with folders inside.
  @Test func aFolderOfDataSetsIsRefused() throws {
    try pictures("one/train")
    try pictures("one/val")
    try pictures("two/Train")
    try pictures("two/Val")
    #expect(
      fault { _ = try open() } == .dataSetsInside(path: folder.path, found: ["one", "two"]))
  }

  @Test func archivesAreRefusedUntilTheyArePrepared() throws {
    try folder.write("ILSVRC2012_img_train.tar", text: "")
    #expect(
      fault { _ = try open() }
        == .archives(path: folder.path, found: ["ILSVRC2012_img_train.tar"]))
  }

  @Test func everyFaultHasAProblemAndARemedy() {
    let faults: [ImageFolderError] = [
      .tooFewClasses(path: "p", found: [], images: 0),
      .tooFewClasses(path: "p", found: ["a"], images: 2),
      .emptyClasses(path: "p", folders: ["a"], passedOver: PassedOver()),
      .emptyClasses(path: "p", folders: ["a", "b"], passedOver: PassedOver()),
      .classesWithoutValidation(path: "p", folders: ["a"]),
      .classesDiffer(train: "t", validation: "v", onlyTrain: [], onlyValidation: ["a"]),
      .noTrainFolder(path: "p", found: ["val"]), .dataSetsInside(path: "p", found: ["a"]),
      .unlabelledValidation(path: "p", images: 1, near: "n"), .noLabel(image: "i", labels: "l"),
      .archives(path: "p", found: ["a"]), .unknownLabel(id: "i", image: "i", labels: "l"),
      .damagedLabels(path: "p", reason: "r"),
    ]
    for fault in faults {
      let error = ImagesError.imageFolder(fault)
      #expect(!error.problem.isEmpty && !error.problem.hasSuffix("."))
      #expect(!error.remedy.isEmpty && !error.remedy.hasSuffix("."))
    }
  }
}
