/// The sum of the scores of all ranks. It is exchanged while the backward pass runs, so that it needs no
/// round trip of its own.
final class ScoreGather {
  /// The count of floats of a score, which is four numbers in double precision.
  private static let length = 8

  let transfer: any RankTransfer
  private let ranks: any RankGroup
  /// The bits of the scores in the order of the ranks.
  private let memory: Tensor.Storage

  init(_ ranks: any RankGroup) throws(ComputeError) {
    self.ranks = ranks
    let count = ranks.count * Self.length
    memory = try Tensor.Storage(bytes: 4 * count)
    transfer = ranks.makeGather(of: memory.floats(count: count))
  }

  /// Sets the score of this rank, before the transfer.
  func set(_ score: Score) {
    let numbers = [
      score.loss, Double(score.top1Errors), Double(score.top5Errors), Double(score.images),
    ]
    let own = memory.address + ranks.rank * 4 * Self.length
    for (index, number) in numbers.enumerated() {
      own.storeBytes(of: number, toByteOffset: 8 * index, as: Double.self)
    }
  }

  /// The sum of the scores in the order of the ranks, after the transfer.
  var sum: Score {
    var sum = Score()
    for rank in 0..<ranks.count {
      let numbers = memory.address + rank * 4 * Self.length
      sum.loss += numbers.load(as: Double.self)
      sum.top1Errors += Int(numbers.load(fromByteOffset: 8, as: Double.self))
      sum.top5Errors += Int(numbers.load(fromByteOffset: 16, as: Double.self))
      sum.images += Int(numbers.load(fromByteOffset: 24, as: Double.self))
    }
    return sum
  }
}

extension Tensor.Storage {
  /// Returns the beginning of the memory as numbers in single precision.
  func floats(count: Int) -> UnsafeMutableBufferPointer<Float> {
    precondition(4 * count <= bytes, "the numbers must fit into the memory")
    return .init(start: address.bindMemory(to: Float.self, capacity: count), count: count)
  }
}
