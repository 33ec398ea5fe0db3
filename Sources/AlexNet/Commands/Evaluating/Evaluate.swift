import ArgumentParser
import Blueprint
import DisplayText
import Evaluating
import FoundationEssentials
import Images
import Runs

/// Evaluates a run's network on a set of images.
struct Evaluate: NamedCommand {
  static let name = "evaluate"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Measure the errors of a run's network on a set of images.",
    discussion: """
      Without --data, the validation set of the run is evaluated. A folder without a validation set is \
      evaluated as a whole, unless the run was trained on it. The classes must have the names of the \
      run's classes; their order does not matter, and some can be left out. `--data scenes` are those of \
      seed 1 for every run. Damaged images are reported and left out, and the exit status is 1.

      With --average, the predictions of several runs are averaged, as in the ensembles of the paper. \
      Each run has its own crop and mean; --step applies to all of them.

      The result is kept beside the run, with the images that were right. \
      `\(RunsCompare.invocation)` compares runs that were evaluated on the same images, image by image.

      Examples:
        \(invocation) first
        \(invocation) first --views 10 --step best
        \(invocation) first --data ~/photos/test
        \(invocation) first --average second third
      """)

  @Argument(
    help: ArgumentHelp("The name of the run.", valueName: "run"), completion: .runs,
    transform: AllowedValues.run.parse
  )
  var runName: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Average the predictions with those of these runs.", valueName: "run"),
    completion: .runs, transform: AllowedValues.run.parse)
  var average: [String] = []

  @Option(
    help: ArgumentHelp(
      "The images: scenes, or a folder (default: the data of the run).", valueName: "path"),
    completion: .directory, transform: AllowedValues.data.parse)
  var data: String?

  @Option(
    help:
      "The images of the data to evaluate (default: the validation set, or all of a folder without one)."
  )
  var split: SplitOption?

  @OptionGroup var checkpoint: NetworkOptions

  @Option(help: AllowedValues.viewsHelp)
  var views = ViewsOption.one

  @Option(
    help:
      "Views that the network evaluates at once (default: 128). Fewer need less memory.",
    transform: AllowedValues.batch.parse)
  var batch: Int?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var store: StoreOptions

  @Flag(help: "List the errors of all classes.")
  var all = false

  @Flag(
    help:
      "Print JSON. The values top1 and top5 are errors, from 0 to 1; seconds is the time of the work."
  )
  var json = false

  func run() throws {
    let signals = StopSignals()
    let runStore = try store.store()
    let runs = try ([runName] + average).map(runStore.run(named:))
    for (index, run) in runs.enumerated() where runs[..<index].contains(run) {
      throw OptionError(option: "RUN", value: "'\(run.name)' twice", allowed: "each run once")
    }
    let networks = try runs.map { try TrainedNetwork($0, at: checkpoint.choice) }
    PrecisionReport.print(networks)
    let images = try EvaluationData(
      data.map { DataChoice(argument: $0) }, splits: split?.splits, for: networks[0])
    let evaluator = try SetEvaluator(
      networks, on: images,
      settings: .init(views: views.views, inputsPerPass: batch, threads: threads.count))
    var line = StatusLine(needsTerminal: true)
    let start = ContinuousClock.now
    do {
      let result = try evaluator.evaluate(
        isCancelled: { signals.received != nil },
        onProgress: { progress in
          line.show { EvaluationProgress.text(progress.done, of: progress.total, seconds: $0) }
        })
      line.clear()
      let seconds = start.duration(to: .now) / .seconds(1)
      try report(result, beside: runs[0], seconds: seconds)
    } catch {
      line.clear()
      try signals.exitIfStopped(error)
      throw error
    }
  }

  /// Keeps and prints a result. If it cannot be kept, it is printed all the same.
  private func report(_ result: SetResult, beside run: Run, seconds: Double) throws {
    var path: String?
    var failure: RunsError?
    do throws(RunsError) {
      path = try run.record(result.evaluation(at: Date().timeIntervalSince1970))
    } catch {
      failure = error
    }
    DamageReport.print(result.damaged)
    let report = EvaluationReport(result, seconds: seconds, file: path)
    try StandardOutput.print(
      json
        ? JSONText.of(report)
        : report.text(listsAll: all, width: StandardOutput.columns, store: store))
    if let failure {
      StandardError.write(failure.errorLine)
      throw ExitCode(1)
    }
    if !result.damaged.isEmpty { throw ExitCode(1) }
  }
}

/// The value of `--split`.
enum SplitOption: String, ExpressibleByArgument, CaseIterable {
  case validation, train, all

  var splits: [Split] {
    switch self {
    case .validation: [.validation]
    case .train: [.train]
    case .all: [.train, .validation]
    }
  }
}

/// The value of `--views`.
enum ViewsOption: String, ExpressibleByArgument, CaseIterable {
  case one = "1"
  case ten = "10"

  var views: EvaluationViews { self == .one ? .one : .ten }
}

extension AllowedValues {
  static let viewsHelp = ArgumentHelp(
    "Views of each image whose predictions are averaged: the centre, or ten (four corners and the centre, "
      + "each also mirrored, as in section 4.1 of the paper).")
}

/// The checkpoint whose network is used.
struct NetworkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The checkpoint: best, last, or its step (default: the best, or the last where none was validated).",
      valueName: "step"), completion: .list(CheckpointChoice.words),
    transform: AllowedValues.checkpoint.parse)
  var step: CheckpointChoice?

  var choice: CheckpointChoice { step ?? .standard }
}
