/// Objects that several threads reuse. Their number limits the work in progress: if no object is free, a
/// thread waits until another thread releases one.
public final class Pool<Element: Sendable>: Sendable {
  private struct State: Sendable {
    var elements: [Element]
    var isClosed = false
  }
  private let state: Monitor<State>

  /// Creates a pool of objects, all of which are free.
  public init(_ elements: [Element]) {
    state = Monitor(State(elements: elements))
  }

  /// Waits for a free object and removes it from the pool.
  /// - Returns: `nil` when the pool is closed.
  public func acquire() -> Element? {
    state.wait { state -> Element?? in
      if state.isClosed { return .some(nil) }
      guard let element = state.elements.popLast() else { return nil }
      return .some(element)
    }!
  }

  /// Removes a free object from the pool without waiting.
  /// - Returns: `nil` when no object is free, or when the pool is closed.
  public func acquireNow() -> Element? {
    state.update { $0.isClosed ? nil : $0.elements.popLast() }
  }

  /// Adds an object to the pool, normally one that was acquired from it.
  public func release(_ element: Element) {
    state.update { $0.elements.append(element) }
  }

  /// True after `close()`.
  public var isClosed: Bool { state.update { $0.isClosed } }

  /// Closes the pool: waiting and later calls of `acquire()` return `nil`.
  public func close() {
    state.update { $0.isClosed = true }
  }
}
