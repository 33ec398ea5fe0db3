import Blueprint
import DisplayText

/// The faults of images on disk, and requests that the images cannot fulfil. A case holds values;
/// `problem` and `remedy` have the text.
public enum ImagesError: Error, Equatable, Sendable {
  /// A folder that does not exist.
  case folderMissing(path: String)
  /// A file in the place of a folder.
  case notAFolder(path: String)
  /// A folder that is not recognised. `found` are the names in it, sorted.
  case unknownFolder(path: String, found: [String])
  /// An imported run, whose training images are not known.
  case noDataOfImport
  /// A file of a data set that does not exist.
  case fileMissing(path: String)
  /// A file or folder that the system refuses to read.
  case unreadable(path: String, reason: String)
  /// A data set in a version that cannot be read, such as "Python".
  case otherVersion(RecordFormat, path: String, version: String)
  /// A file whose length is not a multiple of its records' length.
  case partialRecord(RecordFormat, path: String, bytes: Int, recordBytes: Int)
  /// A file with more records than its format has.
  case tooManyRecords(RecordFormat, path: String, records: Int, maximum: Int)
  /// A label without a class. `record` counts from 0.
  case labelOutOfRange(path: String, record: Int, label: Int, classes: Int)
  /// A missing IDX file. `name` is the most usual of the names that it can have.
  case idxFileMissing(folder: String, name: String)
  /// An IDX file that cannot be used.
  case damagedIDX(path: String, IDXDamage)
  /// A file of images and a file of labels that do not belong together.
  case countsDiffer(images: String, imageCount: Int, labels: String, labelCount: Int)
  /// One image that cannot be decoded; another can replace it.
  case damagedImage(path: String, ImageDamage)
  /// More damaged images than the limit, a share of the images read. `images` describes each.
  case tooManyDamagedImages(images: [String], seen: Int, limit: Double)
  /// An image folder whose files or folders are not arranged as needed.
  case imageFolder(ImageFolderError)
  /// An image folder from which no image can be held out for validation.
  case noValidationImages
  /// A training set smaller than one batch.
  case fewerImagesThanABatch(images: Int, batch: Int)
  /// A prepared folder with a missing or damaged file.
  case damagedPreparation(path: String, reason: String)
  /// A prepared folder whose preparation has not finished.
  case unfinishedPreparation(path: String)
  /// Images that are smaller than the network's input.
  case imageSmallerThanCrop(image: Shape, crop: Shape)
  /// A mean image, or the colours of a mean, that do not have the shape of the images.
  case otherMean(shape: Shape, images: Shape)
  /// Images with other channels than the network's input.
  case wrongChannels(image: Shape, crop: Shape)
  /// A batch that was requested from a stopped loader.
  case stopped
}

extension ImagesError: Explained {
  /// The fault and its place, as a clause without a full stop.
  public var problem: String {
    switch self {
    case .folderMissing(let path):
      "the folder '\(path)' was not found"
    case .notAFolder(let path):
      "'\(path)' is a file, not a folder"
    case .noDataOfImport: "the run was imported and has no images of its own"
    case .unknownFolder(let path, let found):
      "'\(path)' is not a known data set: it has neither data_batch_1.bin … data_batch_5.bin and "
        + "test_batch.bin (CIFAR-10, binary version), nor train.bin and test.bin (CIFAR-100, binary "
        + "version), nor train-images-idx3-ubyte and its companions (MNIST, Fashion-MNIST), nor "
        + "class folders of JPEG, PNG and WebP files; it contains \(Self.listing(found))"
    case .fileMissing(let path):
      "the file '\(path)' is missing"
    case .unreadable(let path, let reason):
      "'\(path)' cannot be read: \(reason)"
    case .otherVersion(let format, let path, let version):
      "'\(path)' is the \(version) version of \(format.rawValue), which cannot be read"
    case .partialRecord(let format, let path, let bytes, let recordBytes):
      "'\(path)' is damaged: it has \(NumberText.grouped(bytes)) bytes, but the length of a \(format.rawValue) file must "
        + "be a multiple of \(recordBytes) bytes, and not 0"
    case .tooManyRecords(let format, let path, let records, let maximum):
      "'\(path)' is too long: it has \(records) records, but a \(format.rawValue) file has at most "
        + "\(maximum)"
    case .labelOutOfRange(let path, let record, let label, let classes):
      "'\(path)' is damaged: record \(record) has the label \(label), but labels must be "
        + "0…\(classes - 1)"
    case .idxFileMissing(let folder, let name):
      "'\(folder)' has neither a file '\(name)' nor '\(name).gz'"
    case .damagedIDX(let path, let damage):
      "'\(path)' is damaged: \(damage.reason)"
    case .countsDiffer(let images, let imageCount, let labels, let labelCount):
      "'\(images)' has \(NumberText.grouped(imageCount)) images, but '\(labels)' has "
        + "\(NumberText.grouped(labelCount)) labels"
    case .damagedImage(let path, let damage):
      "'\(path)' cannot be used: \(damage.reason)"
    case .tooManyDamagedImages(let images, let seen, let limit):
      "\(NumberText.grouped(images.count)) of the first \(NumberText.grouped(seen)) images are "
        + "damaged, more than the limit of "
        + "\(NumberText.percent(limit, upTo: 1)): \(images.joined(separator: "; "))"
    case .imageFolder(let error): error.problem
    case .noValidationImages:
      "no image can be held out for validation, because no class has more than one"
    case .fewerImagesThanABatch(let images, let batch):
      "there are \(NumberText.grouped(images)) training images, fewer than the "
        + "\(NumberText.grouped(batch)) of a batch"
    case .damagedPreparation(let path, let reason):
      "'\(path)' of a prepared folder is damaged: \(reason)"
    case .unfinishedPreparation(let path):
      "the preparation of '\(path)' is not finished"
    case .imageSmallerThanCrop(let image, let crop):
      "the images are \(image), smaller than the network's input of \(crop)"
    case .otherMean(let shape, let images):
      "the images are \(images), but the mean of the network's training images is \(shape)"
    case .wrongChannels(let image, let crop):
      "the images are \(image), but the network's input is \(crop): the channels differ"
    case .stopped: "the loader is stopped and has no more batches"
    }
  }

  /// The actions that resolve the problem, as a clause without a full stop.
  public var remedy: String {
    switch self {
    case .folderMissing: "check the path"
    case .noDataOfImport: "name a folder of images with --data PATH"
    case .notAFolder: "give the folder that contains the files"
    case .unknownFolder:
      "give the folder that contains these files (cifar-10-batches-bin) or the class folders"
    case .damagedImage(_, let damage): damage.remedy
    case .tooManyDamagedImages:
      "replace or remove these files, or raise --damage-limit to accept more"
    case .imageFolder(let error): error.remedy
    case .noValidationImages: "add images, or create a folder 'val' beside 'train'"
    case .fewerImagesThanABatch(let images, _): "add images, or give --batch \(images) or less"
    case .otherVersion(let format, _, _):
      "download the binary version with `\(ProgramCommand.getData(format.name))`"
    case .partialRecord(let format, _, _, _), .tooManyRecords(let format, _, _, _):
      "unpack \(format.archive) again"
    case .fileMissing, .labelOutOfRange: "unpack the data set's archive again"
    case .idxFileMissing: "put all four files in one folder"
    case .damagedIDX, .countsDiffer: "download the files again"
    case .unreadable: "check the file and its permissions"
    case .damagedPreparation: "prepare the folder again"
    case .unfinishedPreparation:
      "run the same `\(ProgramCommand.program) data prepare` again to continue it"
    case .imageSmallerThanCrop: "choose a network with a smaller input, or larger images"
    case .otherMean: "choose images of the size of the training images"
    case .wrongChannels: "choose a network whose input has the images' channels"
    case .stopped: "create a new loader"
    }
  }

  /// Returns the first six names and the number of the others.
  static func listing(_ names: [String]) -> String {
    guard !names.isEmpty else { return "nothing" }
    let shown = names.prefix(6).joined(separator: ", ")
    return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
  }
}
