import FoundationEssentials
import Images

/// The images to prepare: a folder of images, or ImageNet's archives as they are distributed.
public struct PreparationInput: Sendable {
  /// The name of the images for the user.
  public let name: String
  /// The path of the folder or of the training archive.
  public let path: String
  /// The classes in the order of the labels.
  let classes: [PreparedManifest.ImageClass]
  /// True if the images are sorted by class, so that the index must shuffle them.
  let isSorted: Bool
  /// The lengths of the archives in bytes, or the numbers of images in the folder. If they change, the
  /// input has changed.
  let sizes: [Int]
  /// The seed and the share that determine the held-out images; empty if there are none.
  let division: String
  /// Opens the images of a split.
  let open: @Sendable (Split) throws -> any ImageStream

  static let trainArchive = "ILSVRC2012_img_train.tar"
  static let validationArchive = "ILSVRC2012_img_val.tar"

  /// Warnings for the user before the work, without a full stop: "passed over 5 .gif files …".
  public private(set) var warnings: [String] = []

  /// The number of classes.
  public var classCount: Int { classes.count }

  /// Opens the images at a path: ImageNet's training archive, the folder that contains it, or a folder of
  /// images.
  /// - Parameters:
  ///   - path: The path.
  ///   - seed: Determines the held-out images of a folder without validation images.
  ///   - validationShare: The share of the images of each class that is held out.
  ///   - allowsEmptyClasses: True to accept class folders without images.
  /// - Throws: `PreparingError`, `ImagesError` or `ArchiveError`.
  public static func find(
    _ path: String, seed: UInt64 = 0,
    validationShare: Double = ImageFolder.standardValidationShare,
    allowsEmptyClasses: Bool = false
  ) throws -> PreparationInput {
    let files = FileManager.default
    var isFolder = false
    guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ImagesError.folderMissing(path: path)
    }
    guard isFolder else { return try archives(training: path) }
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

  /// Returns the names in a folder, sorted.
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
    warnings = [folder.passedOver.warning].compactMap { $0 }
    open = { FolderImageStream(folder, $0) }
  }

  init(
    name: String, path: String, classes: [PreparedManifest.ImageClass], isSorted: Bool,
    sizes: [Int],
    warnings: [String],
    open: @escaping @Sendable (Split) throws -> any ImageStream
  ) {
    self.name = name
    self.path = path
    self.classes = classes
    self.isSorted = isSorted
    self.sizes = sizes
    division = ""
    self.warnings = warnings
    self.open = open
  }
}
