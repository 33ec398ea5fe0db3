/// The latest messages of all runs: warnings, changes and one line about checkpoints, in the order of
/// their dates. A repeated warning is counted instead of added, and so are the checkpoints of a run.
struct MessageLog: Equatable, Sendable {
  /// The largest number of messages. When it is exceeded, the oldest message is removed.
  static let capacity = 1000
  /// The number of latest messages with which a warning is compared to recognise a repetition.
  private static let comparedMessages = 50

  struct Message: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case warning, failure, checkpoint, change, end, note }

    enum Status: Equatable, Sendable {
      case unread
      /// The message is shown on the open page for the first time.
      case new
      case read
    }

    var kind: Kind
    var text: String
    /// The run's name; `nil` for a message that does not concern one run.
    var run: String?
    /// The step of the event; `nil` for a message that does not concern the training.
    var step: Int?
    /// The date in seconds since 1970; `nil` before the first tick of the clock.
    var date: Double?
    /// True if the date only orders the messages: the journal has no date of the event.
    var isDateEstimated = false
    /// The number of equal warnings, or of checkpoints of the run.
    var count = 1
    /// Checkpoints and changes by a key are read at once.
    var status = Status.unread
  }

  /// The messages, oldest first.
  private(set) var messages: [Message] = []
  /// True while the page of messages is open: its messages count as read.
  var isOpen = false { didSet { if isOpen != oldValue { pageChanged() } } }

  /// The number of unread messages.
  var unread: Int { messages.count { $0.status == .unread } }

  mutating func add(_ message: Message) {
    var message = message
    if let index = earlier(message) { message.count += messages.remove(at: index).count }
    if isOpen, message.status == .unread { message.status = .new }
    let date = message.date ?? .infinity
    let before = messages.lastIndex { $0.date ?? -.infinity <= date }
    messages.insert(message, at: before.map { $0 + 1 } ?? 0)
    if messages.count > Self.capacity { messages.removeFirst() }
  }

  /// Returns the index of an earlier message that a new one replaces.
  private func earlier(_ message: Message) -> Int? {
    switch message.kind {
    case .checkpoint:
      messages.lastIndex { $0.kind == .checkpoint && $0.run == message.run }
    case .warning:
      messages.indices.suffix(Self.comparedMessages).last {
        messages[$0].kind == .warning && messages[$0].text == message.text
          && messages[$0].run == message.run
      }
    case .failure, .change, .end, .note: nil
    }
  }

  /// Dates the messages from before the first tick of the clock, which were added by this program.
  mutating func dateUndated(_ date: Double) {
    guard messages.contains(where: { $0.date == nil }) else { return }
    let undated = messages.filter { $0.date == nil }
    messages.removeAll { $0.date == nil }
    for var message in undated {
      message.date = date
      add(message)
    }
  }

  mutating func markRead() {
    for index in messages.indices { messages[index].status = .read }
  }

  private mutating func pageChanged() {
    for index in messages.indices {
      switch messages[index].status {
      case .unread where isOpen: messages[index].status = .new
      case .new: messages[index].status = .read
      case .unread, .read: break
      }
    }
  }
}
