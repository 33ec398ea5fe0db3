import Channels
import Runs
import Synchronization
import Training

/// A watcher whose events wait for a slow reader, up to a limit. At the limit all waiting events are dropped, so
/// that a disk that does not respond cannot fill the memory.
final class EventBacklog: Sendable {
  private struct State {
    var count = 0
    var hasDropped = false
    weak var watcher: Watcher?
  }

  /// The receiver of the session's events.
  let watcher: Watcher
  private let state: SharedState

  /// The state, which the watcher's closure shares.
  private final class SharedState: Sendable {
    let limit: Int
    let value = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// Counts an event. It is called on the thread of the trainer.
    func add() {
      let full = value.withLock { state -> Watcher? in
        state.count += 1
        guard state.count > limit else { return nil }
        state.count = 0
        state.hasDropped = true
        return state.watcher
      }
      _ = full?.events.drain()
    }
  }

  /// Creates an empty backlog.
  /// - Parameter limit: The greatest number of events that wait.
  init(limit: Int) {
    let state = SharedState(limit: limit)
    self.state = state
    watcher = Watcher(.nothing) { state.add() }
    state.value.withLock { $0.watcher = watcher }
  }

  /// Removes and returns all waiting events.
  /// - Returns: The events, and true if events before them were dropped.
  func drain() -> (events: [EventLine], hasDropped: Bool) {
    let hasDropped = state.value.withLock { state in
      defer {
        state.count = 0
        state.hasDropped = false
      }
      return state.hasDropped
    }
    return (watcher.events.drain(), hasDropped)
  }
}
