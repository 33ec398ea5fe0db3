/// Where an image folder keeps its classes: in `train` and one of `val`, `validation`, `test`; in
/// `train` alone; or in itself.
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
    let top = try FolderListing(path)
    guard top.folders.contains(Self.train) else {
      trainRoot = path
      folders = top.folders
      try checkClasses()
      return
    }
    trainRoot = "\(path)/\(Self.train)"
    folders = try FolderListing(trainRoot).folders
    try checkClasses()
    guard let name = Self.validation.first(where: top.folders.contains) else { return }
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

  private func checkClasses() throws(ImagesError) {
    guard folders.count > 1 else { throw .tooFewClasses(path: trainRoot, found: folders) }
  }
}
