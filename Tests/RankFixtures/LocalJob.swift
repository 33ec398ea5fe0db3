import Compute
import Foundation

/// A job whose ranks are threads of one process.
public final class LocalJob: RankJob {
  public let ranks: any RankGroup
  private let local: LocalRankGroup

  /// Creates the job of a rank of `LocalRanks.run`.
  public init(_ group: any RankGroup) {
    guard let local = group as? LocalRankGroup else {
      preconditionFailure("the group must be one of LocalRanks")
    }
    ranks = group
    self.local = local
  }

  public func report(step: Int, seconds: Double) {
    local.ranks.state.update { $0.steps[local.rank] = step }
  }

  public var statuses: [RankStatus] {
    let steps = local.ranks.state.update { $0.steps }
    let known = local.rank == 0 ? Array(0..<local.count) : [local.rank]
    return known.map { rank in
      RankStatus(
        rank: rank, host: "node\(rank)", process: getpid(), step: steps[rank] ?? 0, stepSeconds: 0,
        waitingSeconds: 0, transferSeconds: 0, residentBytes: 0, silentSeconds: 0)
    }
  }

  public func fail(_ message: String) {
    let step = local.ranks.state.update { $0.steps[local.rank] ?? 0 }
    local.ranks.fail(
      RankFailure(
        rank: local.rank, host: "node\(local.rank)", process: getpid(), lastStep: step,
        reason: .failed(message)))
  }

  /// Ends the job as if a rank's process had ended without a message.
  public func lose(rank: Int) {
    let step = local.ranks.state.update { $0.steps[rank] ?? 0 }
    local.ranks.fail(
      RankFailure(
        rank: rank, host: "node\(rank)", process: getpid(), lastStep: step, reason: .ended))
  }
}
