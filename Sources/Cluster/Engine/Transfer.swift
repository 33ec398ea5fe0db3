import CMPI
import Compute

/// A sum or a gather, as the communication thread has it.
final class Transfer: Work {
  /// The kind of a transfer.
  enum Kind: Sendable { case sum, scatteredSum, gather }

  /// The description of a transfer. The address is a number, because pointers cannot be passed to threads.
  struct Plan: Sendable {
    var number: Int
    var group: Int
    var kind: Kind
    var address: UInt
    var count: Int
  }

  let plan: Plan
  private let rank: Int
  private let ranks: Int
  private let numbers: UnsafeMutablePointer<Float>?
  /// The length of a block's part for one member, except in the last block.
  private let partLength: Int
  private var parts: [UnsafePointer<Float>?]
  /// The number of times that the transfer has been complete.
  private var runs = 0

  init(_ plan: Plan, rank: Int, ranks: Int) {
    self.plan = plan
    self.rank = rank
    self.ranks = ranks
    numbers = UnsafeMutablePointer(bitPattern: plan.address)
    parts = Array(repeating: nil, count: ranks)
    switch plan.kind {
    case .sum, .scatteredSum:
      // A part is small enough for the caches and large enough to hide the latency of a message.
      partLength = min(max((4 << 20) / ranks, 1 << 14), 1 << 18)
    case .gather: partLength = 1 << 20
    }
  }

  /// The numbers that are divided into blocks: all in a sum, and those of one part otherwise.
  private var divided: Int { plan.kind == .sum ? plan.count : plan.count / ranks }
  private var blockLength: Int { plan.kind == .sum ? partLength * ranks : partLength }

  var blocks: Int { (divided + blockLength - 1) / blockLength }

  var firstStep: Step { plan.kind == .gather ? .second : .first }

  var scratch: Int {
    switch plan.kind {
    case .gather: 0
    case .scatteredSum: min(partLength, divided)
    case .sum: min(partLength, (divided + ranks - 1) / ranks)
    }
  }

  /// Returns the numbers of a block that belong to a member.
  private func part(_ block: Int, of member: Int) -> Range<Int> {
    let start = block * blockLength
    let length = min(blockLength, divided - start)
    if plan.kind == .sum {
      let part = NetworkShare.images(of: length, rank: member, ranks: ranks)
      return start + part.lowerBound..<start + part.upperBound
    }
    let first = member * divided + start
    return first..<first + length
  }

  private func memory(_ block: Int, of member: Int) -> UnsafeMutableRawBufferPointer {
    let part = part(block, of: member)
    return UnsafeMutableRawBufferPointer(
      start: numbers.map { $0 + part.lowerBound },
      count: part.count * MemoryLayout<Float>.stride)
  }

  func outgoing(_ block: Int, _ step: Step, to member: Int) -> UnsafeRawBufferPointer {
    switch step {
    case .first: UnsafeRawBufferPointer(memory(block, of: member))
    case .second: UnsafeRawBufferPointer(memory(block, of: rank))
    }
  }

  func incoming(
    _ block: Int, _ step: Step, from member: Int, scratch: UnsafeMutablePointer<Float>?
  ) -> UnsafeMutableRawBufferPointer {
    switch step {
    case .first:
      let own = part(block, of: rank)
      return UnsafeMutableRawBufferPointer(
        start: scratch.map { $0 + place(of: member) },
        count: own.count * MemoryLayout<Float>.stride)
    case .second: return memory(block, of: member)
    }
  }

  /// Returns the place of a member's numbers in the scratch memory, which has none of this rank.
  private func place(of member: Int) -> Int { (member < rank ? member : member - 1) * scratch }

  func complete(_ block: Int, _ step: Step, scratch: UnsafeMutablePointer<Float>?) -> Step? {
    guard step == .first else { return nil }
    let own = part(block, of: rank)
    if let numbers, !own.isEmpty {
      for member in 0..<ranks {
        parts[member] =
          member == rank
          ? UnsafePointer(numbers + own.lowerBound)
          : scratch.map { UnsafePointer($0 + place(of: member)) }
      }
      cm_sum(numbers + own.lowerBound, &parts, ranks, own.count)
    }
    return plan.kind == .sum ? .second : nil
  }

  func finish(_ link: Link) {
    runs += 1
    link.board.update { $0.runs[plan.number] = runs }
  }
}
