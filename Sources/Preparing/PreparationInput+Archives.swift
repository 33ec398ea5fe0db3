import Archives
import Foundation
import Images

extension PreparationInput {
  /// ImageNet's archives.
  /// - Parameter training: the training archive; the others are looked for beside it.
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
    let name = URL(filePath: validation).lastPathComponent
    let count = truth.images
    let notes =
      count < truth.labels.byNumber.count
      ? [
        "\(name) has \(count) images, and the development kit has \(truth.labels.byNumber.count) "
          + "labels: check that the archive is whole"
      ] : []
    return PreparationInput(
      name: "ImageNet", path: training,
      classes: zip(ids, ClassNames(words: truth.words).names(of: ids))
        .map { .init(id: $0, name: $1) },
      isSorted: true, sizes: [FileLength.of(training), FileLength.of(validation)], notes: notes
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
      throw PreparingError.noClassesInArchive(path: path, found: contents.classes)
    }
    return contents
  }
}

/// The labels of a validation archive's images: of its class folders where it has them, and else of the
/// development kit beside it.
private struct ValidationTruth {
  var labels: ValidationArchiveLabels
  /// How many there are.
  var images: Int
  /// The classes' names.
  var words: [String: String] = [:]

  init(of archive: String, beside training: String, _ byFolder: [String: Int]) throws {
    labels = ValidationArchiveLabels(byFolder: byFolder, byNumber: [])
    let folder = URL(filePath: training).deletingLastPathComponent().path(percentEncoded: false)
    guard let path = DevelopmentKit.find(in: folder) else {
      do {
        images = try labels.check(archive)
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
    images = try labels.check(archive)
  }
}
