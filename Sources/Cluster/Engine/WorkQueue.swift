/// The work of one group, in the order in which it was started, which is the same for all members.
final class WorkQueue {
  /// The number of different tags of blocks. A member is ahead of another by a few blocks at most.
  private static let tags = 64

  /// The number of the group, which is the same for all members.
  let number: Int
  /// The numbers of the members in the job.
  let members: [Int]
  /// The number of this rank in the group.
  let rank: Int
  /// The blocks that can be under way.
  private let blocks: [Block]
  private var scratch = 0
  /// Work of which not all blocks have begun.
  private var waiting: [any Work] = []
  /// The blocks of the first work that have begun.
  private var begun = 0
  /// The work that has begun, with the number of blocks that are not complete.
  private var active: [(work: any Work, remaining: Int)] = []
  private var nextBlock = 0

  init(number: Int, members: [Int], rank: Int) {
    self.number = number
    self.members = members
    self.rank = rank
    // Scratch memory grows with the number of members.
    let count = members.count > 256 ? 1 : 3
    blocks = (0..<count).map { _ in Block(members: members, rank: rank) }
    waiting.reserveCapacity(256)
    active.reserveCapacity(256)
  }

  /// A Boolean value that indicates whether there is work.
  var isActive: Bool { !waiting.isEmpty || !active.isEmpty }

  /// Prepares for work that needs scratch memory.
  func prepare(_ work: any Work) { scratch = max(scratch, work.scratch * (members.count - 1)) }

  /// Adds work.
  func start(_ work: any Work) { waiting.append(work) }

  /// Continues with all blocks.
  /// - Parameter heard: Called with the rank of each message that has arrived.
  /// - Returns: True if a message is complete.
  func advance(
    _ requests: Requests, _ link: Link, heard: (Int) -> Void
  ) throws(Requests.Broken) -> Bool {
    var moved = false
    for block in blocks {
      if block.work == nil { begin(block, link) }
      guard let work = block.work else { continue }
      if try block.advance(requests, heard: heard) { moved = true }
      if block.work == nil { complete(work, link) }
    }
    return moved
  }

  private func begin(_ block: Block, _ link: Link) {
    while let work = waiting.first {
      if begun == 0 { active.append((work, work.blocks)) }
      if begun < work.blocks {
        block.reserve(scratch)
        block.begin(work, index: begun, tag: number * Self.tags + nextBlock % Self.tags)
        nextBlock += 1
        begun += 1
      }
      let isEmpty = work.blocks == 0
      if begun == work.blocks {
        waiting.removeFirst()
        begun = 0
      }
      if !isEmpty { return }
      active.removeLast()
      work.finish(link)
    }
  }

  private func complete(_ work: any Work, _ link: Link) {
    guard let index = active.firstIndex(where: { $0.work === work }) else { return }
    active[index].remaining -= 1
    guard active[index].remaining == 0 else { return }
    active.remove(at: index)
    work.finish(link)
  }
}
