import Glibc

/// What can go wrong with preparing a data set: facts; the words are in the extension below.
public enum PreparingError: Error, Equatable, Sendable {
  /// Neither a folder of images nor ImageNet's archives.
  case nothingToPrepare(path: String)
  /// One of ImageNet's archives is here, but not the one that has to be beside it.
  case missingBeside(path: String, wanted: String)
  /// A development kit that is not understood.
  case damagedKit(path: String, reason: String)
  /// The validation archive has an image, but the ground truth has no label of that number.
  case noLabel(archive: String, member: String)
  case unknownClass(id: String, of: String)
  case tooManyClasses(Int)
  case noImages(path: String, split: String)
  /// The folder has something in it that is not a preparation.
  case folderInUse(path: String)
  case alreadyPrepared(path: String)
  /// The folder holds the beginning of another preparation.
  case anotherPreparation(path: String, of: String)
  /// Another process prepares into the same folder.
  case busy(path: String)
  case damagedShard(path: String, reason: String)
  /// What is being read is not what it was when the preparation began.
  case inputChanged(path: String)
  case diskFull(path: String)
  /// `code` is an `errno`.
  case unwritable(path: String, code: Int32)
  case unreadable(path: String, reason: String)
  case stopped(images: Int)
}

extension PreparingError: CustomStringConvertible {
  /// What is wrong, and where.
  public var problem: String {
    switch self {
    case .nothingToPrepare(let path):
      "'\(path)' is neither a folder of class folders nor ImageNet's archives"
    case .missingBeside(let path, let wanted):
      "\(wanted) is missing beside \(path)"
    case .damagedKit(let path, let reason):
      "\(path) is not the development kit that it should be: \(reason)"
    case .noLabel(let archive, let member):
      "\(archive) has the image \(member), for which the ground truth has no label"
    case .unknownClass(let id, let source):
      "\(source) has the class \(id), which the training images do not have"
    case .tooManyClasses(let count):
      "there are \(count) classes, more than 65,535"
    case .noImages(let path, let split):
      "'\(path)' has no \(split) images"
    case .folderInUse(let path):
      "'\(path)' has something else in it"
    case .alreadyPrepared(let path):
      "'\(path)' is prepared already"
    case .anotherPreparation(let path, let source):
      "'\(path)' holds the beginning of another preparation, of \(source)"
    case .busy(let path):
      "another process is preparing '\(path)'"
    case .damagedShard(let path, let reason):
      "\(path) is damaged: \(reason)"
    case .inputChanged(let path):
      "\(path) is not what it was when this preparation began"
    case .diskFull(let path):
      "the disk of '\(path)' is full; the shards that are finished are kept"
    case .unwritable(let path, let code):
      "\(path) cannot be written: \(String(cString: strerror(code)))"
    case .unreadable(let path, let reason):
      "\(path) cannot be read: \(reason)"
    case .stopped(let images):
      "stopped with \(images) images in finished shards, which are kept"
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .nothingToPrepare:
      "give a folder with train/CLASS/… and val/CLASS/…, or the one that ILSVRC2012_img_train.tar is in"
    case .missingBeside: "put it there"
    case .damagedKit: "get ILSVRC2012_devkit_t12.tar.gz again"
    case .noLabel, .unknownClass: "see that all archives are of the same data set"
    case .tooManyClasses: "prepare a part of them"
    case .noImages: "see that the images are there"
    case .folderInUse: "choose a new folder with --to DIR"
    case .alreadyPrepared(let path):
      "train on it with --data \(path), or choose another with --to DIR"
    case .anotherPreparation: "choose another folder with --to DIR, or delete this one"
    case .busy: "wait for it, or stop it"
    case .damagedShard: "delete it and give the same command again"
    case .inputChanged: "delete what is prepared and begin anew"
    case .diskFull: "make room and give the same command again to go on"
    case .unwritable: "check the folder and its permissions"
    case .unreadable: "check the file and its permissions"
    case .stopped: "give the same command again to go on"
    }
  }

  public var description: String { "\(problem); \(remedy)" }

  /// An `errno` from writing.
  static func writing(_ path: String, in folder: String, _ code: Int32) -> PreparingError {
    code == ENOSPC || code == EDQUOT ? .diskFull(path: folder) : .unwritable(path: path, code: code)
  }
}
