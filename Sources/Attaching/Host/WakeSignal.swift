import Glibc
import Synchronization

/// Wakes a thread that polls a descriptor. Only the first signal after a reset writes a byte; further
/// signals have no cost.
final class WakeSignal: Sendable {
  /// The descriptor to poll, which is readable after a signal.
  let descriptor: Int32
  private let sender: Int32
  private let isSet = Atomic<Bool>(false)

  /// Creates a signal that is not set; `nil` when the process cannot open more descriptors, with the reason
  /// in `errno`.
  init?() {
    var ends: [Int32] = [-1, -1]
    let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    guard socketpair(AF_UNIX, Int32(type), 0, &ends) == 0 else { return nil }
    (descriptor, sender) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(sender)
  }

  /// Wakes the polling thread; callable from any thread.
  func set() {
    guard !isSet.exchange(true, ordering: .acquiringAndReleasing) else { return }
    var byte: UInt8 = 1
    _ = send(sender, &byte, 1, Int32(MSG_NOSIGNAL))
  }

  /// Resets the signal. The polling thread calls this before it looks for work, so that a signal for later
  /// work wakes it again.
  func reset() {
    var bytes = [UInt8](repeating: 0, count: 16)
    while read(descriptor, &bytes, bytes.count) > 0 {}
    isSet.store(false, ordering: .sequentiallyConsistent)
  }
}
