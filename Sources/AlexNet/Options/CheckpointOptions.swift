import ArgumentParser

/// The interval between the checkpoints of a run.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Steps between two checkpoints; 0 writes only the last one (default: a checkpoint every ten "
        + "minutes and after each new lowest validation error, in at most 1 % of the time).",
      valueName: "steps"))
  var checkpointEvery: Int?

  func check() throws(OptionError) {
    try OptionError.check("--checkpoint-every", checkpointEvery, in: 0...Int.max)
  }
}
