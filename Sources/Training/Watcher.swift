import Channels
import Runs
import Synchronization

/// One who watches a session: every event comes to it, and pictures of what it is interested in.
public final class Watcher: Sendable {
  /// In order; `finished` or `failed` is a run's last.
  public let events: Mailbox<EventLine>
  /// Of all the runs that it looks at, taken between the same two steps.
  public let glimpses: LatestValue<[Glimpse]>
  private let wish: Mutex<Interest>

  /// - Parameter onNews: called on the trainer's thread when there is an event or a glimpse to take.
  public init(_ interest: Interest, onNews: (@Sendable () -> Void)? = nil) {
    events = Mailbox(onPost: onNews)
    glimpses = LatestValue(onSet: onNews)
    wish = Mutex(interest)
  }

  /// What it looks at; may change at any time.
  public var interest: Interest {
    get { wish.withLock { $0 } }
    set { wish.withLock { $0 = newValue } }
  }
}

/// All who watch a session now. They come and go from any thread.
public final class Watchers: Sendable {
  private let present: Mutex<[Watcher]>

  public init(_ watchers: [Watcher] = []) { present = Mutex(watchers) }

  public var all: [Watcher] { present.withLock { $0 } }

  public func add(_ watcher: Watcher) { add(watcher) {} }

  /// Adds one between two events; `place` says where that is, before the next can happen.
  func add<Place>(_ watcher: Watcher, at place: () -> Place) -> Place {
    present.withLock { present in
      present.append(watcher)
      return place()
    }
  }

  public func remove(_ watcher: Watcher) {
    present.withLock { $0.removeAll { $0 === watcher } }
  }

  /// Tells all of an event, after `record` has written it down: nobody comes in between.
  func post(_ line: EventLine, recording record: () -> Void = {}) {
    present.withLock { present in
      record()
      for watcher in present { watcher.events.post(line) }
    }
  }
}
