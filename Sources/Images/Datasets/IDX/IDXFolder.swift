import Glibc

/// The four files of MNIST and its kin in a folder, under the names that they are found by: with `-` or
/// `.` before "idx", compressed or not, and in a folder of their own name, as some archives unpack them.
struct IDXFolder {
  /// One of the four files.
  enum Part: String, CaseIterable {
    case trainImages = "train-images-idx3-ubyte"
    case trainLabels = "train-labels-idx1-ubyte"
    case validationImages = "t10k-images-idx3-ubyte"
    case validationLabels = "t10k-labels-idx1-ubyte"

    /// The file's names, the most usual first.
    var names: [String] {
      let names = [rawValue, rawValue.replacing("-idx", with: ".idx")]
      return names.flatMap { [$0, "\($0)/\($0)"] } + names.map { "\($0).gz" }
    }
  }

  let path: String

  /// Recognises a folder by the names in it; nil when none of the files is there. Torchvision keeps them
  /// in a folder `raw`.
  init?(_ path: String, holding names: [String]) {
    let wanted = Set(Part.allCases.flatMap(\.names))
    if names.contains(where: wanted.contains) {
      self.path = path
    } else if names.contains("raw"), wanted.contains(where: { Self.isFile("\(path)/raw/\($0)") }) {
      self.path = "\(path)/raw"
    } else {
      return nil
    }
  }

  /// Where a file is.
  func file(_ part: Part) throws(ImagesError) -> String {
    guard let name = part.names.first(where: { Self.isFile("\(path)/\($0)") }) else {
      throw .idxFileMissing(folder: path, name: part.rawValue)
    }
    return "\(path)/\(name)"
  }

  /// Follows links.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
