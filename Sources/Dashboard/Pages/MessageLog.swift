/// What has happened besides the steps, to be read when there is time for it. Nothing is ever printed
/// over the screen. The oldest are forgotten; a warning that comes again is counted.
struct MessageLog: Equatable, Sendable {
  static let capacity = 1000
  /// How far back a warning is found that comes again.
  private static let memory = 50

  struct Entry: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case warning, failure, checkpoint, change, end, note }
    var kind: Kind
    var text: String
    /// Nil for what has nothing to do with the training.
    var step: Int?
    /// Training time.
    var seconds: Double?
    var count = 1
    /// What a person has just done is known to them, and what goes as it should needs no reading.
    var isRead = false
  }

  /// Oldest first.
  private(set) var entries: [Entry] = []

  /// How many have come that nobody has read.
  var unread: Int { entries.count { !$0.isRead } }

  mutating func add(_ entry: Entry) {
    var entry = entry
    if entry.kind == .warning, let index = index(of: entry) {
      entry.count += entries.remove(at: index).count
    }
    entries.append(entry)
    if entries.count > Self.capacity { entries.removeFirst() }
  }

  private func index(of entry: Entry) -> Int? {
    entries.indices.suffix(Self.memory).last {
      entries[$0].kind == entry.kind && entries[$0].text == entry.text
    }
  }

  mutating func markRead() {
    for index in entries.indices { entries[index].isRead = true }
  }
}
