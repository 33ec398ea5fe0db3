import Blueprint

/// What can be wrong with images on disk, or with what is asked of them: facts with their values.
public enum ImagesError: Error, Equatable, Sendable {
  case folderMissing(path: String)
  case notAFolder(path: String)
  /// `found` is what the folder holds, sorted.
  case unknownFolder(path: String, found: [String])
  case fileMissing(path: String)
  case unreadable(path: String, reason: String)
  /// A set of records in a version that is not read: "Python".
  case otherVersion(RecordFormat, path: String, version: String)
  /// A file that does not hold whole records.
  case partialRecord(RecordFormat, path: String, bytes: Int, recordBytes: Int)
  case tooManyRecords(RecordFormat, path: String, records: Int, most: Int)
  /// `record` counts from 0.
  case labelOutOfRange(path: String, record: Int, label: Int, classes: Int)
  /// `name` is the usual one of several that the file can have.
  case idxFileMissing(folder: String, name: String)
  case damagedIDX(path: String, IDXDamage)
  /// Files of images and of their labels that do not belong together.
  case countsDiffer(images: String, imageCount: Int, labels: String, labelCount: Int)
  /// One image that cannot be decoded; another can take its place.
  case damagedImage(path: String, ImageDamage)
  /// More damaged images than the limit, a share of those seen; `images` are the damaged ones' errors.
  case tooManyDamagedImages(images: [String], seen: Int, limit: Double)
  /// An image folder that is not arranged as it should be.
  case imageFolder(ImageFolderError)
  case noValidationImages
  case fewerImagesThanABatch(images: Int, batch: Int)
  /// A prepared folder of which a part is not as it was written.
  case damagedPreparation(path: String, reason: String)
  case unfinishedPreparation(path: String)
  case imageSmallerThanCrop(image: Shape, crop: Shape)
  case wrongChannels(image: Shape, crop: Shape)
  /// Batches were asked of a loader that has been stopped.
  case stopped
}

extension ImagesError: CustomStringConvertible {
  /// What is wrong, and where.
  public var problem: String {
    switch self {
    case .folderMissing(let path):
      "there is no folder '\(path)'"
    case .notAFolder(let path):
      "'\(path)' is a file, not a folder"
    case .unknownFolder(let path, let found):
      "'\(path)' is not a data set that is known here: looked for data_batch_1.bin … "
        + "data_batch_5.bin and test_batch.bin (CIFAR-10, binary version), train.bin and test.bin "
        + "(CIFAR-100, binary version), train-images-idx3-ubyte and its like (MNIST, "
        + "Fashion-MNIST), or folders of JPEG, PNG and WebP files, one a class, found "
        + "\(Self.listing(found))"
    case .fileMissing(let path):
      "the file '\(path)' is missing"
    case .unreadable(let path, let reason):
      "'\(path)' cannot be read: \(reason)"
    case .otherVersion(let format, let path, let version):
      "'\(path)' is the \(version) version of \(format.rawValue), which is not read"
    case .partialRecord(let format, let path, let bytes, let recordBytes):
      "'\(path)' is damaged: it has \(bytes) bytes, but \(format.rawValue) files are whole records "
        + "of \(recordBytes) bytes, at least one"
    case .tooManyRecords(let format, let path, let records, let most):
      "'\(path)' is too long: it has \(records) records, but a \(format.rawValue) file has "
        + "\(most) at most"
    case .labelOutOfRange(let path, let record, let label, let classes):
      "'\(path)' is damaged: record \(record) has the label \(label), but labels are "
        + "0…\(classes - 1)"
    case .idxFileMissing(let folder, let name):
      "'\(folder)' has no file '\(name)', nor one of that name with .gz"
    case .damagedIDX(let path, let damage):
      "'\(path)' is damaged: \(damage.reason)"
    case .countsDiffer(let images, let imageCount, let labels, let labelCount):
      "'\(images)' has \(imageCount) images, but '\(labels)' has \(labelCount) labels"
    case .damagedImage(let path, let damage):
      "'\(path)' cannot be used: \(damage.reason)"
    case .tooManyDamagedImages(let images, let seen, let limit):
      "\(images.count) of the first \(seen) images are damaged, more than the \(Self.percent(limit)) "
        + "that are put up with: \(images.joined(separator: "; "))"
    case .imageFolder(let error): error.problem
    case .noValidationImages:
      "no images are left for validation, for no class has more than one"
    case .fewerImagesThanABatch(let images, let batch):
      "there are \(images) training images, fewer than the \(batch) of a batch"
    case .damagedPreparation(let path, let reason):
      "'\(path)' of a prepared folder is damaged: \(reason)"
    case .unfinishedPreparation(let path):
      "'\(path)' is being prepared, and not finished"
    case .imageSmallerThanCrop(let image, let crop):
      "the images are \(image), smaller than the \(crop) that the network takes"
    case .wrongChannels(let image, let crop):
      "the images are \(image), but the network takes \(crop): the channels differ"
    case .stopped:
      "the loader has been stopped and gives no more batches"
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .folderMissing: "check the path"
    case .notAFolder: "give the folder that the files are in"
    case .unknownFolder:
      "give the folder that holds these files (cifar-10-batches-bin), or the class folders"
    case .damagedImage(_, let damage): damage.remedy
    case .tooManyDamagedImages:
      "replace or remove these files, or put up with more by --damage-limit"
    case .imageFolder(let error): error.remedy
    case .noValidationImages: "add images, or make a folder 'val' beside 'train'"
    case .fewerImagesThanABatch(let images, _): "add images, or give --batch \(images) or less"
    case .otherVersion(let format, _, _):
      "get the binary version: `alexnet data get \(format.name)`"
    case .partialRecord(let format, _, _, _), .tooManyRecords(let format, _, _, _):
      "unpack \(format.archive) again"
    case .fileMissing, .labelOutOfRange: "unpack the data set's archive again"
    case .idxFileMissing: "put all four files in one folder"
    case .damagedIDX, .countsDiffer: "fetch the files again"
    case .unreadable: "check the file and its permissions"
    case .damagedPreparation: "prepare the folder again"
    case .unfinishedPreparation: "give the same `alexnet data prepare` again to go on with it"
    case .imageSmallerThanCrop: "choose a network with a smaller input, or larger images"
    case .wrongChannels: "choose a network whose input has the images' channels"
    case .stopped: "make a new loader"
    }
  }

  public var description: String { "\(problem); \(remedy)" }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return tenths.isMultiple(of: 10) ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }

  static func listing(_ names: [String]) -> String {
    guard !names.isEmpty else { return "nothing" }
    let shown = names.prefix(6).joined(separator: ", ")
    return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
  }
}
