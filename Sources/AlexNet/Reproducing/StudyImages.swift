import Blueprint
import DisplayText
import Foundation
import Images
import Reproduction

/// The images of a study.
struct StudyImages {
  /// The location of the images.
  let choice: DataChoice
  /// The images, without their path.
  let description: RunRecord.Data

  /// Opens the images of a study, and computes their identity.
  /// - Parameter path: The path of the folder; `nil` searches the places of CIFAR-10.
  /// - Throws: `MissingData`, `MissingStudyData`, `ImagesError`, or `StudyError` for images that do not fit.
  init(at path: String?) throws {
    let folder = try path ?? Self.standardPath()
    choice = .folder(path: folder.absolutePath)
    let source = try Self.open(choice, named: folder)
    description = RunRecord.Data(
      name: source.name, trainImages: source.count(.train),
      validationImages: source.count(.validation), classes: source.classes.count,
      image: source.imageShape, fingerprint: try source.fingerprint().digest)
    try description.checkForSmallNetworks()
  }

  private static func open(_ choice: DataChoice, named folder: String) throws -> any DataSource {
    do {
      return try DataSources.open(choice, seed: 1)
    } catch ImagesError.folderMissing {
      throw MissingData(option: "--data", value: folder)
    }
  }

  /// The folder of CIFAR-10: the working directory, or where `data get` has put it.
  private static func standardPath() throws -> String {
    let name = "cifar-10-batches-bin"
    let places = [name.absolutePath, try DataGet.defaultDirectory() + "/" + name]
    guard let found = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw MissingStudyData(places: places)
    }
    return found
  }
}

/// The error of a study without images.
struct MissingStudyData: ProgramError, Equatable {
  /// The folders that were searched.
  var places: [String]

  var problem: String {
    "the images of CIFAR-10 were not found in \(places.joined(separator: " or "))"
  }
  var remedy: String {
    "`\(ProgramCommand.getData("cifar-10"))` fetches them, or name their folder with --data PATH"
  }
  var hasNotStarted: Bool { true }
}

extension StudyError: ProgramError {
  var hasNotStarted: Bool {
    switch self {
    case .incompleteJournal, .noRate: false
    case .budgetTooSmall, .unsuitableImages, .tooFewImages, .network, .otherStudy, .damagedFile,
      .newerFile, .noStudy, .foreignRun:
      true
    }
  }
}
