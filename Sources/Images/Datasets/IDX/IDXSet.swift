/// The sets of 28×28 grey images in IDX files. All have the same file names, sizes and labels 0…9, so
/// that only the order of the labels and the name of the folder distinguish them.
enum IDXSet: String, CaseIterable {
  case mnist = "MNIST"
  case fashion = "Fashion-MNIST"
  /// A set that is not recognised. Its classes are named by their labels.
  case unknown = "IDX images"

  static let classCount = 10

  var classes: [String] {
    switch self {
    case .mnist, .unknown: (0..<Self.classCount).map(String.init)
    case .fashion:
      [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
        "Ankle boot",
      ]
    }
  }

  /// True for clothes. A mirrored digit is another character or none.
  var mirrorKeepsClass: Bool { self == .fashion }

  /// The first training labels of the published set.
  private var firstLabels: [UInt8] {
    switch self {
    case .mnist: [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    case .fashion: [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]
    case .unknown: []
    }
  }

  /// Recognises a set by its labels if they are in the published order; otherwise as Fashion-MNIST if the
  /// folder, or the folder that contains it, has "fashion" in its name.
  /// - Parameters:
  ///   - labels: The first ten training labels, or more.
  ///   - path: The folder.
  init(labels: [UInt8], path: String) {
    let known = [IDXSet.mnist, .fashion].first { labels.starts(with: $0.firstLabels) }
    let isNamedFashion = path.split(separator: "/").suffix(2)
      .contains { $0.lowercased().contains("fashion") }
    self = known ?? (isNamedFashion ? .fashion : .unknown)
  }

  /// Reads all images into memory. A file `classes.txt` with ten names in the folder names the classes.
  static func open(_ folder: IDXFolder) throws(ImagesError) -> RecordImages {
    let labels = try IDXFile(path: folder.file(.trainLabels), .labels)
    let train = try RecordStorage(
      images: IDXFile(path: folder.file(.trainImages), .images), labels: labels,
      classes: classCount)
    let validation = try RecordStorage(
      images: IDXFile(path: folder.file(.validationImages), .images),
      labels: IDXFile(path: folder.file(.validationLabels), .labels), classes: classCount)
    let set = IDXSet(
      labels: (0..<min(10, labels.count)).map { labels[$0][0] }, path: folder.path)
    return RecordImages(
      name: set.rawValue,
      classes: NameList.read("\(folder.path)/classes.txt", count: classCount) ?? set.classes,
      side: IDXFile.side, train: train, validation: validation,
      mirrorKeepsClass: set.mirrorKeepsClass)
  }
}
