import Foundation

/// The one place that writes to standard output. Each text is written at once and whole, so that every
/// failure belongs to the text that it has cost.
enum StandardOutput {
  static func print(_ text: String, terminator: String = "\n") throws(OutputFailure) {
    try write(text + terminator)
  }

  static func write(_ text: String) throws(OutputFailure) {
    if let code = Descriptor.write(text, to: STDOUT_FILENO) { throw OutputFailure(code: code) }
  }

  /// Closes it at the end of the program: some file systems report only then that there was no room.
  static func close() throws(OutputFailure) {
    guard Foundation.close(STDOUT_FILENO) != 0, errno != EBADF else { return }
    throw OutputFailure(code: errno)
  }
}

/// The one place that writes to standard error. What cannot be written there cannot be reported anywhere.
enum StandardError {
  static func write(_ text: String) { _ = Descriptor.write(text, to: STDERR_FILENO) }

  /// Writes unless that would have to wait: for a process that is about to end because something hangs.
  static func writeWithoutWaiting(_ text: String) {
    var state = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    guard poll(&state, 1, 0) == 1, state.revents & Int16(POLLOUT) != 0 else { return }
    write(text)
  }
}

private enum Descriptor {
  /// Writes all of a text.
  /// - Returns: the `errno` of what went wrong; nil when nothing did.
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = Foundation.write(descriptor, part.baseAddress, part.count)
        if count >= 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          // Another program has made the pipe or terminal that it shares with this one non-blocking.
          var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&state, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }
}

/// Standard output could not be written.
struct OutputFailure: Explained, Equatable {
  /// An `errno`.
  var code: Int32

  /// True if a program that read from it, such as `head`, has read enough and ended. Since SIGPIPE is
  /// ignored, this is how that is noticed.
  var isReaderGone: Bool { code == EPIPE }

  /// The status of a program that SIGPIPE ends, as a shell gives it.
  static let readerGoneStatus = 128 + SIGPIPE

  var problem: String { "cannot write to standard output: \(String(cString: strerror(code)))" }
  var remedy: String {
    switch code {
    case ENOSPC, EDQUOT: "Make room on the disk, or write to another file"
    case EFBIG: "Files may not become so large here: see `ulimit -f`"
    case EBADF: "Open it for writing"
    default: "Write to another file"
    }
  }
  var hasNotStarted: Bool { false }
}
