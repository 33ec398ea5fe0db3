import Glibc

/// Bytes that wait to be sent through a socket. Sending never waits.
struct SendBuffer {
  private var bytes: [UInt8] = []
  private var sent = 0

  /// The number of bytes that the socket has not accepted yet.
  var count: Int { bytes.count - sent }

  mutating func append(_ packet: Packet) { bytes += packet.bytes }

  /// Sends the bytes that the socket accepts now.
  /// - Returns: False when the other end has closed the connection.
  mutating func flush(to descriptor: Int32) -> Bool {
    while count > 0 {
      let result = bytes.withUnsafeBytes {
        send(
          descriptor, $0.baseAddress?.advanced(by: sent), count,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if result >= 0 {
        sent += result
      } else if errno == EAGAIN {
        return true
      } else if errno != EINTR {
        return false
      }
    }
    bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
    sent = 0
    return true
  }
}
