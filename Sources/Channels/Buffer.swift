import Glibc

/// A fixed number of elements in one block of memory, aligned to 64 bytes, that threads hand to each other.
/// Only one thread uses the elements at a time. The queue or pool through which the buffer passes
/// makes that safe.
public final class Buffer<Element: BitwiseCopyable>: @unchecked Sendable {
  /// The elements, valid while the buffer exists.
  public let elements: UnsafeMutableBufferPointer<Element>

  /// Creates a buffer of equal elements.
  public init(count: Int, repeating value: Element) {
    let memory = Allocation.aligned(to: 64, bytes: count * MemoryLayout<Element>.stride)
    elements = UnsafeMutableBufferPointer(
      start: memory.bindMemory(to: Element.self, capacity: count), count: count)
    elements.initialize(repeating: value)
  }

  /// Creates a buffer with the elements of an array, which must not be empty.
  public convenience init(_ values: [Element]) {
    precondition(!values.isEmpty, "a buffer needs at least one element")
    self.init(count: values.count, repeating: values[0])
    _ = elements.update(fromContentsOf: values)
  }

  deinit { free(elements.baseAddress) }

  /// The number of elements.
  public var count: Int { elements.count }
}
