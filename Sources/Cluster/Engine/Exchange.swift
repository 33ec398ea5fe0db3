/// A message of each member to all members, or to the first.
///
/// The first message has a fixed length: the length of the whole message, and its beginning. The rest follows
/// when all lengths are known.
final class Exchange: Work {
  /// The length of the first message in bytes.
  static let headerLength = 256
  private static let beginning = headerLength - MemoryLayout<Int>.size

  /// The members that receive the messages.
  enum Receivers: Sendable { case all, first }

  private let receivers: Receivers
  private let number: Int
  private let rank: Int
  private let own: [UInt8]
  /// The first messages of all members.
  private let headers: UnsafeMutableRawBufferPointer
  /// The rest of each member's message.
  private var rests: [UnsafeMutableRawBufferPointer]

  init(
    _ message: [UInt8], to receivers: Receivers = .all, number: Int, rank: Int, ranks: Int
  ) {
    self.receivers = receivers
    self.number = number
    self.rank = rank
    own = message
    headers = .allocate(byteCount: ranks * Self.headerLength, alignment: 16)
    rests = Array(repeating: UnsafeMutableRawBufferPointer(start: nil, count: 0), count: ranks)
    let header = header(of: rank)
    header.initializeMemory(as: UInt8.self, repeating: 0)
    header.storeBytes(of: message.count, as: Int.self)
    let start = UnsafeMutableRawBufferPointer(rebasing: header[MemoryLayout<Int>.size...])
    start.copyBytes(from: message.prefix(Self.beginning))
    if message.count > Self.beginning {
      rests[rank] = .allocate(byteCount: message.count - Self.beginning, alignment: 16)
      rests[rank].copyBytes(from: message.dropFirst(Self.beginning))
    }
  }

  deinit {
    headers.deallocate()
    for rest in rests { rest.deallocate() }
  }

  var blocks: Int { 1 }
  var firstStep: Step { .first }
  var scratch: Int { 0 }

  /// Returns a Boolean value that indicates whether a member receives the messages.
  private func receives(_ member: Int) -> Bool {
    switch receivers {
    case .all: true
    case .first: member == 0
    }
  }

  private func header(of member: Int) -> UnsafeMutableRawBufferPointer {
    let start = member * Self.headerLength
    return UnsafeMutableRawBufferPointer(rebasing: headers[start..<start + Self.headerLength])
  }

  func outgoing(_ block: Int, _ step: Step, to member: Int) -> UnsafeRawBufferPointer {
    switch step {
    case .first: UnsafeRawBufferPointer(header(of: rank))
    case .second:
      receives(member)
        ? UnsafeRawBufferPointer(rests[rank]) : UnsafeRawBufferPointer(start: nil, count: 0)
    }
  }

  func incoming(
    _ block: Int, _ step: Step, from member: Int, scratch: UnsafeMutablePointer<Float>?
  ) -> UnsafeMutableRawBufferPointer {
    switch step {
    case .first: header(of: member)
    case .second: rests[member]
    }
  }

  func complete(_ block: Int, _ step: Step, scratch: UnsafeMutablePointer<Float>?) -> Step? {
    guard step == .first else { return nil }
    guard receives(rank) else { return .second }
    for member in rests.indices where member != rank {
      let length = header(of: member).load(as: Int.self)
      guard length > Self.beginning else { continue }
      rests[member] = .allocate(byteCount: length - Self.beginning, alignment: 16)
    }
    return .second
  }

  func finish(_ link: Link) {
    let messages = rests.indices.map { member -> [UInt8] in
      if member == rank { return own }
      guard receives(rank) else { return [] }
      let header = header(of: member)
      let length = header.load(as: Int.self)
      let start = header[MemoryLayout<Int>.size...].prefix(min(length, Self.beginning))
      return Array(unsafeUninitializedCapacity: length) { memory, count in
        let memory = UnsafeMutableRawBufferPointer(memory)
        memory.copyBytes(from: UnsafeRawBufferPointer(rebasing: start))
        if length > start.count {
          UnsafeMutableRawBufferPointer(rebasing: memory[start.count...]).copyMemory(
            from: UnsafeRawBufferPointer(rests[member]))
        }
        count = length
      }
    }
    link.board.update { $0.messages[number] = messages }
  }
}
