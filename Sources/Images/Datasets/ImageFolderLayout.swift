import Glibc

/// The places of an image folder's classes: in `train` and one of `val`, `valid`, `validation`, `test`,
/// in any letter case; in `train` alone; or in the folder itself. ImageNet as Kaggle packs it has them
/// some folders further down. Validation images can lie in one folder, where a file tells their classes.
struct ImageFolderLayout {
  /// The folder that holds `train`, or the classes.
  private(set) var base: String
  private(set) var trainRoot: String
  /// Nil where a share of the training images is kept for validation.
  private(set) var validationRoot: String?
  /// The names of the classes' folders, sorted.
  private(set) var folders: [[UInt8]]
  /// Those that are in `validationRoot`.
  private(set) var validationFolders: Set<[UInt8]> = []
  /// Of validation images that lie in no class folders.
  private(set) var labels: ValidationLabels?
  /// What was passed over beside the class folders.
  private(set) var passedOver = PassedOver()

  private static let train = ["train", "training"]
  /// In the order of preference.
  private static let validation = ["val", "valid", "validation", "test", "testing"]
  /// Where ImageNet's folders are in Kaggle's archive, from any of the folders above them.
  private static let deeper = ["", "/CLS-LOC", "/Data/CLS-LOC", "/ILSVRC/Data/CLS-LOC"]

  /// - Parameter allowsEmptyClasses: accept classes that have no folder for validation.
  init(_ path: String, allowsEmptyClasses: Bool = false) throws(ImagesError) {
    guard let (base, listing, train) = try Self.trainFolder(in: path) else {
      let listing = try FolderListing(path)
      try Self.checkForOtherLayouts(path, listing)
      (self.base, trainRoot, folders) = (path, path, [])
      folders = try classes(in: path, listing)
      return
    }
    self.base = base
    (trainRoot, folders) = ("\(base)/\(train)", [])
    folders = try classes(in: trainRoot, FolderListing(trainRoot))
    let name = Self.folder(of: Self.validation, in: listing)
    for folder in listing.folders where folder.text != train && folder.text != name {
      passedOver.add(.unusedFolder, "\(base)/\(folder.text)")
    }
    pass(listing.entries.filter { $0.kind == .folder && $0.isHidden }, .hidden, in: base)
    pass(Self.systemFolders(listing), .systemFolder, in: base)
    guard let name else { return }
    try addValidation("\(base)/\(name)", allowsEmptyClasses)
  }

  /// The validation images; nil where a share of the training images is kept.
  func validationList() throws(ImagesError) -> ImageList? {
    guard let validationRoot else { return nil }
    if let labels {
      return try ImageList(root: validationRoot, folders: folders, labels: labels)
    }
    return try ImageList(root: validationRoot, folders: folders, present: validationFolders)
  }

  // MARK: - Where

  /// The first folder of those that can hold `train`, which does.
  private static func trainFolder(
    in path: String
  ) throws(ImagesError) -> (base: String, FolderListing, train: String)? {
    for way in deeper {
      let base = path + way
      guard way.isEmpty || FileIdentity(Array(base.utf8)) != nil else { continue }
      let listing = try FolderListing(base)
      if let train = folder(of: train, in: listing) { return (base, listing, train) }
    }
    return nil
  }

  /// The folder that has the first of these names: as it is written, or else in other letter case.
  private static func folder(of names: [String], in listing: FolderListing) -> String? {
    let found = listing.folders.map(\.text)
    for name in names {
      if let folder = found.first(where: { $0 == name })
        ?? found.first(where: { $0.lowercased() == name })
      {
        return folder
      }
    }
    return nil
  }

  // MARK: - Classes

  private mutating func classes(
    in root: String, _ listing: FolderListing
  ) throws(ImagesError) -> [[UInt8]] {
    let found = classFolders(in: root, listing)
    guard found.count > 1 else {
      throw .imageFolder(
        .tooFewClasses(
          path: root, found: found.map { String(decoding: $0, as: UTF8.self) },
          images: listing.files.count(where: ImageFileName.isImage)))
    }
    return found
  }

  /// Notes what is passed over beside them.
  private mutating func classFolders(
    in root: String, _ listing: FolderListing
  ) -> [[UInt8]] {
    pass(listing.entries.filter(\.isHidden), .hidden, in: root)
    pass(Self.systemFolders(listing), .systemFolder, in: root)
    let outer = FileIdentity.ancestry(of: Array(root.utf8))
    var folders: [[UInt8]] = []
    for entry in listing.entries where !entry.isHidden {
      switch entry.kind {
      case .folder where ImageFileName.isSystemFolder(entry.name): break
      case .folder where entry.target.map(outer.contains) == true:
        pass([entry], .repeatedFolder, in: root)
      case .folder: folders.append(entry.name)
      case .brokenLink: pass([entry], .brokenLink, in: root)
      case .special: pass([entry], .special, in: root)
      case .file:
        // Lists of files and the like belong here; images do not.
        if ImageFileName.imageEnding(of: entry.name) != nil {
          pass([entry], .outsideClasses, in: root)
        }
      }
    }
    return folders
  }

  private static func systemFolders(_ listing: FolderListing) -> [FolderListing.Entry] {
    listing.entries.filter { $0.kind == .folder && ImageFileName.isSystemFolder($0.name) }
  }

  private mutating func pass(
    _ entries: [FolderListing.Entry], _ kind: PassedOver.Kind, in root: String
  ) {
    for entry in entries { passedOver.add(kind, "\(root)/\(entry.text)") }
  }

  // MARK: - Validation

  private mutating func addValidation(
    _ root: String, _ allowsEmptyClasses: Bool
  ) throws(ImagesError) {
    validationRoot = root
    let listing = try FolderListing(root)
    let known = Set(folders)
    if !listing.folders.contains(where: { known.contains($0.name) }) {
      labels = try ValidationLabels(of: root, near: base)
      if labels != nil { return }
      let images = try ImageWalk(Array(root.utf8)).names
      // One folder more than there should be, as in `val/images`, is no class.
      if listing.folders.count < 2, !images.isEmpty {
        throw .imageFolder(.unlabelledValidation(path: root, images: images.count, near: base))
      }
    }
    let others = classFolders(in: root, listing)
    validationFolders = Set(others)
    try checkClasses(others, in: root, allowsEmptyClasses)
  }

  private func checkClasses(
    _ others: [[UInt8]], in root: String, _ allowsEmptyClasses: Bool
  ) throws(ImagesError) {
    func texts(_ names: [[UInt8]]) -> [String] { names.map { String(decoding: $0, as: UTF8.self) } }
    let known = Set(folders)
    let onlyTrain = texts(folders.filter { !validationFolders.contains($0) })
    let onlyValidation = texts(others.filter { !known.contains($0) })
    guard onlyValidation.isEmpty else {
      throw .imageFolder(
        .classesDiffer(
          train: trainRoot, validation: root, onlyTrain: onlyTrain,
          onlyValidation: onlyValidation))
    }
    guard onlyTrain.isEmpty || allowsEmptyClasses else {
      throw .imageFolder(.classesWithoutValidation(path: root, folders: onlyTrain))
    }
  }
}

// MARK: - Other layouts

extension ImageFolderLayout {
  /// True if a folder looks like one of images, well or badly arranged.
  static func isLikely(_ path: String) throws(ImagesError) -> Bool {
    if try trainFolder(in: path) != nil { return true }
    let listing = try FolderListing(path)
    if listing.files.contains(where: { ImageFileName.imageEnding(of: $0) != nil }) { return true }
    if holdsSplits(path, listing) { return true }
    for folder in listing.folders {
      if hasSplits("\(path)/\(folder.text)") { return true }
      if try holdsImages("\(path)/\(folder.text)", depth: 3) { return true }
    }
    return false
  }

  /// True if an image is in a folder or, to some depth, below it.
  private static func holdsImages(_ path: String, depth: Int) throws(ImagesError) -> Bool {
    guard depth > 0, let listing = try? FolderListing(path) else { return false }
    if listing.files.contains(where: { ImageFileName.imageEnding(of: $0) != nil }) { return true }
    for folder in listing.folders {
      if try holdsImages("\(path)/\(folder.text)", depth: depth - 1) { return true }
    }
    return false
  }

  /// Refuses what would pass for class folders and is something else.
  private static func checkForOtherLayouts(
    _ path: String, _ listing: FolderListing
  ) throws(ImagesError) {
    let folders = listing.folders.map(\.text)
    let images = listing.files.count(where: ImageFileName.isImage)
    guard !folders.isEmpty || images == 0 else {
      throw .imageFolder(.tooFewClasses(path: path, found: [], images: images))
    }
    guard !holdsSplits(path, listing) else {
      throw .imageFolder(.noTrainFolder(path: path, found: folders))
    }
    let sets = folders.filter { hasSplits("\(path)/\($0)") }
    guard sets.isEmpty else { throw .imageFolder(.dataSetsInside(path: path, found: sets)) }
  }

  /// True if a validation folder with classes is there, where `train` is not.
  private static func holdsSplits(_ path: String, _ listing: FolderListing) -> Bool {
    guard let name = folder(of: validation, in: listing),
      let inside = try? FolderListing("\(path)/\(name)")
    else { return false }
    return !inside.folders.isEmpty && !inside.files.contains(where: ImageFileName.isImage)
  }

  /// True if a folder has both `train` and `val`, so that it is a data set and no class.
  private static func hasSplits(_ path: String) -> Bool {
    func has(_ names: [String]) -> Bool {
      names.contains { name in
        [name, name.prefix(1).uppercased() + name.dropFirst()].contains {
          FileIdentity(Array("\(path)/\($0)".utf8)) != nil
        }
      }
    }
    return has(train) && has(validation)
  }
}
