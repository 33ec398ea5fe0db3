import Glibc

/// State that threads share, with a lock and a condition to wait for a change (Hoare's monitor). Every
/// other type of this module that waits is built on it. The closures run while the lock is held: they must
/// be short, and must not use the monitor again.
public final class Monitor<State: Sendable>: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var state: State

  /// Creates a monitor with its first state.
  public init(_ state: State) {
    self.state = state
    lock = .allocate(capacity: 1)
    changed = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    // With the monotonic clock, setting the time of day cannot lengthen a timeout.
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  /// Reads or changes the state, then wakes all waiting threads.
  /// - Returns: The result of `body`.
  public func update<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { unlock() }
    return body(&state)
  }

  /// Calls `attempt` now, and again after every change, until it returns a result.
  /// - Parameters:
  ///   - timeout: The longest time to wait; `nil` for no limit.
  ///   - attempt: Reads or changes the state while it is locked; `nil` waits for the next change.
  /// - Returns: The result, or `nil` when the time has passed.
  public func wait<Result>(
    timeout: Duration? = nil, until attempt: (inout State) -> Result?
  ) -> Result? {
    var deadline = timeout.map(Self.deadline)
    pthread_mutex_lock(lock)
    defer { unlock() }
    while true {
      if let result = attempt(&state) { return result }
      if deadline == nil {
        pthread_cond_wait(changed, lock)
      } else if pthread_cond_timedwait(changed, lock, &deadline!) == ETIMEDOUT {
        return attempt(&state)
      }
    }
  }

  private func unlock() {
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(lock)
  }

  private static func deadline(after timeout: Duration) -> timespec {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let (seconds, attoseconds) = timeout.components
    let nanoseconds = time.tv_nsec + Int(attoseconds / 1_000_000_000)
    time.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    return time
  }
}
