/// A bounded queue whose elements leave in the order of their numbers 0, 1, 2 …, although several threads
/// add them in any order. Each number is added exactly once.
public final class OrderedQueue<Element: Sendable>: Sendable {
  private struct Ring: Sendable {
    var slots: [Element?]
    /// The number of the next element to leave.
    var head = 0
    var isClosed = false

    func slot(of number: Int) -> Int { number % slots.count }
  }
  private let ring: Monitor<Ring>

  /// Creates an empty queue.
  /// - Parameter capacity: The length of the queue; at least 1. If n is the number of the next
  ///   element to leave, the queue has room for the elements n to n + `capacity` − 1.
  public init(capacity: Int) {
    precondition(capacity > 0, "the capacity must be at least 1")
    ring = Monitor(Ring(slots: Array(repeating: nil, count: capacity)))
  }

  /// Waits until there is room for this number, then adds the element.
  /// - Returns: True if the element was added; false if the queue is closed.
  @discardableResult
  public func enqueue(_ element: Element, at number: Int) -> Bool {
    ring.wait { ring -> Bool? in
      if ring.isClosed { return false }
      precondition(number >= ring.head, "element \(number) has already left the queue")
      guard number < ring.head + ring.slots.count else { return nil }
      let slot = ring.slot(of: number)
      precondition(ring.slots[slot] == nil, "element \(number) was added twice")
      ring.slots[slot] = element
      return true
    }!
  }

  /// Waits for the element with the next number and removes it.
  /// - Returns: The element; `nil` if the queue is closed.
  public func dequeue() -> Element? {
    ring.wait { ring -> Element?? in
      if ring.isClosed { return .some(nil) }
      let slot = ring.slot(of: ring.head)
      guard let element = ring.slots[slot] else { return nil }
      ring.slots[slot] = nil
      ring.head += 1
      return .some(element)
    }!
  }

  /// Closes the queue and discards its elements. The calls that wait return at once, and so do
  /// later calls.
  public func close() {
    ring.update { ring in
      ring.isClosed = true
      for slot in ring.slots.indices { ring.slots[slot] = nil }
    }
  }
}
