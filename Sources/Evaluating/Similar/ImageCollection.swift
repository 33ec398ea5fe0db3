import Blueprint
import Images

/// The images among which similar ones are searched.
public enum ImageCollection: Sendable {
  /// All image files in a folder and in the folders inside it.
  case files(ImageFileSearch, folder: String)
  /// The training and validation images of a data set that consists of records, such as CIFAR-10.
  case source(any DataSource, location: String)

  /// Opens a collection.
  /// - Parameters:
  ///   - choice: The scenes, or a folder: a data set of records, a prepared folder, or any folder with
  ///     image files.
  ///   - network: The network, whose plan determines the scenes.
  /// - Throws: `ImagesError`, and `EvaluatingError.noImages`.
  public init(_ choice: DataChoice, for network: TrainedNetwork) throws {
    switch choice {
    case .scenes:
      let scenes = Scenes(seed: network.plan.seed, for: network.spec.input)
      self = .source(scenes, location: choice.location)
    case .folder(let path):
      if let source = try DataSources.openRecords(in: path) {
        self = .source(source, location: path)
        return
      }
      let search = try ImageFileSearch(in: path)
      guard !search.paths.isEmpty else { throw EvaluatingError.noImages(data: path) }
      self = .files(search, folder: path)
    case .imported: throw EvaluatingError.noOwnImages(run: network.run.name)
    }
  }

  /// The path of the folder, or the name of the data.
  public var location: String {
    switch self {
    case .files(_, let folder): folder
    case .source(_, let location): location
    }
  }

  /// The images, with the size and the time of files.
  var images: [IndexedImage] {
    switch self {
    case .files(let search, _): IndexedImage.files(search.paths)
    case .source(let source, _):
      Split.allCases.flatMap { split in
        (0..<source.count(split)).map {
          IndexedImage(name: "\(split == .train ? "training" : "validation") image \($0 + 1)")
        }
      }
    }
  }

  /// Returns the identity of all images of a data set of records; empty for files, which have an identity
  /// each.
  func identity(_ division: ImageSetIdentity.Division) throws(ImagesError) -> String {
    guard case .source(let source, _) = self else { return "" }
    return ImageSetIdentity(try source.fingerprint(), Split.allCases, division).digits
  }

  /// Returns the images with some numbers as sets that a network can read, with the numbers of their images.
  /// - Parameters:
  ///   - numbers: The numbers of the images. A data set of records is always read as a whole.
  ///   - shape: The shape to which files are scaled.
  func sets(
    _ numbers: [Int], shape: Shape
  ) -> [(images: EvaluationImages, numbers: [Int])] {
    switch self {
    case .files(let search, _):
      let files = numbers.map { ImageFile(path: search.paths[$0]) }
      return [(EvaluationImages(files, imageShape: shape), numbers)]
    case .source(let source, _):
      let train = source.count(.train)
      return [
        (EvaluationImages(.train, of: source), Array(0..<train)),
        (
          EvaluationImages(.validation, of: source),
          Array(train..<train + source.count(.validation))
        ),
      ].filter { $0.images.count > 0 }
    }
  }
}
