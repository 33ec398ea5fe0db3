/// How a record is made up: bytes of labels, then an image.
struct RecordLayout: Sendable {
  var format: RecordFormat
  /// The number of classes of each label byte. The last one is the record's label; all are checked.
  var labelClasses: [Int]
  var imageBytes: Int
  /// The most records that a file of this format has.
  var mostRecords: Int

  var recordBytes: Int { labelClasses.count + imageBytes }
}

/// A data set of records, as its publisher calls it.
public enum RecordFormat: String, Hashable, Sendable {
  case cifar10 = "CIFAR-10"
  case cifar100 = "CIFAR-100"

  /// The archive that holds the files.
  var archive: String {
    switch self {
    case .cifar10: "cifar-10-binary.tar.gz"
    case .cifar100: "cifar-100-binary.tar.gz"
    }
  }

  /// The argument of `data get`.
  var name: String {
    switch self {
    case .cifar10: "cifar-10"
    case .cifar100: "cifar-100"
    }
  }

  /// Recognises a version that is not read here by a folder's names.
  /// - Parameter isFolder: Tells folders from files.
  /// - Returns: The set, and the version in words.
  static func otherVersion(
    holding names: [String], isFolder: (String) -> Bool
  ) -> (RecordFormat, version: String)? {
    if names.contains("data_batch_1") { return (.cifar10, "Python") }
    if names.contains("data_batch_1.mat") { return (.cifar10, "MATLAB") }
    // "train" and "test" are usually folders of class folders.
    if ["train", "test", "meta"].allSatisfy({ names.contains($0) && !isFolder($0) }) {
      return (.cifar100, "Python")
    }
    return ["train.mat", "test.mat", "meta.mat"].allSatisfy(names.contains)
      ? (.cifar100, "MATLAB") : nil
  }
}
