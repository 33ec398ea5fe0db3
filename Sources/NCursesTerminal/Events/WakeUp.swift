import Glibc

/// How another thread wakes the event loop: a descriptor that any thread may make readable. Many
/// signals before the loop looks are one.
public struct WakeUp: Sendable {
  public let descriptor: Int32

  public init() throws(TerminalError) {
    descriptor = Curses.openWakeUp()
    if descriptor < 0 { throw .system(call: "eventfd", code: errno) }
  }

  /// Never waits.
  public func signal() { Curses.signalWakeUp(descriptor) }

  /// Not readable any more, until the next signal.
  public func drain() { Curses.drainWakeUp(descriptor) }

  /// When no thread signals any more.
  public func close() { _ = Glibc.close(descriptor) }
}
