import Compute

/// Ranks that count the transfers that start, by kind and length.
final class CountingRanks: RankGroup {
  private final class Counted: RankTransfer {
    let transfer: any RankTransfer
    let count: () -> Void

    init(_ transfer: any RankTransfer, count: @escaping () -> Void) {
      (self.transfer, self.count) = (transfer, count)
    }

    func start() {
      count()
      transfer.start()
    }

    func wait() throws(RankFailure) { try transfer.wait() }
  }

  let ranks: any RankGroup
  var transfers: [String: Int] = [:]

  init(_ ranks: any RankGroup) { self.ranks = ranks }

  var rank: Int { ranks.rank }
  var count: Int { ranks.count }

  func makeSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    counted("whole sum", numbers, ranks.makeSum(of: numbers))
  }

  func makeScatteredSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    counted("sum", numbers, ranks.makeScatteredSum(of: numbers))
  }

  func makeGather(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    counted("gather", numbers, ranks.makeGather(of: numbers))
  }

  func exchange(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]] {
    try ranks.exchange(message)
  }

  func collect(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]] {
    try ranks.collect(message)
  }

  func makeSubgroup(of members: [Int]) -> any RankGroup { ranks.makeSubgroup(of: members) }

  private func counted(
    _ kind: String, _ numbers: UnsafeMutableBufferPointer<Float>, _ transfer: any RankTransfer
  ) -> any RankTransfer {
    Counted(transfer) { [unowned self] in transfers["\(kind) \(numbers.count)", default: 0] += 1 }
  }
}

/// Two ranks of which the other has failed.
final class FailingRanks: RankGroup {
  private final class Failing: RankTransfer {
    let failure: RankFailure
    init(_ failure: RankFailure) { self.failure = failure }
    func start() {}
    func wait() throws(RankFailure) { throw failure }
  }

  let failure: RankFailure
  let rank = 0
  let count = 2

  init(_ failure: RankFailure) { self.failure = failure }

  func makeSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    Failing(failure)
  }
  func makeScatteredSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    Failing(failure)
  }
  func makeGather(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    Failing(failure)
  }
  func exchange(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]] { throw failure }
  func collect(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]] { throw failure }
  func makeSubgroup(of members: [Int]) -> any RankGroup { self }
}
