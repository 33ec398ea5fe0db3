import Glibc
import Runs

/// The messages that a client receives through its connection.
struct TrainerMessageStream {
  /// A message and the number of bytes of its payload.
  typealias Received = (message: TrainerMessage, byteCount: Int)

  /// The descriptor of the socket.
  private let descriptor: Int32
  private var reader = PacketReader(maximumPayload: TrainerMessage.maximumPayload)
  /// The messages that arrived together with `hello`; the next call of `next()` returns them.
  private var early: [Received] = []

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Waits for `hello`, which is the trainer's first message.
  /// - Parameters:
  ///   - timeout: The longest time to wait.
  ///   - process: The trainer's process, for the error.
  /// - Returns: For each run, the position in its journal. The events after it arrive as messages.
  /// - Throws: `AttachingError`: the trainer does not answer in time, refuses the client, has
  ///   another version of the protocol, or sends something that is not a `hello`.
  mutating func hello(
    within timeout: Duration, from process: pid_t
  ) throws(AttachingError) -> [JournalPosition] {
    let deadline = ContinuousClock.now + timeout
    while early.isEmpty {
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard left > 0 else { throw .noAnswer(process: process) }
      let ready = poll(&polled, 1, Int32(left.rounded(.up)))
      // After a signal the wait continues until the deadline. Without the check, the read below
      // could wait without one.
      if ready <= 0, ready == 0 || errno == EINTR { continue }
      guard let messages = next() else { throw .unreadableMessage }
      early = messages
    }
    switch early.removeFirst().message {
    case .hello(AttachingProtocol.version, let positions): return positions
    case .hello(let version, _):
      throw .otherVersion(theirs: version, ours: AttachingProtocol.version)
    case .refused(let reason): throw .refused(reason)
    case .event, .snapshots: throw .unreadableMessage
    }
  }

  /// Waits for further bytes and returns the messages that they complete.
  /// - Returns: The messages, none if no message is complete yet; `nil` at the end of the
  ///   connection, or after bytes that are not a message.
  mutating func next() -> [Received]? {
    if !early.isEmpty {
      defer { early = [] }
      return early
    }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      if count > 0 { return try? messages(in: bytes[..<count]) }
      guard count < 0, errno == EINTR else { return nil }
    }
  }

  private mutating func messages(in bytes: ArraySlice<UInt8>) throws -> [Received] {
    let parser = EventLine.Parser()
    reader.append(bytes)
    var messages: [Received] = []
    while let packet = try reader.next() {
      if let message = try TrainerMessage(packet, parser) {
        messages.append((message, packet.payload.count))
      }
    }
    return messages
  }
}
