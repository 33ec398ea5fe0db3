/// The messages of all runs: warnings, checkpoints and changes. The oldest are removed beyond a
/// capacity, and a repeated warning is counted instead of added.
struct MessageLog: Equatable, Sendable {
  static let capacity = 1000
  /// The number of latest messages among which a repeated warning is recognized.
  private static let memory = 50

  struct Message: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case warning, failure, checkpoint, change, end, note }
    var kind: Kind
    var text: String
    /// `nil` for a message that does not concern the training.
    var step: Int?
    /// The training time in seconds.
    var seconds: Double?
    var count = 1
    /// True from the start for a change that the user has just made, and for a checkpoint.
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
    messages.indices.suffix(Self.memory).last {
      messages[$0].kind == message.kind && messages[$0].text == message.text
    }
  }

  mutating func markRead() {
    for index in messages.indices { messages[index].isRead = true }
  }
}
