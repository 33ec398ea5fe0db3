import ArgumentParser
import Blueprint

/// The length of a run, for a new run and for one that continues, and the limit of a session in time.
struct LengthOptions: ParsableArguments {
  @Option(
    help: "Stop after this number of steps, counted from the start of the run.",
    transform: AllowedValues.steps.parse)
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "Stop after this number of passes over the training images, counted in the same way (default "
        + "of a new run: \(RecipeDefaults.length))."), transform: AllowedValues.epochs.parse)
  var epochs: Int?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "Stop after this training time, such as 90s, 10m or 1h30m. It is the time of steps and "
        + "validations from now on, without pauses. The run is validated and saved, and can be "
        + "resumed.", valueName: "time"),
    transform: AllowedValues.timeLimit.parse)
  var timeLimit: Duration?

  /// The length; `nil` if no option was given.
  var length: RunPlan.Length? { steps.map { .steps($0) } ?? epochs.map { .epochs($0) } }

  func check() throws(OptionError) {
    guard steps == nil || epochs == nil else {
      throw OptionError(
        option: "--steps", value: "given together with --epochs", allowed: "one of the two")
    }
  }
}
