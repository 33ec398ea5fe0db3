import Compute

/// Transfers of many lengths, whose results are written as digests: the same on all ranks, and the same for all
/// implementations of `RankGroup`.
public struct TransferTrial {
  /// The results: what was transferred, and a digest of the memory of this rank afterwards.
  public private(set) var lines: [String] = []

  /// Makes all transfers with a group.
  public init(_ ranks: any RankGroup) throws(RankFailure) {
    for length in [0, 1, 3, 1_000, 262_147, 3_000_001] { try sum("sum", ranks, length) }
    for length in [1, 300_001] { try scatteredSum("scattered sum", ranks, length) }
    for length in [1, 1_500_000] { try gather("gather", ranks, length) }
    for length in [0, 100, 248, 249, 5_000_000] { try exchange("exchange", ranks, length) }
    for length in [0, 100, 248, 249, 5_000_000] { try collect("collection", ranks, length) }
    try several(ranks)
    let half = ranks.makeSubgroup(
      of: (0..<ranks.count).filter { $0 % 2 == ranks.rank % 2 })
    let pair = ranks.makeSubgroup(
      of: (0..<ranks.count).filter { $0 / 2 == ranks.rank / 2 })
    try sum("sum of a half", half, 70_000)
    try gather("gather of a pair", pair, 70_000)
    try exchange("exchange of a half", half, 1_000)
    try exchange("exchange of a pair", pair, 10)
    try collect("collection of a half", half, 1_000)
    try sum("sum of all", ranks, 70_000)
  }

  private mutating func record(_ name: String, _ length: Int, _ digest: UInt64) {
    lines.append("\(name) \(length): \(String(digest, radix: 16))")
  }

  /// Sums the same memory three times.
  private mutating func sum(
    _ name: String, _ ranks: any RankGroup, _ length: Int
  ) throws(RankFailure) {
    let memory = Memory(length, seed: ranks.rank)
    let transfer = ranks.makeSum(of: memory.numbers)
    for _ in 0..<3 {
      transfer.start()
      try transfer.wait()
      // The next sums differ on the ranks.
      record(name, length, memory.digest)
      memory.change(by: ranks.rank)
    }
  }

  private mutating func scatteredSum(
    _ name: String, _ ranks: any RankGroup, _ length: Int
  ) throws(RankFailure) {
    let memory = Memory(length * ranks.count, seed: ranks.rank)
    let transfer = ranks.makeScatteredSum(of: memory.numbers)
    transfer.start()
    try transfer.wait()
    record(name, length, memory.digest)
  }

  private mutating func gather(
    _ name: String, _ ranks: any RankGroup, _ length: Int
  ) throws(RankFailure) {
    let memory = Memory(length * ranks.count, seed: ranks.rank)
    let transfer = ranks.makeGather(of: memory.numbers)
    for _ in 0..<2 {
      transfer.start()
      try transfer.wait()
      record(name, length, memory.digest)
      memory.change(by: ranks.rank)
    }
  }

  /// Exchanges messages, of which each is one byte longer than that of the rank before.
  private mutating func exchange(
    _ name: String, _ ranks: any RankGroup, _ length: Int
  ) throws(RankFailure) {
    record(name, length, try ranks.exchange(message(of: ranks.rank, length)))
  }

  /// Sends such messages to the first rank.
  private mutating func collect(
    _ name: String, _ ranks: any RankGroup, _ length: Int
  ) throws(RankFailure) {
    record(name, length, try ranks.collect(message(of: ranks.rank, length)))
  }

  private func message(of rank: Int, _ length: Int) -> [UInt8] {
    var random = Random(state: UInt64(rank) + 7)
    return (0..<length + rank).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  private mutating func record(_ name: String, _ length: Int, _ messages: [[UInt8]]) {
    record(name, length, digest(messages.lazy.joined().lazy.map(UInt64.init)))
    record("lengths of \(name)", length, digest(messages.lazy.map { UInt64($0.count) }))
  }

  /// Runs transfers of all kinds at once.
  private mutating func several(_ ranks: any RankGroup) throws(RankFailure) {
    let memories = (0..<6).map { Memory(($0 + 1) * 60_000 * ranks.count, seed: ranks.rank + $0) }
    let transfers = memories.enumerated().map { index, memory in
      switch index % 3 {
      case 0: ranks.makeSum(of: memory.numbers)
      case 1: ranks.makeScatteredSum(of: memory.numbers)
      default: ranks.makeGather(of: memory.numbers)
      }
    }
    for transfer in transfers { transfer.start() }
    try exchange("exchange between transfers", ranks, 10)
    for (transfer, memory) in zip(transfers, memories) {
      try transfer.wait()
      record("one of several", memory.numbers.count, memory.digest)
    }
  }
}

/// Numbers of both signs and of many magnitudes, so that the order of a sum changes its last digits.
private final class Memory {
  let numbers: UnsafeMutableBufferPointer<Float>

  init(_ count: Int, seed: Int) {
    numbers = .allocate(capacity: count)
    var random = Random(state: UInt64(seed) &* 977 &+ UInt64(count))
    for index in 0..<count {
      let value = random.next()
      let magnitude = Float(sign: .plus, exponent: Int(value % 24) - 12, significand: 1)
      numbers.initializeElement(at: index, to: magnitude * (Float(value >> 40) / 8_388_608 - 1))
    }
  }

  deinit { numbers.deallocate() }

  var digest: UInt64 { RankFixtures.digest(numbers.lazy.map { UInt64($0.bitPattern) }) }

  func change(by rank: Int) {
    for index in numbers.indices { numbers[index] *= Float(index % 7 + rank) - 2.5 }
  }
}

/// A generator of numbers that are the same on all machines (splitmix64).
private struct Random {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}

/// Returns the FNV-1a hash of values.
private func digest(_ values: some Sequence<UInt64>) -> UInt64 {
  values.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ $1) &* 0x0000_0100_0000_01b3 }
}
