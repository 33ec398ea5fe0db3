import Synchronization

/// A place for one value where the latest replaces the one before it: for pictures of now, of
/// which an old one is worth nothing.
public final class LatestValue<Element: Sendable>: Sendable {
  private let value = Mutex<Element?>(nil)
  private let onSet: (@Sendable () -> Void)?

  /// - Parameter onSet: called after every set, on the thread that set.
  public init(onSet: (@Sendable () -> Void)? = nil) {
    self.onSet = onSet
  }

  public func set(_ element: Element) {
    value.withLock { $0 = element }
    onSet?()
  }

  /// The latest value, once: nil until the next is set.
  public func take() -> Element? {
    value.withLock { value in
      defer { value = nil }
      return value
    }
  }
}
