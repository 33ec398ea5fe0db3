import Synchronization

/// A counter that gives each of the numbers 0, 1, 2 … once, to any thread.
public final class AtomicCounter: Sendable {
  private let count = Atomic<Int>(0)

  /// Creates a counter that starts at 0.
  public init() {}

  /// Returns the next number.
  public func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
}
