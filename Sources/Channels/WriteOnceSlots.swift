import Glibc
import Synchronization

/// Equal pieces of memory, each written once by whichever thread comes first and read by any thread
/// afterwards, without a lock. Memory is taken from the system only as slots are written.
public final class WriteOnceSlots: @unchecked Sendable {
  private enum Mark {
    static let empty: UInt8 = 0
    static let beingWritten: UInt8 = 1
    static let written: UInt8 = 2
  }
  private let marks: UnsafeMutablePointer<Atomic<UInt8>>
  private let memory: UnsafeMutableRawPointer
  public let count: Int
  public let bytesPerSlot: Int

  public init(count: Int, bytesPerSlot: Int) {
    precondition(count > 0 && bytesPerSlot > 0, "slots hold something")
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

  /// What was written, for as long as this object lives; nil when the slot is not finished.
  public subscript(slot: Int) -> UnsafeBufferPointer<UInt8>? {
    check(slot)
    guard marks[slot].load(ordering: .acquiring) == Mark.written else { return nil }
    return UnsafeBufferPointer(bytes(of: slot))
  }

  /// Lets `body` fill the slot; false, without calling it, when another thread has begun to.
  public func write(_ slot: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) -> Bool {
    check(slot)
    let (mine, _) = marks[slot].compareExchange(
      expected: Mark.empty, desired: Mark.beingWritten, ordering: .relaxed)
    guard mine else { return false }
    body(bytes(of: slot))
    marks[slot].store(Mark.written, ordering: .releasing)
    return true
  }

  private func check(_ slot: Int) {
    precondition(slot >= 0 && slot < count, "slot \(slot) is not one of \(count)")
  }

  private func bytes(of slot: Int) -> UnsafeMutableBufferPointer<UInt8> {
    let start = (memory + slot * bytesPerSlot).assumingMemoryBound(to: UInt8.self)
    return UnsafeMutableBufferPointer(start: start, count: bytesPerSlot)
  }
}
