import Glibc

/// The processor time used so far.
public enum CPUTime {
  /// The processor time of the calling thread.
  public static var ofThisThread: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
