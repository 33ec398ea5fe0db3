import Compute

/// The first of two ranks, of which the second sends zeros. A transfer does nothing, and one of the waits can
/// throw.
final class QuietRanks: RankGroup {
  let rank = 0
  let count = 2
  /// The number of calls of `wait` that return before one throws; `nil` if none throws.
  var waitsBeforeFailure: Int?
  private(set) var waits = 0

  static let failure = RankFailure(
    rank: 1, host: "quiet", process: 7, lastStep: 3, reason: .silent(seconds: 6))

  init(waitsBeforeFailure: Int? = nil) { self.waitsBeforeFailure = waitsBeforeFailure }

  func makeSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    Transfer(self)
  }
  func makeScatteredSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    Transfer(self)
  }
  func makeGather(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer {
    Transfer(self)
  }
  func exchange(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]] { [message, message] }
  func collect(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]] { [message, []] }
  func makeSubgroup(of members: [Int]) -> any RankGroup { self }

  fileprivate func wait() throws(RankFailure) {
    if waits == waitsBeforeFailure { throw Self.failure }
    waits += 1
  }

  private final class Transfer: RankTransfer {
    private let ranks: QuietRanks
    private var runs = false

    init(_ ranks: QuietRanks) { self.ranks = ranks }

    func start() {
      precondition(!runs, "the transfer must be complete before it starts again")
      runs = true
    }

    func wait() throws(RankFailure) {
      precondition(runs, "the transfer was not started")
      runs = false
      try ranks.wait()
    }
  }
}
