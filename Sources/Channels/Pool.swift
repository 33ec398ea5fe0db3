/// Things that are used again and again by several threads. Its size bounds what is under way:
/// who finds the pool empty waits until somebody gives one back.
public final class Pool<Element: Sendable>: Sendable {
  private struct Shelf: Sendable {
    var elements: [Element]
    var isClosed = false
  }
  private let shelf: Monitor<Shelf>

  public init(_ elements: [Element]) {
    shelf = Monitor(Shelf(elements: elements))
  }

  /// Waits for one that is free; nil when the pool is closed.
  public func take() -> Element? {
    shelf.wait { shelf -> Element?? in
      if shelf.isClosed { return .some(nil) }
      guard let element = shelf.elements.popLast() else { return nil }
      return .some(element)
    }!
  }

  /// One that is free now; nil when there is none or the pool is closed.
  public func takeNow() -> Element? {
    shelf.update { $0.isClosed ? nil : $0.elements.popLast() }
  }

  public func put(_ element: Element) {
    shelf.update { $0.elements.append(element) }
  }

  public var isClosed: Bool { shelf.update { $0.isClosed } }

  /// Wakes everybody who waits, now and from now on.
  public func close() {
    shelf.update { $0.isClosed = true }
  }
}
