import ArgumentParser
import DisplayText
import Foundation
import Images
import Preparing

/// Makes a prepared folder.
struct DataPrepare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare",
    abstract: "Make every image 256×256 once, as the paper does, in files that are fast to read.",
    discussion: """
      Beside the images the folder gets the mean image and the colours' principal components. What was \
      stopped goes on with the same command. ImageNet is read as it is distributed: \
      ILSVRC2012_img_train.tar (or one archive of class folders), with ILSVRC2012_img_val.tar and \
      ILSVRC2012_devkit_t12.tar.gz (or .tar, or unpacked) beside it; nothing is unpacked to disk. \
      Kaggle's folders are read too: give the folder that holds ILSVRC.
      """)

  @Argument(
    help: ArgumentHelp(
      "A folder of class folders, or the folder that ImageNet's archives are in.",
      valueName: "path"), transform: GivenText.nonEmpty)
  var path: String

  @Option(
    help: ArgumentHelp("The prepared folder.", valueName: "dir"), transform: GivenText.nonEmpty)
  var to: String

  @Option(help: "The JPEGs' quality, 1 to 100.")
  var quality = PreparationSettings().quality

  @Option(help: "Threads that decode and encode (default: the processors that it may use).")
  var threads: Int?

  @OptionGroup var division: DivisionOptions

  func run() throws {
    try OptionError.check("--quality", quality, in: 1...100)
    try OptionError.check("--threads", threads, in: Limits.threads)
    try division.check()
    let signals = StopSignals()
    var settings = PreparationSettings()
    settings.quality = quality
    settings.threads = threads ?? settings.threads
    var line = StatusLine()
    do {
      let input = try PreparationInput.find(
        Self.absolute(path), seed: division.seed, validationShare: division.share,
        allowsEmptyClasses: division.allowEmptyClasses)
      let folder = Self.absolute(to)
      let preparation = try FolderPreparation(input, to: folder, settings: settings)
      let need = try DiskNeed.estimated(for: input, settings: settings, in: folder)
      for note in input.notes { line.say("Warning: \(note).") }
      line.say(PreparationReport.beginning(input, need, folder))
      var pace = PreparationPace()
      let result = try preparation.run(
        shouldStop: { signals.received != nil },
        onProgress: { progress in
          pace.note(progress)
          line.show { _ in pace.text }
        })
      line.clear()
      try StandardOutput.print(PreparationReport.end(result, folder).printableLines)
    } catch {
      line.clear()
      try signals.endIfStopped(error)
      throw error
    }
  }

  private static func absolute(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
  }
}

/// How fast a preparation goes, and how long the split in hand will take.
struct PreparationPace {
  private var progress: FolderPreparation.Progress?
  private var first: FolderPreparation.Progress?
  private var begin = ContinuousClock.now

  mutating func note(_ progress: FolderPreparation.Progress) {
    // What earlier runs have finished says nothing of the speed.
    if first?.split != progress.split {
      first = progress
      begin = .now
    }
    self.progress = progress
  }

  var text: String {
    guard let progress, let first else { return "" }
    let seconds = max(begin.duration(to: .now) / .seconds(1), 0.001)
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

/// What `data prepare` says before and after.
enum PreparationReport {
  /// So many damaged images are named; all of them are in the folder's `prepared.json`.
  private static let named = 20

  static func beginning(_ input: PreparationInput, _ need: DiskNeed, _ folder: String) -> String {
    var text = "\(input.name), \(input.classCount.grouped) classes: "
    text += "about \(need.bytes.mebibytes) of disk are needed, \(need.free.mebibytes) are free"
    if need.bytes > need.free {
      text += ".\nThat is not enough: it will stop when the disk is full, and go on with the same "
      text += "command when there is room"
    }
    return text + "."
  }

  static func end(_ result: PreparationResult, _ folder: String) -> String {
    var lines = [
      "\(result.train.grouped) training and \(result.validation.grouped) validation images in "
        + "\(result.bytes.mebibytes): --data \(folder)"
    ]
    if !result.damaged.isEmpty {
      lines.append("\(result.damaged.count.grouped) damaged images were left out:")
      lines += result.damaged.prefix(named).map { "  \($0.path): \($0.reason)".printable }
      if result.damaged.count > named { lines.append("  and more, see \(folder)/prepared.json") }
    }
    return lines.joined(separator: "\n")
  }
}
