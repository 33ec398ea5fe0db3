import Blueprint
import DisplayText
import Images

/// A reason why a run cannot continue on data. `data` is their location: a path, or "scenes".
public enum DataMismatch: Error, Hashable, Sendable {
  /// The first class that differs. `number` counts from 1; a name is `nil` if there is no such class.
  case otherClass(number: Int, recorded: String?, now: String?, data: String)
  /// The first image whose class differs, of `count`.
  case otherLabel(image: String, recorded: String, now: String, count: Int)
  /// Images were added, removed or changed.
  case otherImages(DataFingerprint.ImageChanges, data: String)
  /// The data have changed since a run began, so they cannot be used for another lane beside it.
  case changedMeanwhile(run: String, data: String)
  /// The first class that differs from those that were named when a network was imported.
  case otherClassOfImport(number: Int, imported: String, now: String, data: String)
  /// The number of classes differs from the outputs of the run's network.
  case otherClassCount(network: Int, now: Int, data: String)
  /// Images were removed, and an epoch is now smaller than the run's batch.
  case tooFewImages(images: Int, batch: Int)
  /// The run's record of its data cannot be read.
  case damagedRecord(path: String, DataFingerprint.Damage)
}

extension DataMismatch: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .otherClass(let number, let recorded?, let now?, let data):
      "class \(number) is '\(recorded)' in the run's record, '\(now)' in '\(data)'"
    case .otherClass(let number, let recorded?, nil, let data):
      "class \(number) is '\(recorded)' in the run's record and is missing in '\(data)'"
    case .otherClass(let number, _, let now, let data):
      "class \(number) of '\(data)', '\(now ?? "")', is missing in the run's record"
    case .otherClassOfImport(let number, let imported, let now, let data):
      "output \(number) of the imported network is '\(imported)', but class \(number) of '\(data)' is "
        + "'\(now)'"
    case .otherLabel(let image, let recorded, let now, let count):
      "\(Self.quoted(image)) is of class '\(recorded)' in the run's record, '\(now)' now"
        + (count > 1 ? ", and \(NumberText.grouped(count - 1)) more images have other classes" : "")
    case .otherImages(let changes, let data):
      "the images in '\(data)' are not those of the run's record: \(changes.summary)"
    case .changedMeanwhile(let run, let data):
      "'\(data)' has changed since '\(run)' began"
    case .otherClassCount(let network, let now, let data):
      "the run's network has \(NumberText.grouped(network)) classes, but '\(data)' has "
        + NumberText.grouped(now)
    case .tooFewImages(let images, let batch):
      "there are \(NumberText.grouped(images)) training images, fewer than the "
        + "\(NumberText.grouped(batch)) of the run's batch"
    case .damagedRecord(let path, .newerVersion(let version)):
      "the record \(path) has version \(version), newer than this program"
    case .damagedRecord(let path, .malformed):
      "the record \(path) is damaged: it cannot be read"
    case .damagedRecord(let path, .otherChecksum):
      "the record \(path) is damaged: its checksum is wrong"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String {
    switch self {
    case .otherClass, .otherLabel, .otherClassCount:
      "Restore the data, name their present folder with --data PATH, or start a new run"
    case .otherClassOfImport:
      "Give data with the classes of the network in its order, or import the file again with the right "
        + "names in --classes FILE"
    case .otherImages:
      "Restore the data, name their present folder with --data PATH, or accept the changes with "
        + "--accept-changed-data"
    case .tooFewImages(let images, _):
      "Restore the data, or start a new run with --batch \(images) or less"
    case .changedMeanwhile:
      "Restore the data, or start a new run"
    case .damagedRecord(_, .newerVersion):
      "Use a newer version of alexnet"
    case .damagedRecord:
      "Restore the file, or delete it: the run then continues on the present data"
    }
  }

  /// Puts a path in quotes, but not a name such as "training image 7".
  private static func quoted(_ image: String) -> String {
    image.contains("/") ? "the image '\(image)'" : image
  }
}

extension DataFingerprint.ImageChanges {
  /// A list such as "3 added, 1 removed".
  var summary: String {
    let counts = [
      (added, "added"), (removed, "removed"), (changed, "with other contents"),
      (moved, "moved between training and validation"),
    ]
    var parts = counts.filter { $0.0 > 0 }.map { "\(NumberText.grouped($0.0)) \($0.1)" }
    if let kinds { parts.insert("\(kinds.now) instead of \(kinds.recorded)", at: 0) }
    if isOtherVariant { parts.append("the same images in another order or version") }
    return parts.joined(separator: ", ")
  }
}
