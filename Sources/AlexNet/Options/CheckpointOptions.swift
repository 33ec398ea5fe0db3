import ArgumentParser

/// How often a run is written down so that it can go on from there.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Steps from one checkpoint to the next, 0 for none but the last (default: every ten minutes, "
        + "and after a validation better than all before, as long as it takes no more than a "
        + "hundredth of the time).", valueName: "steps"))
  var checkpointEvery: Int?

  func check() throws(OptionError) {
    try OptionError.check("--checkpoint-every", checkpointEvery, in: 0...Int.max)
  }
}
