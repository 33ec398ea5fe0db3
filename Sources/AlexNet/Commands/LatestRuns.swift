import Blueprint
import DisplayText
import Runs
import Training

/// The run that `resume` continues when no name is given: the one that was trained last, with the lanes that
/// were trained beside it.
struct LatestRuns {
  private let runs: [RunSummary]

  /// Finds the runs.
  /// - Parameters:
  ///   - changes: The changes with which the runs continue. With a new length, a run that is finished can
  ///     continue too.
  ///   - options: The options that reach the store, for messages.
  /// - Throws: `NothingToResume`, and `RunsError`.
  init(in runStore: RunStore, _ changes: ResumeOptions, store options: StoreOptions) throws {
    let latest = try runStore.latestSession(maximumCount: Trainer.maximumLanes)
    guard let first = latest.first else {
      throw NothingToResume.noRuns(directory: runStore.directory)
    }
    if let training = latest.first(where: { $0.state == .running }) {
      throw NothingToResume.isTraining(
        run: training.name, command: options.commandLine(Attach.self, training.name))
    }
    let unfinished = changes.extendsRuns ? latest : latest.filter { !$0.isFinished }
    guard !unfinished.isEmpty else {
      let other = try runStore.list().runs.first { $0.canBeResumed }
      throw NothingToResume.isFinished(
        run: first.name, steps: first.steps,
        command: other.map { options.commandLine(Resume.self, $0.name) })
    }
    runs = unfinished
  }

  /// The names of the runs, in the order in which they started.
  var names: [String] { runs.map(\.name) }

  /// A line about the runs: "the latest run is mine (stopped after 200 steps)".
  var text: String {
    let texts = runs.map { "\($0.name) (\($0.state.name) after \($0.steps.stepsText))" }
    return runs.count == 1
      ? "the latest run is \(texts[0])"
      : "the latest runs are \(texts.dropLast().joined(separator: ", ")) and \(texts[runs.count - 1])"
  }
}

extension RunSummary {
  /// True if the run has reached the end of its plan.
  fileprivate var isFinished: Bool {
    switch state {
    case .finished(.completed), .finished(.plateau), .finished(.trainingError): true
    case .finished(.stopped), .finished(.timeLimit), .finished(.imported): false
    case .running, .failed, .interrupted: false
    }
  }

  /// True if the run can continue without a change.
  fileprivate var canBeResumed: Bool { !isFinished && state != .running }
}

/// The reason why `resume` without a name continues no run.
enum NothingToResume: ProgramError, Equatable {
  /// The folder has no runs.
  case noRuns(directory: String)
  /// The latest run trains now. The command shows it.
  case isTraining(run: String, command: String)
  /// The latest run has reached the end of its plan. The command continues another run; it is `nil` if there
  /// is none.
  case isFinished(run: String, steps: Int, command: String?)

  var problem: String {
    switch self {
    case .noRuns(let directory): "there is no run to resume in \(directory)"
    case .isTraining(let run, _): "the latest run, '\(run)', is running already"
    case .isFinished(let run, let steps, _):
      "the latest run, '\(run)', is finished after \(steps.stepsText)"
    }
  }

  var remedy: String {
    switch self {
    case .noRuns: "Start one with `\(Watch.invocation)`"
    case .isTraining(_, let command): "`\(command)` shows it"
    case .isFinished(_, _, let command):
      "Give a greater length with --steps or --epochs"
        + (command.map { "; `\($0)` continues the latest run that is not finished" } ?? "")
    }
  }

  var hasNotStarted: Bool { true }
}
