import Images

/// Why data are not taken for a run. `data` is where they are: a path, or "scenes".
public enum DataMismatch: Error, Hashable, Sendable {
  /// The first class that differs. `number` counts from 1; `nil` where there is no such class.
  case otherClass(number: Int, recorded: String?, now: String?, data: String)
  /// The first image whose class differs, of `count`.
  case otherLabel(image: String, recorded: String, now: String, count: Int)
  /// Images have been added, removed or changed.
  case otherImages(DataFingerprint.ImageChanges, data: String)
  /// The data of a lane with a seed of its own are not those of the run beside it.
  case changedMeanwhile(run: String, data: String)
  case otherClassCount(network: Int, now: Int, data: String)
  /// Images have been removed until an epoch is less than the run's batch.
  case tooFewImages(images: Int, batch: Int)
  case damagedRecord(path: String, DataFingerprint.Damage)
}

extension DataMismatch {
  /// What is wrong, without a full stop.
  public var problem: String {
    switch self {
    case .otherClass(let number, let recorded?, let now?, let data):
      "class \(number) is '\(recorded)' in the run's record, '\(now)' in '\(data)'"
    case .otherClass(let number, let recorded?, nil, let data):
      "class \(number) is '\(recorded)' in the run's record and is missing in '\(data)'"
    case .otherClass(let number, _, let now, let data):
      "class \(number) of '\(data)', '\(now ?? "")', is missing in the run's record"
    case .otherLabel(let image, let recorded, let now, let count):
      "\(Self.quoted(image)) is of class '\(recorded)' in the run's record, '\(now)' now"
        + (count > 1 ? ", and \(count - 1) more images have other classes" : "")
    case .otherImages(let changes, let data):
      "the images in '\(data)' are not those of the run's record: \(changes.words)"
    case .changedMeanwhile(let run, let data):
      "'\(data)' has changed since '\(run)' began"
    case .otherClassCount(let network, let now, let data):
      "the run's network has \(network) classes, '\(data)' has \(now)"
    case .tooFewImages(let images, let batch):
      "there are \(images) training images, fewer than the \(batch) of the run's batch"
    case .damagedRecord(let path, .newerVersion(let version)):
      "the record \(path) has version \(version), newer than this program"
    case .damagedRecord(let path, .malformed):
      "the record \(path) is damaged: it is not understood"
    case .damagedRecord(let path, .otherChecksum):
      "the record \(path) is damaged: it has another checksum"
    }
  }

  /// What to do about it, without a full stop.
  public var remedy: String {
    switch self {
    case .otherClass, .otherLabel, .otherClassCount:
      "Restore the data, give the folder that has them with --data PATH, or start a new run"
    case .otherImages:
      "Restore the data, give the folder that has them with --data PATH, or accept these with "
        + "--accept-changed-data"
    case .tooFewImages(let images, _):
      "Restore the data, or start a new run with --batch \(images) or less"
    case .changedMeanwhile:
      "Restore the data, or start a new run"
    case .damagedRecord(_, .newerVersion):
      "Use the newer program"
    case .damagedRecord:
      "Restore the file, or delete it: the run then continues on the data as they are"
    }
  }

  /// Paths in quotes; "training image 7" as it is.
  private static func quoted(_ image: String) -> String {
    image.contains("/") ? "the image '\(image)'" : image
  }
}

extension DataMismatch: CustomStringConvertible {
  public var description: String { "\(problem). \(remedy)." }
}

extension DataFingerprint.ImageChanges {
  /// "3 added, 1 removed".
  var words: String {
    let counts = [
      (added, "added"), (removed, "removed"), (changed, "with other contents"),
      (moved, "moved between training and validation"),
    ]
    var parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if let kinds { parts.insert("\(kinds.now) instead of \(kinds.recorded)", at: 0) }
    if isOtherVariant { parts.append("the same ones in another order or version") }
    return parts.joined(separator: ", ")
  }
}
