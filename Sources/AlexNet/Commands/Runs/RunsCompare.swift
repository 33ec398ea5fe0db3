import ArgumentParser
import Runs

/// Compares runs.
struct RunsCompare: NamedCommand {
  static let name = "compare"
  static let parent: (any NamedCommand.Type)? = RunsCommand.self
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Compare runs in a table.",
    discussion: """
      The first run is the baseline. Runs of one plan with different seeds form a set, which is \
      reported by its mean and its sample standard deviation (for two runs, by both values). Welch's \
      t-test shows whether the seed alone can explain the difference between two sets.

      Runs that `\(Evaluate.invocation)` has evaluated on the same images with the same views are also \
      compared image by image, on each such set of images, by the latest evaluations. McNemar's exact test shows whether the choice of images alone can explain the difference.
      """)

  @Argument(
    help: ArgumentHelp("The names of the runs.", valueName: "run"),
    completion: .runs, transform: AllowedValues.run.parse)
  var names: [String]

  @Option(
    name: .customLong("error"),
    help: ArgumentHelp(
      "Show when the top-1 error in validation reached this value (default: the lowest that all runs "
        + "have reached).",
      valueName: "percent"), transform: AllowedValues.errorPercentage.parse)
  var level: Double?

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON. The values top1 and top5 are errors, from 0 to 1.")
  var json = false

  func run() throws {
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw OptionError(option: "RUN", value: "'\(name)' twice", allowed: "each run once")
    }
    let store = try store.store()
    let subjects = try names.map { name in
      let run = try store.run(named: name)
      return Comparison.Subject(
        name: name, plan: try run.plan(), history: ValidationHistory(try run.recording().events),
        evaluations: run.evaluations)
    }
    let comparison = Comparison(subjects, level: level.map { $0 / 100 })
    try StandardOutput.print(
      json
        ? JSONText.of(ComparisonReport(comparison))
        : comparison.text(width: StandardOutput.columns))
  }
}
