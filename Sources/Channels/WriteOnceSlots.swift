import Glibc
import Synchronization

/// Slots of memory of equal size, each of which is written once.
///
/// The first thread that calls `write` for a slot fills it; afterwards any thread reads it without
/// a lock. A slot uses no memory of the machine before it is written.
public final class WriteOnceSlots: @unchecked Sendable {
  private enum Mark {
    static let empty: UInt8 = 0
    static let beingWritten: UInt8 = 1
    static let written: UInt8 = 2
  }
  private let marks: UnsafeMutablePointer<Atomic<UInt8>>
  private let memory: UnsafeMutableRawPointer
  /// The number of slots.
  public let count: Int
  /// The size of one slot.
  public let bytesPerSlot: Int

  /// Creates empty slots.
  /// - Precondition: Both arguments are greater than 0.
  public init(count: Int, bytesPerSlot: Int) {
    precondition(count > 0 && bytesPerSlot > 0, "slots need a count and a size above 0")
    self.count = count
    self.bytesPerSlot = bytesPerSlot
    marks = .allocate(capacity: count)
    for slot in 0..<count { (marks + slot).initialize(to: Atomic(Mark.empty)) }
    memory = Allocation.reserved(bytes: count * bytesPerSlot)
  }

  deinit {
    munmap(memory, count * bytesPerSlot)
    marks.deinitialize(count: count)
    marks.deallocate()
  }

  /// The contents of a slot, valid while this object exists; `nil` when the slot is empty or is
  /// being written.
  public subscript(slot: Int) -> UnsafeBufferPointer<UInt8>? {
    check(slot)
    guard marks[slot].load(ordering: .acquiring) == Mark.written else { return nil }
    return UnsafeBufferPointer(bytes(of: slot))
  }

  /// Calls `body` to fill a slot.
  /// - Returns: False when another thread has begun to fill the slot; then `body` is not called.
  public func write(_ slot: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) -> Bool {
    check(slot)
    let (isFirst, _) = marks[slot].compareExchange(
      expected: Mark.empty, desired: Mark.beingWritten, ordering: .relaxed)
    guard isFirst else { return false }
    body(bytes(of: slot))
    marks[slot].store(Mark.written, ordering: .releasing)
    return true
  }

  private func check(_ slot: Int) {
    precondition(slot >= 0 && slot < count, "slot \(slot) is outside 0..<\(count)")
  }

  private func bytes(of slot: Int) -> UnsafeMutableBufferPointer<UInt8> {
    let start = (memory + slot * bytesPerSlot).assumingMemoryBound(to: UInt8.self)
    return UnsafeMutableBufferPointer(start: start, count: bytesPerSlot)
  }
}
