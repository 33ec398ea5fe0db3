import Channels
import Dashboard
import Dispatch
import Runs

/// Reads and changes the store of runs for a screen, one request after another on a separate thread, since
/// journals can be long.
final class RunStoreWorker: Sendable {
  /// The results, in the order of the requests.
  let replies: Mailbox<RunListReply>
  private let store: RunStore
  private let queue = DispatchQueue(label: "runs")
  private let listing = Monitor<RunStore.Listing?>(nil)

  /// - Parameter onReply: Called on another thread after each result.
  init(_ store: RunStore, onReply: @escaping @Sendable () -> Void) {
    self.store = store
    replies = Mailbox(onPost: onReply)
  }

  /// Lists all runs. Runs that have not changed since the previous list are not read again.
  func list() {
    enqueue { [listing] store in
      let current = try store.list(after: listing.update { $0 })
      listing.update { $0 = current }
      return .listed(current, secondsFromUTC: WallClock.current.secondsFromUTC)
    }
  }

  /// Reads the complete recordings of runs. There is one reply for each run, so that the screen shows the
  /// first while the others are read.
  func load(_ names: [String]) {
    for name in names { enqueue { .loaded([try RecordedRun($0.run(named: name))]) } }
  }

  func rename(_ name: String, to newName: String) {
    enqueue {
      _ = try $0.rename($0.run(named: name), to: newName)
      return .renamed(name, to: newName)
    }
  }

  func delete(_ name: String) {
    enqueue {
      try $0.delete($0.run(named: name))
      return .deleted(name)
    }
  }

  func writeNote(_ text: String, on name: String) {
    enqueue {
      try $0.run(named: name).writeNote(text)
      return .noted(name)
    }
  }

  private func enqueue(_ work: @escaping @Sendable (RunStore) throws -> RunListReply) {
    queue.async { [store, replies] in
      do {
        replies.post(try work(store))
      } catch {
        replies.post(.failed("\(error)"))
      }
    }
  }
}

extension RecordedRun {
  /// Reads everything that a run has recorded.
  init(_ run: Run) throws(RunsError) {
    self.init(
      name: run.name, plan: try run.plan(), events: try run.recording().events,
      kernels: (try? run.kernels()).map { ($0.step, $0.kernels) },
      layers: (try? LayerTimeline(path: run.layersPath))?.latest)
  }
}
