/// An unbounded queue of messages from any number of threads to one reader, in the order of arrival.
/// Posting never waits and messages are never dropped, so the queue grows while nothing is read.
public final class Mailbox<Element: Sendable>: Sendable {
  private let messages = Monitor<[Element]>([])
  private let onPost: (@Sendable () -> Void)?

  /// Creates an empty mailbox.
  /// - Parameter onPost: A closure called after every post, on the thread that posted. It wakes a reader
  ///   that waits for something else, such as a dashboard that waits for keys.
  public init(onPost: (@Sendable () -> Void)? = nil) {
    self.onPost = onPost
  }

  /// Adds a message.
  public func post(_ element: Element) {
    messages.update { $0.append(element) }
    onPost?()
  }

  /// Removes and returns all messages, oldest first, without waiting.
  public func drain() -> [Element] {
    messages.update { messages in
      defer { messages = [] }
      return messages
    }
  }

  /// Waits until there is a message.
  /// - Parameter timeout: The longest time to wait; `nil` for no limit.
  /// - Returns: False when the time has passed and there is no message.
  @discardableResult
  public func waitForMessage(timeout: Duration? = nil) -> Bool {
    messages.wait(timeout: timeout) { $0.isEmpty ? nil : true } ?? false
  }
}
