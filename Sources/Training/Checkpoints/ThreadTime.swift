import Glibc

/// The processor time of the calling thread. On a busy machine it is shorter than the elapsed time, which
/// would overstate the cost of the work.
enum ThreadTime {
  static var now: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
