import Archives
import Foundation
import Images

/// What is to be prepared: a folder of images, or ImageNet's archives as they are distributed.
public struct PreparationInput: Sendable {
  /// What the images are called, in words.
  public let name: String
  public let path: String
  let classes: [PreparedManifest.Class]
  /// Whether the images come class by class, so that the index has to mix them.
  let isSorted: Bool
  /// How many bytes there are to read, or how many images: what tells that it is still the same.
  let sizes: [Int]
  /// What decides which images are kept for validation, where the data do not say it.
  let division: String
  let open: @Sendable (Split) throws -> any PictureStream

  public var classCount: Int { classes.count }

  private static let trainArchive = "ILSVRC2012_img_train.tar"
  private static let validationArchive = "ILSVRC2012_img_val.tar"
  private static let kits = ["ILSVRC2012_devkit_t12.tar.gz", "ILSVRC2012_devkit_t12"]

  /// Finds out what is at a path: the training archive, the folder that it is in, or an image folder.
  /// - Parameters:
  ///   - seed: decides which images of a folder without validation images are kept for that.
  ///   - validationShare: how many those are, of each class.
  public static func find(
    _ path: String, seed: UInt64 = 0,
    validationShare: Double = ImageFolder.standardValidationShare
  ) throws -> PreparationInput {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ImagesError.folderMissing(path: path)
    }
    guard isFolder.boolValue else { return try archives(training: path) }
    let archive = "\(path)/\(trainArchive)"
    if FileManager.default.fileExists(atPath: archive) { return try archives(training: archive) }
    let folder: ImageFolder
    do throws(ImagesError) {
      folder = try ImageFolder(folder: path, seed: seed, validationShare: validationShare)
    } catch .tooFewClasses {
      throw PreparingError.nothingToPrepare(path: path)
    }
    return PreparationInput(
      folder, division: folder.sharesFolders ? "seed \(seed), share \(validationShare)" : "")
  }

  private init(_ folder: ImageFolder, division: String) {
    name = folder.name
    path = folder.path
    classes = zip(folder.classFolders, folder.classes).map { .init(id: $0, name: $1) }
    isSorted = false
    sizes = [folder.count(.train), folder.count(.validation)]
    self.division = division
    open = { FilePictures(folder, $0) }
  }

  private static func archives(training: String) throws -> PreparationInput {
    let folder = URL(filePath: training).deletingLastPathComponent().path(percentEncoded: false)
    func beside(_ names: [String]) throws(PreparingError) -> String {
      let paths = names.map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }
      guard let found = paths.first(where: FileManager.default.fileExists) else {
        throw .missingBeside(path: training, wanted: names[0])
      }
      return found
    }
    let ids: [String]
    do {
      ids = try TrainingArchive.classes(of: training).sorted()
    } catch ArchiveError.damaged(_, nil, _) {
      throw PreparingError.nothingToPrepare(path: training)
    }
    guard ids.count > 1 else { throw PreparingError.nothingToPrepare(path: training) }
    let validation = try beside([validationArchive])
    let kitPath = try beside(kits)
    let kit = try DevelopmentKit(path: kitPath)
    let labels = Dictionary(zip(ids, 0...)) { first, _ in first }
    var truth: [Int] = []
    for synset in kit.truth {
      guard let label = labels[synset.id] else {
        throw PreparingError.unknownClass(id: synset.id, of: kitPath)
      }
      truth.append(label)
    }
    let words = Dictionary(kit.synsets.values.map { ($0.id, $0.words) }) { first, _ in first }
    return PreparationInput(
      name: "ImageNet", path: training,
      classes: zip(ids, ClassNames(words: words).names(of: ids)).map { .init(id: $0, name: $1) },
      isSorted: true, sizes: [FileLength.of(training), FileLength.of(validation)]
    ) { [truth] split in
      switch split {
      case .train: try TrainingArchive(path: training, labels: labels)
      case .validation: try ValidationArchive(path: validation, labels: truth)
      }
    }
  }

  private init(
    name: String, path: String, classes: [PreparedManifest.Class], isSorted: Bool, sizes: [Int],
    open: @escaping @Sendable (Split) throws -> any PictureStream
  ) {
    self.name = name
    self.path = path
    self.classes = classes
    self.isSorted = isSorted
    self.sizes = sizes
    division = ""
    self.open = open
  }
}
