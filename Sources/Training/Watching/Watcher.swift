import Channels
import Observing
import Runs
import Synchronization

/// The receiver of a session's events and of the snapshots that it is interested in.
public final class Watcher: Sendable {
  /// The events in order; `finished` or `failed` is the last of a run.
  public let events: Mailbox<EventLine>
  /// The latest snapshots of all runs of interest, made between the same two steps.
  public let snapshots: LatestValue<[Snapshot]>
  private let state: Mutex<State>

  private struct State {
    var interest: Interest
    /// Requests snapshots from the trainer when the interest changes.
    var onChange: (@Sendable () -> Void)?
  }

  /// Creates a watcher that has received nothing.
  /// - Parameters:
  ///   - interest: The interest at first.
  ///   - onUpdate: A closure called on the trainer's thread after each event and each set of snapshots.
  public init(_ interest: Interest, onUpdate: (@Sendable () -> Void)? = nil) {
    events = Mailbox(onPost: onUpdate)
    snapshots = LatestValue(onSet: onUpdate)
    state = Mutex(State(interest: interest))
  }

  /// The content of the snapshots. It can change at any time, on any thread.
  public var interest: Interest {
    get { state.withLock { $0.interest } }
    set {
      let onChange = state.withLock { state in
        defer { state.interest = newValue }
        return state.interest == newValue ? nil : state.onChange
      }
      onChange?()
    }
  }
}

extension Watcher {
  fileprivate func setOnChange(_ onChange: (@Sendable () -> Void)?) {
    state.withLock { $0.onChange = onChange }
  }
}

/// The watchers of a session. Any thread can add and remove watchers at any time.
public final class Watchers: Sendable {
  private let present: Mutex<[Watcher]>

  private let onChange: (@Sendable () -> Void)?

  /// Creates the set of watchers.
  /// - Parameters:
  ///   - watchers: The watchers at first.
  ///   - onChange: A closure called when the interest of a watcher changes, on any thread.
  public init(_ watchers: [Watcher] = [], onChange: (@Sendable () -> Void)? = nil) {
    present = Mutex(watchers)
    self.onChange = onChange
    for watcher in watchers { watcher.setOnChange(onChange) }
  }

  /// The watchers at this moment.
  public var all: [Watcher] { present.withLock { $0 } }

  /// Adds a watcher between two events. It receives all later events.
  /// - Parameter position: A closure that returns the position in the sequence of events. No event is sent
  ///   while it runs.
  func add<Position>(_ watcher: Watcher, at position: () -> Position) -> Position {
    watcher.setOnChange(onChange)
    defer { onChange?() }
    return present.withLock { present in
      present.append(watcher)
      return position()
    }
  }

  /// Removes a watcher, which receives nothing more.
  public func remove(_ watcher: Watcher) {
    present.withLock { $0.removeAll { $0 === watcher } }
    watcher.setOnChange(nil)
  }

  /// Sends an event to all watchers, after `record` has written it. No watcher is added in between.
  func post(_ line: EventLine, recording record: () -> Void = {}) {
    present.withLock { present in
      record()
      for watcher in present { watcher.events.post(line) }
    }
  }
}
