/// The latest messages of all runs: warnings, checkpoints and changes. A repeated warning is counted
/// instead of added.
struct MessageLog: Equatable, Sendable {
  /// The largest number of messages. When it is exceeded, the oldest message is removed.
  static let capacity = 1000
  /// The number of latest messages with which a warning is compared to recognise a repetition.
  private static let comparedMessages = 50

  struct Message: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case warning, failure, checkpoint, change, end, note }
    var kind: Kind
    var text: String
    /// The step of the event; `nil` for a message that does not concern the training.
    var step: Int?
    /// The training time in seconds.
    var seconds: Double?
    var count = 1
    /// True if the user has read the message. Checkpoints and changes by a key count as read at once.
    var isRead = false
  }

  /// The messages, oldest first.
  private(set) var messages: [Message] = []

  /// The number of unread messages.
  var unread: Int { messages.count { !$0.isRead } }

  mutating func add(_ message: Message) {
    var message = message
    if message.kind == .warning, let index = index(of: message) {
      message.count += messages.remove(at: index).count
    }
    messages.append(message)
    if messages.count > Self.capacity { messages.removeFirst() }
  }

  private func index(of message: Message) -> Int? {
    messages.indices.suffix(Self.comparedMessages).last {
      messages[$0].kind == message.kind && messages[$0].text == message.text
    }
  }

  mutating func markRead() {
    for index in messages.indices { messages[index].isRead = true }
  }
}
