import Compute

/// A group of ranks that communicate by MPI.
final class MPIRanks: RankGroup, Sendable {
  private let link: Link
  private let number: Int
  /// The numbers of the members in the job.
  private let members: [Int]
  let rank: Int

  init(_ link: Link, number: Int, members: [Int], rank: Int) {
    self.link = link
    self.number = number
    self.members = members
    self.rank = rank
  }

  var count: Int { members.count }

  func makeSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    transfer(.sum, numbers)
  }

  func makeScatteredSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    precondition(numbers.count % count == 0, "the parts must have equal lengths")
    return transfer(.scatteredSum, numbers)
  }

  func makeGather(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    precondition(numbers.count % count == 0, "the parts must have equal lengths")
    return transfer(.gather, numbers)
  }

  private func transfer(
    _ kind: Transfer.Kind, _ numbers: UnsafeMutableBufferPointer<Float>
  ) -> any RankTransfer {
    let index = link.board.update { board in
      board.runs.append(0)
      return board.runs.count - 1
    }
    link.send(
      .addTransfer(
        Transfer.Plan(
          number: index, group: number, kind: kind,
          address: UInt(bitPattern: numbers.baseAddress), count: numbers.count)))
    return MPITransfer(link, number: index)
  }

  func exchange(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]] {
    let exchange = startExchange(message)
    return try link.wait { $0.messages.removeValue(forKey: exchange) }
  }

  func collect(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]] {
    let exchange = startExchange(message, to: .first)
    return try link.wait { $0.messages.removeValue(forKey: exchange) }
  }

  /// Starts an exchange.
  /// - Returns: The number of the exchange, under which the board has the messages.
  func startExchange(_ message: [UInt8], to receivers: Exchange.Receivers = .all) -> Int {
    let exchange = link.board.update { board in
      board.exchanges += 1
      return board.exchanges
    }
    link.send(.exchange(message, to: receivers, group: number, number: exchange))
    return exchange
  }

  func makeSubgroup(of members: [Int]) -> any RankGroup {
    // All ranks of the job make the same calls, so that this number is the same for all members.
    let number = link.board.update { board in
      defer { board.groups += 1 }
      return board.groups
    }
    precondition(number < 255, "a job can have 255 groups")
    let ranks = members.map { self.members[$0] }
    link.send(.addGroup(number: number, members: ranks))
    return MPIRanks(
      link, number: number, members: ranks, rank: ranks.firstIndex(of: self.members[rank])!)
  }
}

/// A transfer that the communication thread carries out.
private final class MPITransfer: RankTransfer {
  private let link: Link
  private let number: Int
  /// The number of times that the transfer has been started.
  private var starts = 0
  private var isUnderWay = false

  init(_ link: Link, number: Int) {
    self.link = link
    self.number = number
  }

  func start() {
    precondition(!isUnderWay, "the transfer must be complete before it starts again")
    isUnderWay = true
    starts += 1
    link.send(.start(transfer: number))
  }

  func wait() throws(RankFailure) {
    precondition(isUnderWay, "the transfer was not started")
    isUnderWay = false
    let _: Bool = try link.wait { $0.runs[number] == starts ? true : nil }
  }
}
