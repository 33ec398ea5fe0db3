import Channels
import Compute
import Foundation

/// Ranks that are threads of one process: the simple implementation of `RankGroup`, with which tests compare
/// networks of several ranks with the network of one process.
public final class LocalRanks: @unchecked Sendable {
  /// Memory that other threads read and write, each at its own time.
  struct Memory: @unchecked Sendable {
    var numbers: UnsafeMutableBufferPointer<Float>
  }

  /// A call that waits for those of the other ranks.
  struct Meeting: Sendable {
    var memories: [Int: Memory] = [:]
    var messages: [Int: [UInt8]] = [:]
    /// The ranks that have finished each phase.
    var finished: [Int: Int] = [:]
  }

  struct State: Sendable {
    var meetings: [String: Meeting] = [:]
    var failure: RankFailure?
    /// The latest reported step of each rank.
    var steps: [Int: Int] = [:]
  }

  let count: Int
  let state = Monitor(State())

  /// Creates ranks.
  public init(count: Int) { self.count = count }

  /// Makes every call of every rank throw a failure.
  public func fail(_ failure: RankFailure) { state.update { $0.failure = failure } }

  /// Calls a closure on a thread for each rank, and waits until all have returned.
  /// - Returns: The results in the order of the ranks.
  public static func run<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (any RankGroup) throws -> Result
  ) throws -> [Result] {
    let ranks = LocalRanks(count: count)
    let results = Monitor<[Int: Swift.Result<Result, any Error>]>([:])
    for rank in 0..<count {
      NamedThread.start("rank \(rank)", stackSize: 8 << 20) {
        let group = LocalRankGroup(ranks, name: "all", members: Array(0..<count), rank: rank)
        let result = Swift.Result { try body(group) }
        if case .failure(let error) = result {
          ranks.fail(
            error as? RankFailure
              ?? RankFailure(
                rank: rank, host: "here", process: getpid(), lastStep: 0,
                reason: .failed("\(error)")))
        }
        results.update { $0[rank] = result }
      }
    }
    let all = results.wait { $0.count == count ? $0 : nil }!
    return try (0..<count).map { try all[$0]!.get() }
  }
}

/// One rank's view of `LocalRanks`.
final class LocalRankGroup: RankGroup {
  let ranks: LocalRanks
  /// The name of the group, which is the same for all of its members.
  let name: String
  /// The numbers of the members among all ranks.
  let members: [Int]
  let rank: Int
  /// The number of the next call, the same for all members.
  private var call = 0
  private var subgroups = 0

  init(_ ranks: LocalRanks, name: String, members: [Int], rank: Int) {
    self.ranks = ranks
    self.name = name
    self.members = members
    self.rank = rank
  }

  var count: Int { members.count }

  func makeSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    LocalTransfer(self, numbers) { memories, rank, count in
      let part = NetworkShare.images(of: numbers.count, rank: rank, ranks: count)
      let sums = Self.sums(memories, part)
      return {
        for memory in memories { for (index, sum) in zip(part, sums) { memory[index] = sum } }
      }
    }
  }

  func makeScatteredSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    LocalTransfer(self, numbers) { memories, rank, count in
      let length = numbers.count / count
      let part = rank * length..<(rank + 1) * length
      let sums = Self.sums(memories, part)
      return { for (index, sum) in zip(part, sums) { memories[rank][index] = sum } }
    }
  }

  func makeGather(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    LocalTransfer(self, numbers) { memories, rank, count in
      let length = numbers.count / count
      let part = rank * length..<(rank + 1) * length
      let own = part.map { memories[rank][$0] }
      return {
        for memory in memories { for (index, number) in zip(part, own) { memory[index] = number } }
      }
    }
  }

  private static func sums(
    _ memories: [UnsafeMutableBufferPointer<Float>], _ part: Range<Int>
  ) -> [Float] {
    part.map { index in memories.reduce(0) { $0 + $1[index] } }
  }

  func exchange(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]] {
    let meeting = nextMeeting()
    ranks.state.update { $0.meetings[meeting, default: .init()].messages[rank] = message }
    let messages = try wait { (state: inout LocalRanks.State) -> [[UInt8]]? in
      guard let all = state.meetings[meeting]?.messages, all.count == self.count else { return nil }
      return (0..<self.count).map { all[$0]! }
    }
    leave(meeting)
    return messages
  }

  func collect(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]] {
    let messages = try exchange(message)
    return messages.enumerated().map { rank == 0 || $0.offset == rank ? $0.element : [] }
  }

  func makeSubgroup(of members: [Int]) -> any RankGroup {
    defer { subgroups += 1 }
    let numbers = members.map { self.members[$0] }
    return LocalRankGroup(
      ranks, name: "\(name)/\(subgroups):\(numbers)", members: numbers,
      rank: members.firstIndex(of: rank)!)
  }

  /// Returns the name of the next call.
  func nextMeeting() -> String {
    defer { call += 1 }
    return "\(name) \(call)"
  }

  /// Waits until `attempt` returns a result.
  func wait<Result>(
    until attempt: (inout LocalRanks.State) -> Result?
  ) throws(RankFailure) -> Result {
    let outcome = ranks.state.wait { state -> Swift.Result<Result, RankFailure>? in
      if let result = attempt(&state) { return .success(result) }
      return state.failure.map { .failure($0) }
    }!
    return try outcome.get()
  }

  /// Waits until all members have finished a phase of a call.
  func meet(_ meeting: String, phase: Int) throws(RankFailure) {
    ranks.state.update { $0.meetings[meeting, default: .init()].finished[phase, default: 0] += 1 }
    let _: Bool = try wait { $0.meetings[meeting]?.finished[phase] == self.count ? true : nil }
  }

  /// Ends a call. The last member removes it.
  func leave(_ meeting: String) {
    ranks.state.update { state in
      state.meetings[meeting, default: .init()].finished[-1, default: 0] += 1
      if state.meetings[meeting]?.finished[-1] == count { state.meetings[meeting] = nil }
    }
  }
}

private final class LocalTransfer: RankTransfer {
  private let group: LocalRankGroup
  private let memory: LocalRanks.Memory
  /// Reads all memories and returns the closure that writes the results of one rank.
  private let read: ([UnsafeMutableBufferPointer<Float>], _ rank: Int, _ count: Int) -> () -> Void
  private var meeting: String?

  init(
    _ group: LocalRankGroup, _ numbers: UnsafeMutableBufferPointer<Float>,
    _ read: @escaping ([UnsafeMutableBufferPointer<Float>], _ rank: Int, _ count: Int) -> () -> Void
  ) {
    self.group = group
    self.read = read
    memory = LocalRanks.Memory(numbers: numbers)
  }

  func start() {
    precondition(meeting == nil, "the transfer must be complete before it starts again")
    let meeting = group.nextMeeting()
    self.meeting = meeting
    group.ranks.state.update {
      $0.meetings[meeting, default: .init()].memories[group.rank] = memory
    }
  }

  func wait() throws(RankFailure) {
    guard let meeting else { preconditionFailure("the transfer was not started") }
    self.meeting = nil
    let memories = try group.wait { state -> [LocalRanks.Memory]? in
      guard let all = state.meetings[meeting]?.memories, all.count == self.group.count else {
        return nil
      }
      return (0..<self.group.count).map { all[$0]! }
    }
    let write = read(memories.map(\.numbers), group.rank, group.count)
    try group.meet(meeting, phase: 0)
    write()
    try group.meet(meeting, phase: 1)
    group.leave(meeting)
  }
}
