import ArgumentParser
import Machine

/// The number of threads that compute.
struct ThreadOptions: ParsableArguments {
  @Option(
    help: "Compute threads, at most one for each processor (default: all that are allowed).",
    transform: AllowedValues.threads.parse)
  var threads: Int?

  /// The number that was given, or the number of allowed processors.
  var count: Int { threads ?? ProcessorAllowance.current.threads }
}
