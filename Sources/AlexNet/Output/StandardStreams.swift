import Glibc

/// Standard output. Each text is written completely before the call returns, so that a failure belongs
/// to one text. All other code prints through these functions.
enum StandardOutput {
  static func print(_ text: String, terminator: String = "\n") throws(OutputFailure) {
    try write(text + terminator)
  }

  static func write(_ text: String) throws(OutputFailure) {
    if let code = Descriptor.write(text, to: STDOUT_FILENO) { throw OutputFailure(code: code) }
  }

  /// The width of the terminal that standard output is; `nil` if it is a file or a pipe.
  static var columns: Int? { Descriptor.columns(of: STDOUT_FILENO) }

  /// Closes standard output at the end of the program. Some file systems report a full disk only then.
  static func close() throws(OutputFailure) {
    guard Glibc.close(STDOUT_FILENO) != 0, errno != EBADF else { return }
    throw OutputFailure(code: errno)
  }
}

/// Standard error. A failure to write there is ignored, since it cannot be reported. All other code prints
/// through these functions.
enum StandardError {
  static func write(_ text: String) { _ = Descriptor.write(text, to: STDERR_FILENO) }

  /// The width of the terminal that standard error is; `nil` if it is a file or a pipe.
  static var columns: Int? { Descriptor.columns(of: STDERR_FILENO) }

  /// Writes a text unless that would block. It is for a process that ends because a thread hangs.
  static func writeWithoutWaiting(_ text: String) {
    var state = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    guard poll(&state, 1, 0) == 1, state.revents & Int16(POLLOUT) != 0 else { return }
    write(text)
  }
}

private enum Descriptor {
  /// The width of a terminal in columns, 80 if the terminal does not state it; `nil` for a file or a pipe.
  static func columns(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : 80
  }

  /// Writes all of a text.
  /// - Returns: The `errno` of the failure; `nil` without one.
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = Glibc.write(descriptor, part.baseAddress, part.count)
        if count >= 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          // Another program that shares the pipe or the terminal has made it non-blocking.
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

/// A failure to write to standard output.
struct OutputFailure: ProgramError, Equatable {
  /// The `errno` of the failure.
  var code: Int32

  /// True if the program that read standard output, such as `head`, has ended. SIGPIPE, which would
  /// report this, is ignored.
  var isReaderGone: Bool { code == EPIPE }

  /// The status that a shell reports for a program that SIGPIPE ended.
  static let readerGoneStatus = 128 + SIGPIPE

  var problem: String { "cannot write to standard output: \(String(cString: strerror(code)))" }
  var remedy: String {
    switch code {
    case ENOSPC, EDQUOT: "Free disk space, or write to another file"
    case EFBIG: "Raise the limit on the size of files (`ulimit -f`)"
    case EBADF: "Open it for writing"
    default: "Write to another file"
    }
  }
  var hasNotStarted: Bool { false }
}
