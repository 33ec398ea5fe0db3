import Glibc

/// The processor time used so far.
public enum CPUTime {
  /// The processor time of the calling thread.
  public static var ofThisThread: Duration { used(CLOCK_THREAD_CPUTIME_ID) }
  /// The processor time of all threads of the process.
  public static var ofThisProcess: Duration { used(CLOCK_PROCESS_CPUTIME_ID) }

  private static func used(_ clock: clockid_t) -> Duration {
    var time = timespec()
    clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
