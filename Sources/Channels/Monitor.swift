import Glibc

/// State that threads share, with its lock and the means to wait for a change (Hoare's monitor).
/// Everything else here that makes a thread wait is built on it. Closures run under the lock: they
/// are short and call nothing that could lock again.
public final class Monitor<State: Sendable>: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var state: State

  public init(_ state: State) {
    self.state = state
    lock = .allocate(capacity: 1)
    changed = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    // The monotonic clock, so that setting the time of day cannot stretch a timeout.
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

  /// Reads or changes the state, then wakes every thread that waits.
  public func update<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { leave() }
    return body(&state)
  }

  /// Tries now, and again after every change, until `attempt` gives a result. With a timeout it
  /// gives up after that time and returns nil.
  public func wait<Result>(
    timeout: Duration? = nil, until attempt: (inout State) -> Result?
  ) -> Result? {
    var deadline = timeout.map(Self.deadline)
    pthread_mutex_lock(lock)
    defer { leave() }
    while true {
      if let result = attempt(&state) { return result }
      if deadline == nil {
        pthread_cond_wait(changed, lock)
      } else if pthread_cond_timedwait(changed, lock, &deadline!) == ETIMEDOUT {
        return attempt(&state)
      }
    }
  }

  private func leave() {
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
