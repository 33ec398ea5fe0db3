import Blueprint

/// The faults in the arrangement of an image folder.
public enum ImageFolderError: Error, Equatable, Sendable {
  /// Fewer than two class folders. `found` are the class folders; `images` is the number of image files
  /// beside them.
  case tooFewClasses(path: String, found: [String], images: Int)
  /// Class folders without an image that can be used. `passedOver` counts the other files in them.
  case emptyClasses(path: String, folders: [String], passedOver: PassedOver)
  /// Training classes without a validation image.
  case classesWithoutValidation(path: String, folders: [String])
  /// Class folders that only one of the two sets has.
  case classesDiffer(
    train: String, validation: String, onlyTrain: [String], onlyValidation: [String])
  /// A missing folder `train`. `found` are the folders in its place.
  case noTrainFolder(path: String, found: [String])
  /// Folders that contain `train` and `val` themselves, in the place of class folders.
  case dataSetsInside(path: String, found: [String])
  /// Validation images without class folders and without a file of labels, which was expected in the
  /// folder `near` or above it.
  case unlabelledValidation(path: String, images: Int, near: String)
  /// ImageNet's archives in the place of folders.
  case archives(path: String, found: [String])
  /// A validation image that is missing in the file of labels.
  case noLabel(image: String, labels: String)
  /// A label that is not a class of the training images.
  case unknownLabel(id: String, image: String, labels: String)
  /// A file of labels that cannot be read.
  case damagedLabels(path: String, reason: String)
}

extension ImageFolderError {
  /// The fault and its place, as a clause without a full stop.
  public var problem: String {
    switch self {
    case .tooFewClasses(let path, let found, let images):
      "'\(path)' has \(found.isEmpty ? "no class folders" : "only one class folder, '\(found[0])'")"
        + (images == 0
          ? "" : " (\(images) \(images == 1 ? "image is" : "images are") directly in it)")
        + ", but at least two classes are needed"
    case .emptyClasses(let path, let folders, let passedOver):
      "\(Self.classes(folders)) in '\(path)' \(folders.count == 1 ? "has" : "have") no usable images"
        + (passedOver.isEmpty ? "" : " (passed over: \(passedOver.text))")
    case .classesWithoutValidation(let path, let folders):
      "\(Self.classes(folders)) \(folders.count == 1 ? "has" : "have") no validation images in "
        + "'\(path)'"
    case .classesDiffer(let train, let validation, let onlyTrain, let onlyValidation):
      "the classes in '\(train)' and '\(validation)' differ: only '\(validation)' has "
        + ImagesError.listing(onlyValidation)
        + (onlyTrain.isEmpty ? "" : ", only '\(train)' has \(ImagesError.listing(onlyTrain))")
    case .noTrainFolder(let path, let found):
      "the folder 'train' is missing in '\(path)', which contains \(ImagesError.listing(found))"
    case .dataSetsInside(let path, let found):
      "'\(path)' contains data sets, not classes: \(ImagesError.listing(found)) "
        + "\(found.count == 1 ? "has" : "have") the folders 'train' and 'val'"
    case .unlabelledValidation(let path, let images, let near):
      "'\(path)' has \(images) \(images == 1 ? "image" : "images") without class folders, and no file "
        + "with their labels was found in '\(near)' or above it: \(ValidationLabels.solution), "
        + "\(DevelopmentKit.names[0]) (or .tar, or unpacked) or \(ValidationLabels.annotations)"
    case .archives(let path, let found):
      "'\(path)' contains ImageNet's archives (\(ImagesError.listing(found))), which must be prepared "
        + "before training"
    case .noLabel(let image, let labels): "'\(labels)' has no label for '\(image)'"
    case .unknownLabel(let id, let image, let labels):
      "'\(labels)' assigns '\(image)' to the class \(id), which is not a class of the training images"
    case .damagedLabels(let path, let reason): "the labels in '\(path)' cannot be read: \(reason)"
    }
  }

  /// The actions that resolve the problem, as a clause without a full stop.
  public var remedy: String {
    switch self {
    case .tooFewClasses: "create a folder for each class and put its images in it"
    case .emptyClasses(_, let folders, let passedOver):
      (passedOver.sorted.compactMap(\.kind.remedy).first
        ?? "put JPEG, PNG or WebP files in \(folders.count == 1 ? "it" : "them")")
        + ", remove the \(folders.count == 1 ? "folder" : "folders"), or give --allow-empty-classes "
        + "to accept classes without images"
    case .classesWithoutValidation(_, let folders):
      "add validation images of \(folders.count == 1 ? "this class" : "these classes"), or give "
        + "--allow-empty-classes"
    case .classesDiffer: "remove the folders that only one of them has, or add them to the other"
    case .noTrainFolder:
      "put the training images in 'train', or give the folder that contains the class folders"
    case .dataSetsInside(let path, let found): "give one of them: '\(path)/\(found.first ?? "")'"
    case .unlabelledValidation(let path, _, _):
      "add one of these files, sort the images into class folders, or rename '\(path)' to hold out a "
        + "share of the training images for validation"
    case .archives(let path, _):
      "run `\(ProgramCommand.prepareData(path))`, and train on DIR"
    case .noLabel, .unknownLabel: "check that the labels belong to this data set"
    case .damagedLabels: "download the file again"
    }
  }

  private static func classes(_ folders: [String]) -> String {
    guard folders.count > 1 else { return "the class '\(folders.first ?? "")'" }
    return "the \(folders.count) classes \(ImagesError.listing(folders))"
  }
}

extension ImagesError {
  /// True if an image folder has neither classes nor images.
  package var isOfEmptyFolder: Bool {
    guard case .imageFolder(let error) = self, case .tooFewClasses(_, let found, let images) = error
    else { return false }
    return found.isEmpty && images == 0
  }
}
