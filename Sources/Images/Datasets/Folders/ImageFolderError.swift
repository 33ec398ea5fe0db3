/// The faults in the arrangement of an image folder.
public enum ImageFolderError: Error, Equatable, Sendable {
  /// `found` are the class folders; `images` are files that lie beside them.
  case tooFewClasses(path: String, found: [String], images: Int)
  /// Class folders of which no image can be used. `passedOver` is what is in them.
  case emptyClasses(path: String, folders: [String], passedOver: PassedOver)
  /// Training classes that have no image, or no folder, for validation.
  case classesWithoutValidation(path: String, folders: [String])
  /// The class folders of the one that the other lacks.
  case classesDiffer(
    train: String, validation: String, onlyTrain: [String], onlyValidation: [String])
  /// `found` are the folders beside the missing `train`.
  case noTrainFolder(path: String, found: [String])
  /// Folders that have `train` and `val` themselves, where class folders should be.
  case dataSetsInside(path: String, found: [String])
  /// Images in no class folders, whose classes no file tells; looked for at `near` and above.
  case unlabelledValidation(path: String, images: Int, near: String)
  /// Archives where folders should be.
  case archives(path: String, found: [String])
  case noLabel(image: String, labels: String)
  /// A label that is no class of the training images.
  case unknownLabel(id: String, image: String, labels: String)
  /// A list of labels that is not understood.
  case damagedLabels(path: String, reason: String)
}

extension ImageFolderError {
  /// What is wrong, and where.
  public var problem: String {
    switch self {
    case .tooFewClasses(let path, let found, let images):
      "'\(path)' has \(found.isEmpty ? "no class folders" : "only one class folder, '\(found[0])'")"
        + (images == 0
          ? "" : " (\(images) \(images == 1 ? "image is" : "images are") in it directly)")
        + ", but at least two classes are needed"
    case .emptyClasses(let path, let folders, let passedOver):
      "\(Self.classes(folders)) in '\(path)' \(folders.count == 1 ? "has" : "have") no images that "
        + "can be used" + (passedOver.isEmpty ? "" : " (passed over: \(passedOver.words))")
    case .classesWithoutValidation(let path, let folders):
      "\(Self.classes(folders)) \(folders.count == 1 ? "has" : "have") no validation images in "
        + "'\(path)'"
    case .classesDiffer(let train, let validation, let onlyTrain, let onlyValidation):
      "the classes in '\(train)' and '\(validation)' differ: only the second has "
        + ImagesError.listing(onlyValidation)
        + (onlyTrain.isEmpty ? "" : ", only the first has \(ImagesError.listing(onlyTrain))")
    case .noTrainFolder(let path, let found):
      "'\(path)' has no folder 'train', but has \(ImagesError.listing(found))"
    case .dataSetsInside(let path, let found):
      "'\(path)' holds whole data sets, not classes: \(ImagesError.listing(found)) "
        + "\(found.count == 1 ? "has" : "have") 'train' and 'val' inside"
    case .unlabelledValidation(let path, let images, let near):
      "'\(path)' has \(images) \(images == 1 ? "image" : "images") in no class folders, and no file "
        + "tells their classes: \(ValidationLabels.solution), \(DevelopmentKit.names[0]) (or .tar, or "
        + "unpacked) and \(ValidationLabels.annotations) were looked for, in '\(near)' and above it"
    case .archives(let path, let found):
      "'\(path)' holds ImageNet's archives (\(ImagesError.listing(found))), which cannot be trained on "
        + "as they are"
    case .noLabel(let image, let labels): "'\(labels)' has no label for '\(image)'"
    case .unknownLabel(let id, let image, let labels):
      "'\(labels)' gives '\(image)' the class \(id), which the training images do not have"
    case .damagedLabels(let path, let reason): "the labels in '\(path)' cannot be read: \(reason)"
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .tooFewClasses: "make a folder for each class, with its images in it"
    case .emptyClasses(_, let folders, let passedOver):
      (passedOver.sorted.compactMap(\.kind.remedy).first
        ?? "put JPEG, PNG or WebP files in \(folders.count == 1 ? "it" : "them")")
        + ", remove the \(folders.count == 1 ? "folder" : "folders"), or give --allow-empty-classes "
        + "to keep classes without images"
    case .classesWithoutValidation(_, let folders):
      "add validation images of \(folders.count == 1 ? "this class" : "these classes"), or give "
        + "--allow-empty-classes"
    case .classesDiffer: "remove the folders that only one of them has, or add them to the other"
    case .noTrainFolder:
      "put the training images in 'train', or give the folder that holds the class folders"
    case .dataSetsInside(let path, let found): "give one of them: '\(path)/\(found.first ?? "")'"
    case .unlabelledValidation(let path, _, _):
      "put one of these files there, sort the images into class folders, or rename '\(path)' so that "
        + "a share of the training images is used for validation"
    case .archives(let path, _):
      "give 'alexnet data prepare \(path) --to DIR', and train on DIR"
    case .noLabel, .unknownLabel: "check that the labels are those of this data set"
    case .damagedLabels: "download the file again"
    }
  }

  private static func classes(_ folders: [String]) -> String {
    guard folders.count > 1 else { return "the class '\(folders.first ?? "")'" }
    return "the \(folders.count) classes \(ImagesError.listing(folders))"
  }
}

extension ImagesError {
  /// True of an image folder without a class and without an image.
  package var saysThatNothingIsThere: Bool {
    guard case .imageFolder(let error) = self, case .tooFewClasses(_, let found, let images) = error
    else { return false }
    return found.isEmpty && images == 0
  }
}
