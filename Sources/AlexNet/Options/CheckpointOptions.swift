import ArgumentParser

/// The interval between the checkpoints of a run. The default is decided by `Checkpointer` in the
/// module Training.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Steps between two checkpoints; 0 writes only the last one (default: a checkpoint every ten "
        + "minutes and after each new lowest validation error, in at most 1% of the time). The last two "
        + "are kept, and the one with the lowest validation error.",
      valueName: "steps"), transform: AllowedValues.interval.parse)
  var checkpointEvery: Int?
}
