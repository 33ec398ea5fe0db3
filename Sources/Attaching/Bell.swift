import Glibc
import Synchronization

/// Wakes a thread that polls. However often it is rung before that thread looks, it costs the first
/// ringer one byte, and the others nothing.
final class Bell: Sendable {
  /// Readable when it has been rung.
  let descriptor: Int32
  private let rope: Int32
  private let isRung = Atomic<Bool>(false)

  /// Nil when the process may open nothing more; then `errno` says so.
  init?() {
    var ends: [Int32] = [-1, -1]
    let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    guard socketpair(AF_UNIX, Int32(type), 0, &ends) == 0 else { return nil }
    (descriptor, rope) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(rope)
  }

  func ring() {
    guard !isRung.exchange(true, ordering: .acquiringAndReleasing) else { return }
    var byte: UInt8 = 1
    _ = send(rope, &byte, 1, Int32(MSG_NOSIGNAL))
  }

  /// Before looking for what it was rung for: who rings from here on is heard again.
  func silence() {
    var bytes = [UInt8](repeating: 0, count: 16)
    while read(descriptor, &bytes, bytes.count) > 0 {}
    isRung.store(false, ordering: .sequentiallyConsistent)
  }
}
