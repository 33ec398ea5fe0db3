/// A block of work that is under way.
final class Block {
  /// A message that is under way.
  private struct Message {
    var slot: Int32
    /// The number of the other rank in the job.
    var rank: Int
    var isIncoming: Bool
  }

  /// The number of messages that are under way at once. With more members, the messages to the nearest
  /// members come first, so that all members have the same order and none waits in a circle.
  private static let messages = 64
  /// The length of a message of MPI in bytes. Longer messages are divided into at most 32 of them.
  private static let pieceLength = 16 << 20

  private let members: [Int]
  private let rank: Int
  private(set) var work: (any Work)?
  private var index = 0
  private var step = Step.first
  /// The part of the tag that is the same for both steps.
  private var tag = 0
  /// The distance between the members of the next messages.
  private var distance = 1
  private var messages: [Message] = []
  private var scratch: UnsafeMutablePointer<Float>?
  private var scratchLength = 0

  init(members: [Int], rank: Int) {
    self.members = members
    self.rank = rank
    messages.reserveCapacity(2 * Self.messages)
  }

  deinit { scratch?.deallocate() }

  /// Allocates memory for the messages of the first steps.
  func reserve(_ length: Int) {
    precondition(work == nil, "the block is in use")
    guard length > scratchLength else { return }
    scratch?.deallocate()
    scratch = .allocate(capacity: length)
    scratchLength = length
  }

  /// Begins a block.
  func begin(_ work: any Work, index: Int, tag: Int) {
    self.work = work
    self.index = index
    self.tag = tag
    step = work.firstStep
    distance = 1
  }

  /// Starts messages, tests those under way, and continues with the next step.
  /// - Parameter heard: Called with the rank of each message that has arrived.
  /// - Returns: True if a message is complete.
  func advance(_ requests: Requests, heard: (Int) -> Void) throws(Requests.Broken) -> Bool {
    guard let work else { return false }
    var moved = false
    var index = messages.count - 1
    while index >= 0 {
      let message = messages[index]
      if try requests.isComplete(message.slot, with: message.rank) {
        moved = true
        messages.swapAt(index, messages.count - 1)
        messages.removeLast()
        if message.isIncoming { heard(message.rank) }
      }
      index -= 1
    }
    while true {
      try start(work, requests)
      guard messages.isEmpty, distance >= members.count else { return moved }
      guard let next = work.complete(self.index, step, scratch: scratch) else { break }
      step = next
      distance = 1
    }
    self.work = nil
    return true
  }

  /// Starts as many messages as can be under way.
  private func start(_ work: any Work, _ requests: Requests) throws(Requests.Broken) {
    while distance < members.count, messages.count < Self.messages {
      let source = (rank + members.count - distance) % members.count
      let target = (rank + distance) % members.count
      let incoming = work.incoming(index, step, from: source, scratch: scratch)
      let tag = tag << 1 | step.rawValue
      try Self.pieces(incoming.count) { (range: Range<Int>) throws(Requests.Broken) in
        let bytes = UnsafeMutableRawBufferPointer(rebasing: incoming[range])
        let slot = try requests.receive(bytes, from: members[source], tag: tag)
        messages.append(Message(slot: slot, rank: members[source], isIncoming: true))
      }
      let outgoing = work.outgoing(index, step, to: target)
      try Self.pieces(outgoing.count) { (range: Range<Int>) throws(Requests.Broken) in
        let bytes = UnsafeRawBufferPointer(rebasing: outgoing[range])
        let slot = try requests.send(bytes, to: members[target], tag: tag)
        messages.append(Message(slot: slot, rank: members[target], isIncoming: false))
      }
      distance += 1
    }
  }

  /// Calls a closure with the parts of a message.
  private static func pieces(
    _ length: Int, _ body: (Range<Int>) throws(Requests.Broken) -> Void
  ) throws(Requests.Broken) {
    let piece = max(pieceLength, (length + 31) / 32)
    var start = 0
    while start < length {
      let end = min(start + piece, length)
      try body(start..<end)
      start = end
    }
  }
}
