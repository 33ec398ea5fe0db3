import ArgumentParser

/// The interval between the checkpoints of a run.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Steps between two checkpoints, 0 for the last one only (default: every ten minutes, and after "
        + "a validation that is better than all before, for at most a hundredth of the time).",
      valueName: "steps"))
  var checkpointEvery: Int?

  func check() throws(OptionError) {
    try OptionError.check("--checkpoint-every", checkpointEvery, in: 0...Int.max)
  }
}
