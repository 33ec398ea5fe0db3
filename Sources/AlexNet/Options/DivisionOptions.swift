import ArgumentParser
import Blueprint
import Images

/// How images without a division of their own are divided into those to learn from and those to be
/// examined on.
struct DivisionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Decides the first weights, the order of the images, dropout, the scenes, and which images of "
        + "a folder without 'val' are kept for validation."))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "How many those are: a share of each class (default: "
        + "\(ImageFolder.standardValidationShare)).", valueName: "share"))
  var validationShare: Double?

  @Flag(
    help: ArgumentHelp(
      "Accept classes of an image folder that have no images, or none for validation."))
  var allowEmptyClasses = false

  /// Opens a data source.
  /// - Parameter input: one image as the network takes it; nil for no network in particular.
  /// - Throws: `OptionError`, or `ImagesError`: what is wrong with the folder.
  func open(_ choice: DataChoice, for input: Shape? = nil) throws -> any DataSource {
    try check()
    return try DataSources.open(
      choice, seed: seed, validationShare: share, allowsEmptyClasses: allowEmptyClasses, for: input)
  }

  var share: Double { validationShare ?? ImageFolder.standardValidationShare }

  func check() throws(OptionError) {
    try OptionError.check(
      "--validation-share", validationShare, in: Double.leastNormalMagnitude..<1,
      "a share above 0 and below 1")
  }
}
