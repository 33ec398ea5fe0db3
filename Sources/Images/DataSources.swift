import Blueprint
import FoundationEssentials

/// Opens the data source that a plan names.
public enum DataSources {
  /// Opens a data source.
  /// - Parameters:
  ///   - choice: The scenes, or a folder.
  ///   - seed: The seed of the plan. It determines the scenes, and which images of an image folder
  ///     without a validation set are held out for validation.
  ///   - validationShare: The share of each class that is held out.
  ///   - allowsEmptyClasses: Accepts class folders without images.
  ///   - input: The shape of the network's input, which determines the size of the scenes; `nil`
  ///     gives the small scenes.
  /// - Throws: An error if the folder is missing or not recognised, if its files are damaged, or if the
  ///   choice is that of an imported run.
  public static func open(
    _ choice: DataChoice, seed: UInt64,
    validationShare: Double = ImageFolder.standardValidationShare,
    allowsEmptyClasses: Bool = false, for input: Shape? = nil
  ) throws(ImagesError) -> any DataSource {
    switch choice {
    case .scenes:
      return Scenes(seed: seed, for: input)
    case .folder(let path):
      return try open(
        folder: path, seed: seed, validationShare: validationShare,
        allowsEmptyClasses: allowsEmptyClasses)
    case .imported:
      throw .noDataOfImport
    }
  }

  /// Opens the data of a plan with the options that the plan records.
  public static func open(_ plan: RunPlan) throws(ImagesError) -> any DataSource {
    try open(
      plan.data, seed: plan.seed,
      validationShare: plan.validationShare ?? ImageFolder.standardValidationShare,
      allowsEmptyClasses: plan.allowEmptyClasses, for: plan.network.input)
  }

  /// Opens the data set in a folder, unless the images are files. Folders inside the folder are not searched, so
  /// that this takes no longer for many files.
  /// - Parameter path: The path of the folder.
  /// - Returns: The data set; `nil` for a folder of images, and for one that is not recognised.
  /// - Throws: An error if the folder is missing, or if the files of the data set are damaged.
  public static func openRecords(in path: String) throws(ImagesError) -> (any DataSource)? {
    let found = try names(in: path)
    if let records = try records(in: path, holding: found) { return records }
    guard CIFAR100.isPossible(holding: found), archives(among: found).isEmpty,
      try !ImageFolderLayout.isLikely(path)
    else { return nil }
    return try CIFAR100.open(folder: path)
  }

  private static func open(
    folder path: String, seed: UInt64, validationShare: Double, allowsEmptyClasses: Bool
  ) throws(ImagesError) -> any DataSource {
    let found = try names(in: path)
    if let records = try records(in: path, holding: found) { return records }
    if try ImageFolderLayout.isLikely(path) {
      return try ImageFolder(
        folder: path, seed: seed, validationShare: validationShare,
        allowsEmptyClasses: allowsEmptyClasses)
    }
    let archives = archives(among: found)
    guard archives.isEmpty else {
      throw .imageFolder(.archives(path: path, found: archives))
    }
    if CIFAR100.isPossible(holding: found) { return try CIFAR100.open(folder: path) }
    throw .unknownFolder(path: path, found: found)
  }

  /// Returns the data set if a file of its own identifies it; `nil` for other folders.
  private static func records(
    in path: String, holding found: [String]
  ) throws(ImagesError) -> (any DataSource)? {
    // One of its files identifies CIFAR-10; opening it reports which of the others is missing.
    if CIFAR10.files.contains(where: found.contains) { return try CIFAR10.open(folder: path) }
    if CIFAR100.isCertain(holding: found) { return try CIFAR100.open(folder: path) }
    if let folder = IDXFolder(path, holding: found) { return try IDXSet.open(folder) }
    let other = RecordFormat.otherVersion(holding: found) { isFolder("\(path)/\($0)") }
    if let (format, version) = other {
      throw .otherVersion(format, path: path, version: version)
    }
    if found.contains(PreparedFiles.manifest) { return try PreparedFolder(path) }
    if found.contains(PreparedFiles.plan) { throw .unfinishedPreparation(path: path) }
    return nil
  }

  private static func archives(among names: [String]) -> [String] {
    names.filter { $0.hasPrefix("ILSVRC2012_img_") && $0.hasSuffix(".tar") }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder
  }

  private static func names(in path: String) throws(ImagesError) -> [String] {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .folderMissing(path: path)
    }
    guard isFolder else { throw .notAFolder(path: path) }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw .unreadable(path: path, reason: error.systemReason ?? "\(error)")
    }
  }
}
