import Glibc

/// Bytes that are to go through a socket as soon as it takes them. It never waits.
struct Outbox {
  private var bytes: [UInt8] = []
  private var sent = 0

  /// Bytes that the socket has not taken yet.
  var count: Int { bytes.count - sent }

  mutating func append(_ packet: Packet) { bytes += packet.bytes }

  /// Sends what the socket takes now; false when the other end is gone.
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
