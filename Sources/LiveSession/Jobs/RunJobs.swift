import Channels
import Dashboard
import Dispatch
import Evaluating
import FoundationEssentials
import Machine
import Runs

/// The evaluation and the export that a dashboard has started, each on a thread of its own.
final class RunJobs: Sendable {
  /// The replies, in the order in which they were posted.
  let replies: Mailbox<DashboardInput>
  let store: RunStore
  let evaluation = BackgroundJob("evaluation")
  let export = BackgroundJob("export")
  private let readQueue = DispatchQueue(label: "run-files")

  /// Creates the jobs of a screen.
  /// - Parameters:
  ///   - store: The runs.
  ///   - onReply: Called on any thread after each reply.
  init(_ store: RunStore, onReply: @escaping @Sendable () -> Void) {
    self.store = store
    replies = Mailbox(onPost: onReply)
  }

  /// Reads which files a run has.
  func inspect(_ name: String) {
    readQueue.async { [store, replies] in
      replies.post(.runFiles(RunFiles(of: name, in: store)))
    }
  }

  /// Ends all work, because the screen is closed.
  /// - Parameter limit: The longest time to wait for the end of each.
  func end(within limit: Duration) {
    evaluation.cancel()
    export.cancel()
    evaluation.cancelAndWait(atMost: limit)
    export.cancelAndWait(atMost: limit)
  }
}

extension RunFiles {
  /// Reads which files a run has.
  init(of name: String, in store: RunStore) {
    let working = FileManager.default.currentDirectoryPath.homeAbbreviated
    do {
      let run = try store.run(named: name)
      let plan = try run.plan()
      let data = plan.data == .imported ? nil : plan.data.description
      self.init(
        run: name, isTraining: run.isTraining, steps: run.checkpoints.steps,
        bestStep: run.checkpoints.bestStep,
        data: data.map { (try? run.startEvent())?.data ?? $0 },
        kernelsStep: try? run.kernels().step, folder: run.folder.homeAbbreviated,
        workingFolder: working)
    } catch {
      self.init(run: name, folder: "", workingFolder: working, problem: "\(error)")
    }
  }
}

extension ChosenCheckpoint {
  /// The choice as the module Evaluating has it.
  var choice: CheckpointChoice {
    switch self {
    case .standard: .standard
    case .best: .best
    case .last: .last
    case .step(let step): .step(step)
    }
  }
}

extension String {
  /// The path without "~", and from the root.
  var absolutePath: String {
    let path = withoutTilde
    return path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }
}

extension RunJobs {
  /// The sentences about an error. The remedies of commands name their options, so those for a damaged
  /// checkpoint are replaced.
  static func text(of error: any Error) -> String {
    switch error {
    case let error as RunsError:
      switch error {
      case .damagedTensorFile, .foreignCheckpoint:
        return "\(error.problem). Choose another checkpoint."
      default: return "\(error)"
      }
    case EvaluatingError.noSuchStep(let run, let step, _):
      return "The checkpoint of step \(step) of \(run) does not exist any more. Choose another one."
    default: return "\(error)"
    }
  }
}
