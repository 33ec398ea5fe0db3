import Glibc

/// A fixed number of numbers in one piece of memory, 64-byte aligned, handed from thread to thread.
/// Only who holds it touches it: a queue or pool that hands it over is what makes that safe.
public final class Buffer<Element: BitwiseCopyable>: @unchecked Sendable {
  /// Valid while the buffer lives.
  public let elements: UnsafeMutableBufferPointer<Element>

  public init(count: Int, repeating value: Element) {
    let memory = Allocation.aligned(to: 64, bytes: count * MemoryLayout<Element>.stride)
    elements = UnsafeMutableBufferPointer(
      start: memory.bindMemory(to: Element.self, capacity: count), count: count)
    elements.initialize(repeating: value)
  }

  public convenience init(_ values: [Element]) {
    precondition(!values.isEmpty, "a buffer holds something")
    self.init(count: values.count, repeating: values[0])
    _ = elements.update(fromContentsOf: values)
  }

  deinit { free(elements.baseAddress) }

  public var count: Int { elements.count }
}
