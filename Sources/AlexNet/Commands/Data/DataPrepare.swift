import ArgumentParser
import DisplayText
import Images
import Preparing

/// Creates a prepared folder.
struct DataPrepare: NamedCommand {
  static let name = "prepare"
  static let parent: (any NamedCommand.Type)? = DataCommand.self
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Convert all images to 256×256, as the paper does, in files that are fast to read.",
    discussion: """
      The mean image and the principal components of the colours are also written. The same command \
      continues a preparation that was stopped. ImageNet is read as it is distributed: \
      ILSVRC2012_img_train.tar (or one archive of class folders), with ILSVRC2012_img_val.tar and \
      ILSVRC2012_devkit_t12.tar.gz (or .tar, or unpacked) beside it; nothing is unpacked to disk. \
      Kaggle's folders are read too: give the folder that contains ILSVRC.

      Examples:
        \(invocation) ~/photos --to ~/photos-256
        \(Watch.invocation) --data ~/photos-256 --network alexnet
      """)

  @Argument(
    help: ArgumentHelp(
      "A folder of class folders, or the folder with ImageNet's archives.",
      valueName: "path"), completion: .directory, transform: AllowedValues.folder.parse)
  var path: String

  @Option(
    help: ArgumentHelp(
      "The folder to write: a new or empty one, or that of a stopped preparation.", valueName: "dir"
    ), completion: .directory, transform: AllowedValues.folder.parse)
  var to: String

  @Option(
    help: "The quality of the JPEG files, 1 to 100 (default: \(PreparationSettings().quality)).",
    transform: AllowedValues.quality.parse)
  var quality = PreparationSettings().quality

  @Option(
    help: "Threads that decode and encode (default: the processors that the process is allowed).",
    transform: AllowedValues.threads.parse)
  var threads: Int?

  @OptionGroup var division: DivisionOptions

  func run() throws {
    let signals = StopSignals()
    var settings = PreparationSettings()
    settings.quality = quality
    settings.threads = threads ?? settings.threads
    var line = StatusLine()
    do {
      let input = try PreparationInput.find(
        path.absolutePath, seed: division.seed, validationShare: division.share,
        allowsEmptyClasses: division.allowEmptyClasses)
      let folder = to.absolutePath
      let preparation = try FolderPreparation(input, to: folder, settings: settings)
      let space = try DiskSpaceEstimate.estimate(for: input, settings: settings, in: folder)
      for warning in input.warnings { line.print("Warning: \(warning).") }
      line.print(PreparationReport.start(input, space))
      var speed = PreparationSpeed()
      let result = try preparation.run(
        shouldStop: { signals.received != nil },
        onProgress: { progress in
          speed.update(progress)
          line.show { _ in speed.text }
        })
      line.clear()
      try StandardOutput.print(PreparationReport.end(result, folder).printableLines)
    } catch {
      line.clear()
      try signals.exitIfStopped(error)
      throw error
    }
  }
}
