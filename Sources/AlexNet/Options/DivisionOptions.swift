import ArgumentParser
import Blueprint
import Images

/// The division of images into a training set and a validation set, for data without a division of its
/// own.
struct DivisionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The seed of the initial weights, the order of the images, dropout, the scenes, and the "
        + "validation images of a folder without 'val' (default: 1)."),
    transform: AllowedValues.seed.parse)
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The share of each class that becomes the validation set (default: "
        + "\(ImageFolder.standardValidationShare)).", valueName: "share"),
    transform: AllowedValues.validationShare.parse)
  var validationShare: Double?

  @Flag(
    help: ArgumentHelp(
      "Accept classes of an image folder without images, or without images for validation."))
  var allowEmptyClasses = false

  /// Opens a data source.
  /// - Parameter input: The shape of the network's input; `nil` without a network.
  /// - Throws: `ImagesError` for a folder that cannot be used.
  func open(_ choice: DataChoice, for input: Shape? = nil) throws -> any DataSource {
    try DataSources.open(
      choice, seed: seed, validationShare: share, allowsEmptyClasses: allowEmptyClasses, for: input)
  }

  /// The share that was given, or the default.
  var share: Double { validationShare ?? ImageFolder.standardValidationShare }
}
