import Glibc

/// The end of a child process.
public struct ProcessExit: Equatable, Sendable {
  /// The exit status as a shell reports it: 128 + the signal's number for a signal.
  public var status: Int32
  /// The signal that ended the process; `nil` if it ended by itself.
  public var signal: Int32?

  /// Waits for the end of a child.
  /// - Returns: `nil` if the process is not a child of this one, or was waited for already.
  init?(waitingFor process: pid_t) {
    var status: Int32 = 0
    while true {
      let found = waitpid(process, &status, 0)
      if found == process { break }
      guard found < 0, errno == EINTR else { return nil }
    }
    let signal = status & 0x7F
    self.signal = signal == 0 ? nil : signal
    self.status = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// The predicate of a sentence about the process: "was ended by signal 9 (Killed)".
  public var text: String {
    signal.map { "was ended by signal \($0) (\(String(cString: strsignal($0))))" }
      ?? "ended with status \(status)"
  }
}
