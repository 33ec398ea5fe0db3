import Synchronization

/// A place for one value, where each value replaces the one before it: for snapshots, of which only the
/// latest is of use.
public final class LatestValue<Element: Sendable>: Sendable {
  private let value = Mutex<Element?>(nil)
  private let onSet: (@Sendable () -> Void)?

  /// Creates an empty place.
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
  public func take() -> Element? {
    value.withLock { value in
      defer { value = nil }
      return value
    }
  }
}
