/// A bounded queue whose elements leave in the order of their numbers 0, 1, 2 …, in whatever order
/// several threads put them in. Each number is put exactly once.
public final class OrderedQueue<Element: Sendable>: Sendable {
  private struct Ring: Sendable {
    var slots: [Element?]
    var head = 0
    var isClosed = false

    /// Where a number waits for its turn.
    func slot(of number: Int) -> Int { number % slots.count }
  }
  private let ring: Monitor<Ring>

  /// - Parameter capacity: how many elements may be in it, counted from the next to leave.
  public init(capacity: Int) {
    precondition(capacity > 0, "an ordered queue holds at least one element")
    ring = Monitor(Ring(slots: Array(repeating: nil, count: capacity)))
  }

  /// Waits until there is room for this number. False when the queue is closed: the element was
  /// not taken.
  @discardableResult
  public func put(_ element: Element, at number: Int) -> Bool {
    ring.wait { ring -> Bool? in
      if ring.isClosed { return false }
      precondition(number >= ring.head, "number \(number) has already left the queue")
      guard number < ring.head + ring.slots.count else { return nil }
      let slot = ring.slot(of: number)
      precondition(ring.slots[slot] == nil, "number \(number) was put twice")
      ring.slots[slot] = element
      return true
    }!
  }

  /// Waits for the next number's element; nil when the queue is closed.
  public func take() -> Element? {
    ring.wait { ring -> Element?? in
      if ring.isClosed { return .some(nil) }
      let slot = ring.slot(of: ring.head)
      guard let element = ring.slots[slot] else { return nil }
      ring.slots[slot] = nil
      ring.head += 1
      return .some(element)
    }!
  }

  /// Drops what is in it and wakes everybody who waits, now and from now on.
  public func close() {
    ring.update { ring in
      ring.isClosed = true
      for slot in ring.slots.indices { ring.slots[slot] = nil }
    }
  }
}
