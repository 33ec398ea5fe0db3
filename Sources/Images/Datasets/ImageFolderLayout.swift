import Glibc

/// Where an image folder keeps its classes: in `train` and one of `val`, `validation`, `test`; in
/// `train` alone; or in itself. These few may be symbolic links, say to another disk: passed over in
/// silence, an exam that is there would be replaced by one that nobody meant.
struct ImageFolderLayout {
  var trainRoot: String
  /// Nil where validation images are to be taken from the training ones.
  var validationRoot: String?
  /// The classes' folders, sorted.
  var folders: [String]

  private static let train = "train"
  /// The first that is there is taken.
  private static let validation = ["val", "validation", "test"]

  /// Whether a folder, of which these names are known, looks like one of images.
  static func isLikely(_ path: String, holding names: [String]) -> Bool {
    if names.contains(train) { return true }
    guard let listing = try? FolderListing(path) else { return false }
    return listing.folders.contains { folder in
      let inside = try? FolderListing("\(path)/\(folder)")
      return inside?.files.contains(where: ImageList.isImage) ?? false
    }
  }

  init(_ path: String) throws(ImagesError) {
    guard Self.isFolder("\(path)/\(Self.train)") else {
      trainRoot = path
      folders = try FolderListing(path).folders
      try checkClasses()
      return
    }
    trainRoot = "\(path)/\(Self.train)"
    folders = try FolderListing(trainRoot).folders
    try checkClasses()
    guard let name = Self.validation.first(where: { Self.isFolder("\(path)/\($0)") }) else {
      return
    }
    let root = "\(path)/\(name)"
    validationRoot = root
    let others = try FolderListing(root).folders
    guard folders == others else {
      throw .classesDiffer(
        train: trainRoot, validation: root,
        onlyTrain: folders.filter { !others.contains($0) },
        onlyValidation: others.filter { !folders.contains($0) })
    }
  }

  /// Follows links.
  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func checkClasses() throws(ImagesError) {
    guard folders.count > 1 else { throw .tooFewClasses(path: trainRoot, found: folders) }
  }
}
