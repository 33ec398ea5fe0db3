import Blueprint
import DisplayText
import Glibc

/// An error of the making of a prepared folder. `path` is the path of the input, of the prepared
/// folder or of a file. `code` is an `errno`.
public enum PreparingError: Error, Equatable, Sendable {
  /// The input is neither a folder of images nor ImageNet's archives. `found` has the names in the
  /// folder.
  case nothingToPrepare(path: String, found: [String])
  /// The training archive has fewer than two classes. `found` has the ids of its classes.
  case tooFewClassesInArchive(path: String, found: [String])
  /// A file with one of the names in `wanted` must be in the folder of the archive at `path`.
  /// `found` has the names in that folder.
  case missingBeside(path: String, wanted: [String], found: [String])
  /// The development kit has no label for an image of the validation archive.
  case noLabel(archive: String, member: String)
  /// The development kit at the path `of` has a class that the training images do not have.
  case unknownClass(id: String, of: String)
  /// There are more than 65,535 classes.
  case tooManyClasses(Int)
  /// The training set or the validation set of the input has no images.
  case noImages(path: String, split: String)
  /// The folder contains files, but no plan of a preparation.
  case foreignFiles(path: String)
  /// The folder is already a complete prepared folder.
  case alreadyPrepared(path: String)
  /// The folder contains an unfinished preparation with another input or other settings. `of` is
  /// the path of its input.
  case anotherPreparation(path: String, of: String)
  /// Another process prepares into the same folder.
  case busy(path: String)
  /// A complete shard is damaged.
  case damagedShard(path: String, reason: String)
  /// The input has changed since the preparation began.
  case inputChanged(path: String)
  /// The disk of the prepared folder at `path` is full, or the user's quota is used up.
  case diskFull(path: String)
  /// A file or folder cannot be written.
  case unwritable(path: String, code: Int32)
  /// A file cannot be read.
  case unreadable(path: String, reason: String)
  /// The preparation was stopped by its caller. `images` is the number of images in complete
  /// shards.
  case stopped(images: Int)
}

extension PreparingError: Explained {
  /// The problem, with the path and the names that were found.
  public var problem: String {
    switch self {
    case .nothingToPrepare(let path, let found):
      "'\(path)' is neither a folder of class folders nor ImageNet's archives"
        + (found.isEmpty ? "" : " (found: \(Self.listing(found)))")
    case .tooFewClassesInArchive(let path, let found):
      "\(path) has \(found.isEmpty ? "no classes" : "only one class, \(found[0])"). Training needs "
        + "two or more: an archive for each class (n01440764.tar) or a folder for each class "
        + "(train/n01440764/…)"
    case .missingBeside(let path, let wanted, let found):
      "\(wanted[0]) is missing beside \(path)"
        + (wanted.count > 1
          ? " (also looked for \(wanted.dropFirst().joined(separator: ", ")))" : "")
        + "; the folder contains only \(Self.listing(found))"
    case .noLabel(let archive, let member):
      "\(archive) has the image \(member), for which the development kit has no label"
    case .unknownClass(let id, let source):
      "\(source) has the class \(id), which the training images do not have"
    case .tooManyClasses(let count):
      "there are \(NumberText.grouped(count)) classes, more than 65,535"
    case .noImages(let path, let split):
      "'\(path)' has no \(split) images"
    case .foreignFiles(let path):
      "'\(path)' contains files that do not belong to a preparation"
    case .alreadyPrepared(let path):
      "'\(path)' is already prepared"
    case .anotherPreparation(let path, let source):
      "'\(path)' contains the beginning of another preparation, of \(source)"
    case .busy(let path):
      "another process is preparing '\(path)'"
    case .damagedShard(let path, let reason):
      "\(path) is damaged: \(reason)"
    case .inputChanged(let path):
      "\(path) has changed since this preparation began"
    case .diskFull(let path):
      "the disk of '\(path)' is full; the complete shards are kept"
    case .unwritable(let path, let code):
      "\(path) cannot be written: \(String(cString: strerror(code)))"
    case .unreadable(let path, let reason):
      "\(path) cannot be read: \(reason)"
    case .stopped(let images):
      "stopped with \(NumberText.grouped(images)) images in complete shards, which are kept"
    }
  }

  /// The user's next action.
  public var remedy: String {
    switch self {
    case .nothingToPrepare:
      "give a folder with train/CLASS/… and val/CLASS/…, or the folder that contains "
        + "ILSVRC2012_img_train.tar"
    case .tooFewClassesInArchive: "give ILSVRC2012_img_train.tar as ImageNet distributes it"
    case .missingBeside(let path, let wanted, _):
      "download \(wanted[0]) and put it into the folder of \(path.split(separator: "/").last ?? "")"
    case .noLabel, .unknownClass: "check that all archives are of the same data set"
    case .tooManyClasses: "prepare a folder with fewer classes"
    case .noImages: "add images of this split, or choose another folder"
    case .foreignFiles: "choose a new folder with --to DIR"
    case .alreadyPrepared(let path):
      "train on it with --data \(path), or choose another folder with --to DIR"
    case .anotherPreparation: "choose another folder with --to DIR, or delete this one"
    case .busy: "wait until it ends, or stop it"
    case .damagedShard: "delete it and give the same command again"
    case .inputChanged: "delete the prepared folder and give the same command again"
    case .diskFull: "free disk space and give the same command again to continue"
    case .unwritable: "check the folder and its permissions"
    case .unreadable: "check the file and its permissions"
    case .stopped: "give the same command again to continue"
    }
  }

  private static func listing(_ names: [String]) -> String {
    let shown = names.prefix(6).joined(separator: ", ")
    return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
  }

  /// Returns the error for a failed write.
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - folder: The prepared folder.
  ///   - code: The `errno` of the write.
  static func writing(_ path: String, in folder: String, _ code: Int32) -> PreparingError {
    code == ENOSPC || code == EDQUOT ? .diskFull(path: folder) : .unwritable(path: path, code: code)
  }
}
