import ArgumentParser
import Blueprint

/// The length of a run, for a new run and for one that continues.
struct LengthOptions: ParsableArguments {
  @Option(
    help: "Stop after this number of steps, counted from the start of the run.",
    transform: AllowedValues.steps.parse)
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "Stop after this number of passes over the training images, counted in the same way (default "
        + "of a new run: 90 for paper, code-145 and folders with alexnet, 140 for cifar-18, 10 for "
        + "cifar-26, no limit otherwise)."), transform: AllowedValues.epochs.parse)
  var epochs: Int?

  /// The length; `nil` if no option was given.
  var length: RunPlan.Length? { steps.map { .steps($0) } ?? epochs.map { .epochs($0) } }

  func check() throws(OptionError) {
    guard steps == nil || epochs == nil else {
      throw OptionError(
        option: "--steps", value: "given together with --epochs", allowed: "one of the two")
    }
  }
}
