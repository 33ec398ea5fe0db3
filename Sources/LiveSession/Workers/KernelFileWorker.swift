import Channels
import Dashboard
import Dispatch
import Runs

/// Reads the recorded kernels and layers of runs, on a separate thread.
final class KernelFileWorker {
  /// The results, in the order in which they were completed.
  let replies: Mailbox<DashboardInput>
  private let readQueue = DispatchQueue(label: "kernels")
  private var runs: [Run]

  /// Creates a worker for the runs of a screen.
  /// - Parameters:
  ///   - runs: The runs of the screen; the first is the default.
  ///   - onReply: Called on any thread after each result.
  init(_ runs: [Run], onReply: @escaping @Sendable () -> Void) {
    self.runs = runs
    replies = Mailbox(onPost: onReply)
  }

  /// Replaces a run that was renamed.
  /// - Parameter name: Its previous name.
  func replace(_ name: String, with run: Run) {
    if let index = runs.firstIndex(where: { $0.name == name }) { runs[index] = run }
  }

  /// Reads the kernels of one record of a run's timeline, and the steps of all records.
  /// - Parameters:
  ///   - step: The step of the record, or of the last one before it; `nil` for the latest.
  ///   - name: The run's name; `nil` for the first run.
  func load(step: Int?, of name: String?) {
    guard let run = run(name) else { return }
    readQueue.async { [replies] in replies.post(.kernels(RecordedKernels(of: run, at: step))) }
  }

  /// Reads the statistics of a run's layers.
  /// - Parameters:
  ///   - step: The step after which records are read; `nil` for all.
  ///   - name: The run's name; `nil` for the first run.
  func loadLayers(after step: Int?, of name: String?) {
    guard let run = run(name) else { return }
    readQueue.async { [replies] in replies.post(.layers(RecordedLayers(of: run, after: step))) }
  }

  private func run(_ name: String?) -> Run? {
    guard let name else { return runs.first }
    return try? runs.first?.store.run(named: name)
  }
}
