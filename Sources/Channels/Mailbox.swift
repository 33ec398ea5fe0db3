/// Messages for one thread from any number of others, kept in the order in which they came.
/// Posting never waits: nothing is dropped, so a reader that stops reading costs memory.
public final class Mailbox<Element: Sendable>: Sendable {
  private let mail = Monitor<[Element]>([])
  private let onPost: (@Sendable () -> Void)?

  /// - Parameter onPost: called after every post, on the thread that posted; wakes a reader that
  ///   waits for something else, such as a screen that waits for keys.
  public init(onPost: (@Sendable () -> Void)? = nil) {
    self.onPost = onPost
  }

  public func post(_ element: Element) {
    mail.update { $0.append(element) }
    onPost?()
  }

  /// All that has come since the last time, oldest first; does not wait.
  public func takeAll() -> [Element] {
    mail.update { mail in
      defer { mail = [] }
      return mail
    }
  }

  /// Waits until something is there; false if nothing was within `timeout`. Nil waits for ever.
  @discardableResult
  public func waitForMail(timeout: Duration? = nil) -> Bool {
    mail.wait(timeout: timeout) { $0.isEmpty ? nil : true } ?? false
  }
}
