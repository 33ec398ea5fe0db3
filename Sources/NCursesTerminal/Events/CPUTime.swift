import Glibc

/// Processor time used so far: what the interface costs, or the whole program.
public enum CPUTime {
  public static var ofThisThread: Duration { used(CLOCK_THREAD_CPUTIME_ID) }
  public static var ofThisProcess: Duration { used(CLOCK_PROCESS_CPUTIME_ID) }

  private static func used(_ clock: clockid_t) -> Duration {
    var time = timespec()
    clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
