import Glibc

/// What can go wrong with preparing a data set: facts; the words are in the extension below.
public enum PreparingError: Error, Equatable, Sendable {
  /// Neither a folder of images nor ImageNet's archives. `found` is what the folder holds.
  case nothingToPrepare(path: String, found: [String])
  /// A training archive without two classes.
  case noClassesInArchive(path: String, found: [String])
  /// One of ImageNet's archives is here, but not the one that has to be beside it, which has one of the
  /// names in `wanted`. `found` is what there is.
  case missingBeside(path: String, wanted: [String], found: [String])
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
    case .nothingToPrepare(let path, let found):
      "'\(path)' is neither a folder of class folders nor ImageNet's archives"
        + (found.isEmpty ? "" : " (found: \(Self.listing(found)))")
    case .noClassesInArchive(let path, let found):
      "\(path) has \(found.isEmpty ? "no classes" : "only one class, \(found[0])"): neither an "
        + "archive for each class (n01440764.tar) nor class folders (train/n01440764/…)"
    case .missingBeside(let path, let wanted, let found):
      "\(wanted[0]) is missing beside \(path)"
        + (wanted.count > 1
          ? " (also looked for \(wanted.dropFirst().joined(separator: ", ")))" : "")
        + ", where there is only \(Self.listing(found))"
    case .noLabel(let archive, let member):
      "\(archive) has the image \(member), for which the development kit has no label"
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
    case .noClassesInArchive: "give ILSVRC2012_img_train.tar as ImageNet distributes it"
    case .missingBeside(let path, let wanted, _):
      "download \(wanted[0]) and put it into the folder of \(path.split(separator: "/").last ?? "")"
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

  private static func listing(_ names: [String]) -> String {
    let shown = names.prefix(6).joined(separator: ", ")
    return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
  }

  /// An `errno` from writing.
  static func writing(_ path: String, in folder: String, _ code: Int32) -> PreparingError {
    code == ENOSPC || code == EDQUOT ? .diskFull(path: folder) : .unwritable(path: path, code: code)
  }
}
