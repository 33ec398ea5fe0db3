import Synchronization

/// The latest of the values that threads pass to a reader. Each value replaces the one before it, as for
/// snapshots, of which only the latest is useful.
public final class LatestValue<Element: Sendable>: Sendable {
  private let value = Mutex<Element?>(nil)
  private let onSet: (@Sendable () -> Void)?

  /// Creates a place without a value.
  /// - Parameter onSet: A closure called after every `set(_:)`, on the thread that called it.
  public init(onSet: (@Sendable () -> Void)? = nil) {
    self.onSet = onSet
  }

  /// Replaces the value.
  public func set(_ element: Element) {
    value.withLock { $0 = element }
    onSet?()
  }

  /// Removes and returns the latest value; `nil` when there is no value since the last call.
  public func removeValue() -> Element? {
    value.withLock { value in
      defer { value = nil }
      return value
    }
  }
}
