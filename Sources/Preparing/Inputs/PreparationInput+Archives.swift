import Archives
import DisplayText
import FoundationEssentials
import Images

extension PreparationInput {
  /// Opens ImageNet's archives.
  /// - Parameter training: The path of the training archive. The other archives must be in the same folder.
  static func archives(training: String) throws -> PreparationInput {
    let folder = URL(filePath: training).deletingLastPathComponent()
      .standardizedFileURL.path(percentEncoded: false)
    let contents = try trainingContents(training)
    let ids = contents.classes.sorted()
    let labels = Dictionary(zip(ids, 0...)) { first, _ in first }
    let validation = "\(folder.hasSuffix("/") ? folder : folder + "/")\(validationArchive)"
    guard FileManager.default.fileExists(atPath: validation) else {
      throw PreparingError.missingBeside(
        path: training, wanted: [validationArchive], found: names(in: folder))
    }
    let truth = try ValidationTruth(of: validation, beside: training, labels)
    let count = truth.imageCount
    return PreparationInput(
      name: "ImageNet", path: training,
      classes: zip(ids, ClassNames(words: truth.words).names(of: ids))
        .map { .init(id: $0, name: $1) },
      isSorted: true, sizes: [FileLength.of(training), FileLength.of(validation)],
      warnings: truth.warnings(of: validation)
    ) { [validationLabels = truth.labels] split in
      switch split {
      case .train:
        try TrainingArchive(path: training, labels: labels, isNested: contents.isNested)
      case .validation:
        try ValidationArchive(path: validation, labels: validationLabels, count: count)
      }
    }
  }

  private static func trainingContents(_ path: String) throws -> TrainingArchive.Contents {
    let contents: TrainingArchive.Contents
    do {
      contents = try TrainingArchive.contents(of: path)
    } catch ArchiveError.damaged(_, nil, _) {
      throw PreparingError.nothingToPrepare(path: path, found: [])
    }
    guard contents.classes.count > 1 else {
      throw PreparingError.tooFewClassesInArchive(path: path, found: contents.classes)
    }
    return contents
  }
}

/// The labels of a validation archive's images. They are the names of the class folders in the archive,
/// or else the ground truth in the development kit.
private struct ValidationTruth {
  var labels: ValidationArchiveLabels
  /// The number of images in the archive.
  var imageCount: Int
  /// The names of the classes by id; empty without a development kit.
  var words: [String: String] = [:]

  /// Reads the labels and checks that every image has one.
  /// - Parameters:
  ///   - archive: The path of the validation archive.
  ///   - training: The path of the training archive. The development kit is in the same folder.
  ///   - byFolder: The label of each class id.
  init(of archive: String, beside training: String, _ byFolder: [String: Int]) throws {
    labels = ValidationArchiveLabels(byFolder: byFolder, byNumber: [])
    let folder = URL(filePath: training).deletingLastPathComponent().path(percentEncoded: false)
    guard let path = DevelopmentKit.find(in: folder) else {
      do {
        imageCount = try labels.check(archive)
      } catch PreparingError.noLabel {
        throw PreparingError.missingBeside(
          path: training, wanted: DevelopmentKit.names, found: PreparationInput.names(in: folder))
      }
      return
    }
    let kit = try DevelopmentKit(path: path)
    for synset in kit.groundTruth {
      guard let label = byFolder[synset.id] else {
        throw PreparingError.unknownClass(id: synset.id, of: path)
      }
      labels.byNumber.append(label)
    }
    words = kit.words
    imageCount = try labels.check(archive)
  }

  /// Returns a warning if the archive has fewer images than there are labels.
  func warnings(of archive: String) -> [String] {
    guard imageCount < labels.byNumber.count else { return [] }
    return [
      "\(URL(filePath: archive).lastPathComponent) has \(NumberText.grouped(imageCount)) images, and the "
        + "development kit "
        + "has \(NumberText.grouped(labels.byNumber.count)) labels: check that the archive is complete"
    ]
  }
}
