import Channels
import Glibc

/// The lines that a user types on standard input, which is a terminal. A thread reads them.
///
/// The terminal stays in its own mode: it edits the line, and delivers it after Enter.
final class TypedLines: Sendable {
  /// The lines in order, without their line ends; `nil` for the end of the input (^D).
  let lines: Mailbox<String?>

  /// The time between two tests whether a process in the background has the terminal again, in microseconds.
  private static let backgroundInterval: UInt32 = 500_000
  /// Longer lines are not commands. The rest of such a line is ignored.
  private static let maximumLength = 1000

  /// Starts the thread.
  /// - Parameter onLine: Called on the thread after each line, and at the end of the input.
  /// - Returns: `nil` if standard input is not a terminal.
  init?(onLine: @escaping @Sendable () -> Void) {
    guard isatty(STDIN_FILENO) == 1 else { return nil }
    lines = Mailbox(onPost: onLine)
    NamedThread.start("commands", isBackground: true) { [lines] in Self.read(into: lines) }
  }

  private static func read(into lines: Mailbox<String?>) {
    var line: [UInt8] = []
    while let byte = nextByte() {
      guard byte == UInt8(ascii: "\n") else {
        if line.count < maximumLength { line.append(byte) }
        continue
      }
      lines.post(String(decoding: line, as: UTF8.self))
      line = []
    }
    lines.post(nil)
  }

  /// Waits for a byte.
  /// - Returns: `nil` at the end of the input, or if the terminal is gone.
  private static func nextByte() -> UInt8? {
    var state = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    while true {
      let count = poll(&state, 1, -1)
      if count < 0, errno == EINTR { continue }
      // Reading the terminal in the background would stop the whole process (SIGTTIN).
      if count > 0, state.revents & Int16(POLLHUP) == 0, tcgetpgrp(STDIN_FILENO) != getpgrp() {
        usleep(backgroundInterval)
        continue
      }
      var byte: UInt8 = 0
      let length = Glibc.read(STDIN_FILENO, &byte, 1)
      if length < 0, errno == EINTR || errno == EAGAIN { continue }
      return length == 1 ? byte : nil
    }
  }
}
