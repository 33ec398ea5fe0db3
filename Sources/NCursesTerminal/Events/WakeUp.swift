import Glibc

/// A descriptor by which any thread can wake the event loop. Several signals before the loop reads
/// them count as one.
public struct WakeUp: Sendable {
  /// The descriptor to poll; readable after a signal.
  public let descriptor: Int32

  /// Opens the descriptor.
  /// - Throws: `TerminalError.system` if the system has no descriptor left.
  public init() throws(TerminalError) {
    descriptor = Curses.openWakeUp()
    if descriptor < 0 { throw .system(call: "eventfd", code: errno) }
  }

  /// Wakes the event loop. Does not wait.
  public func signal() { Curses.signalWakeUp(descriptor) }

  /// Clears the signals, so that the descriptor is not readable until the next one.
  public func drain() { Curses.drainWakeUp(descriptor) }

  /// Closes the descriptor. No thread can signal afterwards.
  public func close() { _ = Glibc.close(descriptor) }
}
