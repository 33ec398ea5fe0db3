import Foundation
import Images

/// What is to be prepared: a folder of images, or ImageNet's archives as they are distributed.
public struct PreparationInput: Sendable {
  /// What the images are called, in words.
  public let name: String
  public let path: String
  let classes: [PreparedManifest.ImageClass]
  /// Whether the images come class by class, so that the index has to mix them.
  let isSorted: Bool
  /// How many bytes there are to read, or how many images: what tells that it is still the same.
  let sizes: [Int]
  /// What decides which images are kept for validation, where the data do not say it.
  let division: String
  let open: @Sendable (Split) throws -> any PictureStream

  static let trainArchive = "ILSVRC2012_img_train.tar"
  static let validationArchive = "ILSVRC2012_img_val.tar"

  /// What is worth saying before it begins: "passed over 5 .gif files …".
  public private(set) var notes: [String] = []

  public var classCount: Int { classes.count }

  /// Finds out what is at a path: the training archive, the folder that it is in, or an image folder.
  /// - Parameters:
  ///   - seed: decides which images of a folder without validation images are kept for that.
  ///   - validationShare: how many those are, of each class.
  ///   - allowsEmptyClasses: accept class folders without images.
  public static func find(
    _ path: String, seed: UInt64 = 0,
    validationShare: Double = ImageFolder.standardValidationShare,
    allowsEmptyClasses: Bool = false
  ) throws -> PreparationInput {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ImagesError.folderMissing(path: path)
    }
    guard isFolder.boolValue else { return try archives(training: path) }
    let archive = "\(path)/\(trainArchive)"
    if files.fileExists(atPath: archive) { return try archives(training: archive) }
    let validation = "\(path)/\(validationArchive)"
    guard !files.fileExists(atPath: validation) else {
      throw PreparingError.missingBeside(
        path: validation, wanted: [trainArchive], found: names(in: path))
    }
    let folder: ImageFolder
    do {
      folder = try ImageFolder(
        folder: path, seed: seed, validationShare: validationShare,
        allowsEmptyClasses: allowsEmptyClasses)
    } catch {
      guard error.isOfEmptyFolder else { throw error }
      throw PreparingError.nothingToPrepare(path: path, found: names(in: path))
    }
    return PreparationInput(
      folder, division: folder.holdsOutValidation ? "seed \(seed), share \(validationShare)" : "")
  }

  static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private init(_ folder: ImageFolder, division: String) {
    name = folder.name
    path = folder.path
    classes = zip(folder.classFolders, folder.classes).map { .init(id: $0, name: $1) }
    isSorted = false
    sizes = [folder.count(.train), folder.count(.validation)]
    self.division = division
    notes = [folder.passedOver.warning].compactMap { $0 }
    open = { FilePictures(folder, $0) }
  }

  init(
    name: String, path: String, classes: [PreparedManifest.ImageClass], isSorted: Bool,
    sizes: [Int],
    notes: [String],
    open: @escaping @Sendable (Split) throws -> any PictureStream
  ) {
    self.name = name
    self.path = path
    self.classes = classes
    self.isSorted = isSorted
    self.sizes = sizes
    division = ""
    self.notes = notes
    self.open = open
  }
}
