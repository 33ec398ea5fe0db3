import DisplayText
import Images
import Preparing

/// The text that `data prepare` prints before and after the work.
enum PreparationReport {
  /// The greatest number of damaged images that are listed. The folder's `prepared.json` lists all.
  private static let maximumListed = 20

  /// The text before the work: the classes and the disk space.
  static func start(_ input: PreparationInput, _ space: DiskSpaceEstimate) -> String {
    var text = "\(input.name), \(input.classCount.grouped) classes: "
    text += "about \(space.needed.fileSizeText) of disk space are needed, "
    text += "and \(space.free.fileSizeText) are free"
    if space.needed > space.free {
      text +=
        ".\nThe preparation will stop when the disk is full. After you free disk space, the same "
      text += "command continues it"
    }
    return text + "."
  }

  /// The text after the work: the images, and those that were left out.
  static func end(_ result: PreparationResult, _ folder: String) -> String {
    var lines = [
      "\(result.train.grouped) training and \(result.validation.grouped) validation images in "
        + "\(result.bytes.fileSizeText): --data \(folder)"
    ]
    if !result.damaged.isEmpty {
      lines.append("\(result.damaged.count.grouped) damaged images were left out:")
      lines += result.damaged.prefix(maximumListed).map {
        "  \($0.path): \($0.reason)".printable
      }
      if result.damaged.count > maximumListed {
        lines.append("  and more, see \(folder)/prepared.json")
      }
    }
    return lines.joined(separator: "\n")
  }
}

/// The speed of a preparation, and the time until the current split is complete.
struct PreparationSpeed {
  private var progress: FolderPreparation.Progress?
  /// The first progress of the split in this process. Images of earlier processes do not count for the
  /// speed.
  private var first: FolderPreparation.Progress?
  private var start = ContinuousClock.now

  mutating func update(_ progress: FolderPreparation.Progress) {
    if first?.split != progress.split {
      first = progress
      start = .now
    }
    self.progress = progress
  }

  var text: String {
    guard let progress, let first else { return "" }
    let seconds = max(start.duration(to: .now) / .seconds(1), 0.001)
    let rate = Double(progress.images - first.images) / seconds
    var text = "\(progress.split.rawValue): \(progress.images.grouped)"
    if let count = progress.count { text += " of \(count.grouped)" }
    text += " images, \(rate.fixed(0)) a second"
    let done = progress.share - first.share
    if done > 0 { text += ", \(StatusLine.duration((1 - progress.share) / done * seconds)) left" }
    if progress.damaged > 0 { text += ", \(progress.damaged.grouped) damaged" }
    return text
  }
}
