import Synchronization

/// Numbers 0, 1, 2 …, each given out once to whichever thread asks.
public final class Tickets: Sendable {
  private let next = Atomic<Int>(0)

  public init() {}

  public func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }
}
