import Glibc
import Machine

/// The pair of connected sockets of a launch: one end for this process, one for the trainer.
struct SocketPair {
  let ours: OpenFile
  /// The descriptor of the trainer's end, open in this process until `closeTheirs`.
  let theirs: Int32

  /// Creates both ends. If the process has no free descriptors, both ends are invalid. Reading from
  /// `ours` then returns nothing, and the launch fails.
  init() {
    var ends: [Int32] = [-1, -1]
    let type = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
    _ = socketpair(AF_UNIX, Int32(type), 0, &ends)
    ours = OpenFile(ends[0])
    theirs = ends[1]
  }

  /// Closes the trainer's end in this process. The trainer has its own copy.
  func closeTheirs() { close(theirs) }
}

/// The lines of text that the starter and the trainer of a launch send each other.
enum LaunchMessage {
  /// Sent by the trainer: its plan and its data are valid, and nothing is written yet.
  static let prepared = "prepared"
  /// Sent by the starter: the trainer must begin.
  static let begin = "begin"
  /// Sent by the trainer, followed by the run's name: clients can connect.
  static let training = "training"

  /// Writes a line to a socket. If the other end is closed, the line is lost.
  static func send(_ line: String, to descriptor: Int32) {
    let bytes = Array("\(line)\n".utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Waits for a line.
  /// - Returns: The line without its line break; `nil` if the other end is closed.
  static func receive(from descriptor: Int32) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = read(descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
  }
}
