import CTerminal
import Glibc

/// How another thread wakes the event loop: a descriptor that any thread may make readable. Many
/// signals before the loop looks are one.
public struct WakeUp: Sendable {
  public let descriptor: Int32

  public init() throws(TerminalError) {
    descriptor = terminal_wakeup_open()
    if descriptor < 0 { throw .system(call: "eventfd", code: errno) }
  }

  /// Never waits.
  public func signal() { terminal_wakeup_signal(descriptor) }

  /// Not readable any more, until the next signal.
  public func drain() { terminal_wakeup_drain(descriptor) }

  /// When no thread signals any more.
  public func close() { _ = Glibc.close(descriptor) }
}
