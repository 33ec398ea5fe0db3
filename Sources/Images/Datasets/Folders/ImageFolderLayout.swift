import Glibc

/// The arrangement of an image folder's class folders. They are in `train` and one of `val`, `valid`,
/// `validation` and `test`, in any letter case; in `train` alone; or in the folder itself. Kaggle's
/// ImageNet has them some levels further down. Validation images without class folders can have their
/// labels in a file.
struct ImageFolderLayout {
  /// The folder that contains `train`, or the class folders.
  private(set) var base: String
  private(set) var trainRoot: String
  /// `nil` if a share of the training images is held out for validation.
  private(set) var validationRoot: String?
  /// The names of the class folders, sorted.
  private(set) var folders: [[UInt8]]
  /// The class folders that exist in `validationRoot`.
  private(set) var validationFolders: Set<[UInt8]> = []
  /// The labels of validation images without class folders.
  private(set) var labels: ValidationLabels?
  /// The files and folders beside the class folders that are not used.
  private(set) var passedOver = PassedOver()

  private static let trainNames = ["train", "training"]
  /// The names of a validation folder, in the order of preference.
  private static let validationNames = ["val", "valid", "validation", "test", "testing"]
  /// The path to `CLS-LOC` in Kaggle's archive, from each of the folders above it.
  private static let kagglePaths = ["", "/CLS-LOC", "/Data/CLS-LOC", "/ILSVRC/Data/CLS-LOC"]

  /// Finds the class folders.
  /// - Parameters:
  ///   - path: The image folder.
  ///   - allowsEmptyClasses: Accepts classes that have no validation folder.
  /// - Throws: `.imageFolder` if the class folders are not arranged as needed.
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
    let name = Self.folder(named: Self.validationNames, in: listing)
    for folder in listing.folders where folder.text != train && folder.text != name {
      passedOver.add(.unusedFolder, "\(base)/\(folder.text)")
    }
    passOver(listing.entries.filter { $0.kind == .folder && $0.isHidden }, .hidden, in: base)
    passOver(Self.systemFolders(listing), .systemFolder, in: base)
    guard let name else { return }
    try addValidation("\(base)/\(name)", allowsEmptyClasses)
  }

  /// Lists the validation images; `nil` if a share of the training images is held out.
  func validationList() throws(ImagesError) -> ImageList? {
    guard let validationRoot else { return nil }
    if let labels {
      return try ImageList(root: validationRoot, folders: folders, labels: labels)
    }
    return try ImageList(root: validationRoot, folders: folders, present: validationFolders)
  }

  // MARK: - Finding folders

  /// Finds `train` in the folder or, as in Kaggle's archive, further down.
  private static func trainFolder(
    in path: String
  ) throws(ImagesError) -> (base: String, FolderListing, train: String)? {
    for kagglePath in kagglePaths {
      let base = path + kagglePath
      guard kagglePath.isEmpty || FileIdentity(Array(base.utf8)) != nil else { continue }
      let listing = try FolderListing(base)
      if let train = folder(named: trainNames, in: listing) { return (base, listing, train) }
    }
    return nil
  }

  /// Returns the folder with the first of these names that exists. The exact name is preferred to the
  /// same name in other letter case.
  private static func folder(named names: [String], in listing: FolderListing) -> String? {
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

  /// Returns the class folders in a folder, and counts everything else as passed over.
  private mutating func classFolders(
    in root: String, _ listing: FolderListing
  ) -> [[UInt8]] {
    passOver(listing.entries.filter(\.isHidden), .hidden, in: root)
    passOver(Self.systemFolders(listing), .systemFolder, in: root)
    let outer = FileIdentity.ancestry(of: Array(root.utf8))
    var folders: [[UInt8]] = []
    for entry in listing.entries where !entry.isHidden {
      switch entry.kind {
      case .folder where ImageFileName.isSystemFolder(entry.name): break
      case .folder where entry.target.map(outer.contains) == true:
        passOver([entry], .repeatedFolder, in: root)
      case .folder: folders.append(entry.name)
      case .brokenLink: passOver([entry], .brokenLink, in: root)
      case .special: passOver([entry], .special, in: root)
      case .file:
        // Lists of files and similar text files are expected here; images are not.
        if ImageFileName.imageEnding(of: entry.name) != nil {
          passOver([entry], .outsideClasses, in: root)
        }
      }
    }
    return folders
  }

  private static func systemFolders(_ listing: FolderListing) -> [FolderEntry] {
    listing.entries.filter { $0.kind == .folder && ImageFileName.isSystemFolder($0.name) }
  }

  private mutating func passOver(
    _ entries: [FolderEntry], _ kind: PassedOver.Kind, in root: String
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
      // A single additional level, such as `val/images`, is not a class.
      if listing.folders.count < 2, !images.isEmpty {
        throw .imageFolder(.unlabelledValidation(path: root, images: images.count, near: base))
      }
    }
    let found = classFolders(in: root, listing)
    validationFolders = Set(found)
    try checkClasses(found, in: root, allowsEmptyClasses)
  }

  /// Compares the class folders of the validation images with those of the training images.
  private func checkClasses(
    _ found: [[UInt8]], in root: String, _ allowsEmptyClasses: Bool
  ) throws(ImagesError) {
    func texts(_ names: [[UInt8]]) -> [String] { names.map { String(decoding: $0, as: UTF8.self) } }
    let known = Set(folders)
    let onlyTrain = texts(folders.filter { !validationFolders.contains($0) })
    let onlyValidation = texts(found.filter { !known.contains($0) })
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
  /// Returns true if a folder looks like an image folder, even one that is not arranged as needed.
  static func isLikely(_ path: String) throws(ImagesError) -> Bool {
    if try trainFolder(in: path) != nil { return true }
    let listing = try FolderListing(path)
    if listing.files.contains(where: { ImageFileName.imageEnding(of: $0) != nil }) { return true }
    if hasValidationClasses(path, listing) { return true }
    for folder in listing.folders {
      if hasTrainAndValidation("\(path)/\(folder.text)") { return true }
      if try holdsImages("\(path)/\(folder.text)", depth: 3) { return true }
    }
    return false
  }

  /// Returns true if an image is in a folder or below it.
  /// - Parameter depth: The number of levels to search, 1 for the folder alone.
  private static func holdsImages(_ path: String, depth: Int) throws(ImagesError) -> Bool {
    guard depth > 0, let listing = try? FolderListing(path) else { return false }
    if listing.files.contains(where: { ImageFileName.imageEnding(of: $0) != nil }) { return true }
    for folder in listing.folders {
      if try holdsImages("\(path)/\(folder.text)", depth: depth - 1) { return true }
    }
    return false
  }

  /// Refuses folders that would be mistaken for class folders.
  private static func checkForOtherLayouts(
    _ path: String, _ listing: FolderListing
  ) throws(ImagesError) {
    let folders = listing.folders.map(\.text)
    let images = listing.files.count(where: ImageFileName.isImage)
    guard !folders.isEmpty || images == 0 else {
      throw .imageFolder(.tooFewClasses(path: path, found: [], images: images))
    }
    guard !hasValidationClasses(path, listing) else {
      throw .imageFolder(.noTrainFolder(path: path, found: folders))
    }
    let sets = folders.filter { hasTrainAndValidation("\(path)/\($0)") }
    guard sets.isEmpty else { throw .imageFolder(.dataSetsInside(path: path, found: sets)) }
  }

  /// Returns true if a folder contains a validation folder with class folders.
  private static func hasValidationClasses(_ path: String, _ listing: FolderListing) -> Bool {
    guard let name = folder(named: validationNames, in: listing),
      let inside = try? FolderListing("\(path)/\(name)")
    else { return false }
    return !inside.folders.isEmpty && !inside.files.contains(where: ImageFileName.isImage)
  }

  /// Returns true if a folder has both `train` and `val`, so that it is a data set and not a class
  /// folder.
  private static func hasTrainAndValidation(_ path: String) -> Bool {
    func has(_ names: [String]) -> Bool {
      names.contains { name in
        [name, name.prefix(1).uppercased() + name.dropFirst()].contains {
          FileIdentity(Array("\(path)/\($0)".utf8)) != nil
        }
      }
    }
    return has(trainNames) && has(validationNames)
  }
}
