import Blueprint
import DisplayText
import FoundationEssentials
import Images
import Reproduction

/// The images of a study.
struct StudyImages {
  /// The place of the images, and the experiments that they are for.
  enum Location: Equatable {
    /// CIFAR-10, in the working folder or where it was fetched.
    case standard
    /// A folder of small images.
    case small(String)
    /// A folder of photographs.
    case imageNet(String)

    var scale: StudyScale {
      switch self {
      case .standard, .small: .small
      case .imageNet: .imageNet
      }
    }
  }

  /// The location of the images.
  let choice: DataChoice
  /// The images, without their path.
  let description: RunRecord.Data

  /// Opens the images of a study, and computes their identity.
  /// - Throws: `MissingData`, `MissingStudyData`, `ImagesError`, or `StudyError` for images that do not fit.
  init(_ location: Location) throws {
    let (option, path) = try Self.place(location)
    choice = .folder(path: path.absolutePath)
    let source = try Self.open(choice, option, path)
    description = RunRecord.Data(
      name: source.name, trainImages: source.count(.train),
      validationImages: source.count(.validation), classes: source.classes.count,
      image: source.imageShape, fingerprint: try source.fingerprint().digest)
    try description.check(for: location.scale)
  }

  private static func open(
    _ choice: DataChoice, _ option: String, _ path: String
  ) throws -> any DataSource {
    do {
      return try DataSources.open(choice, seed: 1)
    } catch ImagesError.folderMissing {
      throw MissingData(option: option, value: path)
    }
  }

  /// The option that names the images, and their path.
  private static func place(_ location: Location) throws -> (option: String, path: String) {
    switch location {
    case .small(let path): return ("--data", path)
    case .imageNet(let path): return ("--imagenet", path)
    case .standard:
      let name = "cifar-10-batches-bin"
      let places = [name.absolutePath, try DataGet.defaultDirectory() + "/" + name]
      guard let found = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
        throw MissingStudyData(places: places)
      }
      return ("--data", found)
    }
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
    case .incompleteJournal, .changedByHand, .noRate: false
    case .budgetTooSmall, .unsuitableImages, .noImages, .network, .otherStudy, .damagedFile,
      .newerFile, .noStudy, .noRecord, .noExperiment, .foreignRun:
      true
    }
  }
}
