/// The layout of a record: bytes of labels, then an image.
struct RecordLayout: Sendable {
  var format: RecordFormat
  /// The number of classes of each label byte. All are checked; the last one is the label of the image.
  var labelClasses: [Int]
  var imageBytes: Int
  /// The largest number of records in a file of this format.
  var maximumRecords: Int

  var recordBytes: Int { labelClasses.count + imageBytes }
}

/// A data set of records, under its publisher's name.
public enum RecordFormat: String, Hashable, Sendable {
  /// A record is a label byte and 3,072 pixel bytes.
  case cifar10 = "CIFAR-10"
  /// A record is two label bytes, coarse and fine, and 3,072 pixel bytes.
  case cifar100 = "CIFAR-100"

  /// The file name of the archive that contains the files.
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

  /// Recognises a version that cannot be read.
  /// - Parameters:
  ///   - names: The names of the files and folders.
  ///   - isFolder: Returns true for the name of a folder.
  /// - Returns: The data set and its version, or `nil`.
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
