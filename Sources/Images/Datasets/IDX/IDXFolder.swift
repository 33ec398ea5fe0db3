import Glibc

/// A folder with the four files of MNIST or a similar set. Their names can have `-` or `.` before "idx",
/// they can be compressed, and each can be in a folder of its own name, as some archives unpack them.
struct IDXFolder {
  /// One of the four files, by its most usual name.
  enum FileKind: String, CaseIterable {
    case trainImages = "train-images-idx3-ubyte"
    case trainLabels = "train-labels-idx1-ubyte"
    case validationImages = "t10k-images-idx3-ubyte"
    case validationLabels = "t10k-labels-idx1-ubyte"

    /// The names that the file can have, the most usual first.
    var names: [String] {
      let names = [rawValue, rawValue.replacing("-idx", with: ".idx")]
      return names.flatMap { [$0, "\($0)/\($0)"] } + names.map { "\($0).gz" }
    }
  }

  let path: String

  /// Recognises a folder by the names in it; `nil` if none of the files is there. Torchvision stores them
  /// in a folder `raw`.
  init?(_ path: String, holding names: [String]) {
    let fileNames = Set(FileKind.allCases.flatMap(\.names))
    if names.contains(where: fileNames.contains) {
      self.path = path
    } else if names.contains("raw"),
      fileNames.contains(where: { Self.isFile("\(path)/raw/\($0)") })
    {
      self.path = "\(path)/raw"
    } else {
      return nil
    }
  }

  /// Returns the path of a file.
  /// - Throws: `.idxFileMissing`.
  func file(_ kind: FileKind) throws(ImagesError) -> String {
    guard let name = kind.names.first(where: { Self.isFile("\(path)/\($0)") }) else {
      throw .idxFileMissing(folder: path, name: kind.rawValue)
    }
    return "\(path)/\(name)"
  }

  /// Returns true if the path leads to a file; links are followed.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
