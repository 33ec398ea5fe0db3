import Channels
import Runs
import Synchronization

/// One who watches a session: every event comes to it, and pictures of what it is interested in.
public final class Watcher: Sendable {
  /// In order; `finished` or `failed` is a run's last.
  public let events: Mailbox<EventLine>
  /// Of all the runs that it looks at, taken between the same two steps.
  public let glimpses: LatestValue<[Glimpse]>
  private let wish: Mutex<Wish>

  private struct Wish {
    var interest: Interest
    /// Tells the one who is to look.
    var onChange: (@Sendable () -> Void)?
  }

  /// - Parameter onNews: called on the trainer's thread when there is an event or a glimpse to take.
  public init(_ interest: Interest, onNews: (@Sendable () -> Void)? = nil) {
    events = Mailbox(onPost: onNews)
    glimpses = LatestValue(onSet: onNews)
    wish = Mutex(Wish(interest: interest))
  }

  /// What it looks at; may change at any time.
  public var interest: Interest {
    get { wish.withLock { $0.interest } }
    set {
      let onChange = wish.withLock { wish in
        defer { wish.interest = newValue }
        return wish.interest == newValue ? nil : wish.onChange
      }
      onChange?()
    }
  }
}

extension Watcher {
  fileprivate func tellChanges(to onChange: (@Sendable () -> Void)?) {
    wish.withLock { $0.onChange = onChange }
  }
}

/// All who watch a session now. They come and go from any thread.
public final class Watchers: Sendable {
  private let present: Mutex<[Watcher]>

  private let onChange: (@Sendable () -> Void)?

  /// - Parameter onChange: called when somebody begins to look at something else, on any thread.
  public init(_ watchers: [Watcher] = [], onChange: (@Sendable () -> Void)? = nil) {
    present = Mutex(watchers)
    self.onChange = onChange
    for watcher in watchers { watcher.tellChanges(to: onChange) }
  }

  public var all: [Watcher] { present.withLock { $0 } }

  public func add(_ watcher: Watcher) { add(watcher) {} }

  /// Adds one between two events; `place` says where that is, before the next can happen.
  func add<Place>(_ watcher: Watcher, at place: () -> Place) -> Place {
    watcher.tellChanges(to: onChange)
    defer { onChange?() }
    return present.withLock { present in
      present.append(watcher)
      return place()
    }
  }

  public func remove(_ watcher: Watcher) {
    present.withLock { $0.removeAll { $0 === watcher } }
    watcher.tellChanges(to: nil)
  }

  /// Tells all of an event, after `record` has written it down: nobody comes in between.
  func post(_ line: EventLine, recording record: () -> Void = {}) {
    present.withLock { present in
      record()
      for watcher in present { watcher.events.post(line) }
    }
  }
}
