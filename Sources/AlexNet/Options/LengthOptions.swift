import ArgumentParser
import Blueprint

/// How long a run is, for one that begins and one that goes on.
struct LengthOptions: ParsableArguments {
  @Option(help: "Stop after so many steps, counted from the run's beginning.")
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "Stop after so many passes over the training images, counted likewise (default of a new run: 90 "
        + "for paper, code-145 and folders with alexnet, 140 for cifar-18, 10 for cifar-26, endless "
        + "otherwise)."))
  var epochs: Int?

  /// Nil when nobody has asked for one.
  var length: RunPlan.Length? { steps.map { .steps($0) } ?? epochs.map { .epochs($0) } }

  func check() throws(OptionError) {
    try OptionError.check("--steps", steps, in: Limits.count)
    try OptionError.check("--epochs", epochs, in: 1...1_000_000)
    guard steps == nil || epochs == nil else {
      throw OptionError(
        option: "--steps", value: "given together with --epochs", wanted: "one of the two")
    }
  }
}

extension OptionError {
  /// Checks those of a run's knobs that are numbers.
  static func check(rate: Double?, momentum: Double?, decay: Double?) throws(OptionError) {
    try check("--rate", rate, in: 0..<Double.infinity, anyRate)
    try check("--momentum", momentum, in: 0..<1, share)
    try check("--decay", decay, in: 0..<Double.infinity, anyRate)
  }
}
