import DisplayText
import Observing

/// The times of all ranks in milliseconds, with one number of digits after the point. The total is the
/// sum of the two parts that are shown.
struct RankTimes: Equatable {
  /// The texts of one rank.
  struct Texts: Equatable {
    var total: String
    var computing: String
    var waiting: String
    var transfers: String
  }

  private let digits: Int

  /// Creates the times in the format in which the longest step has at least three digits.
  init(_ report: RankReport) {
    digits = report.longestStep < 0.099_95 ? 1 : 0
  }

  /// Returns the texts of a rank; dashes before its first step.
  func texts(of rank: Snapshot.RankSummary) -> Texts {
    guard rank.computing + rank.waiting > 0 else {
      return Texts(total: "—", computing: "—", waiting: "—", transfers: "—")
    }
    let (computing, waiting) = (rounded(rank.computing), rounded(rank.waiting))
    let transfers = rank.transferSeconds
    return Texts(
      total: text(computing + waiting), computing: text(computing), waiting: text(waiting),
      transfers: transfers.isFinite ? text(rounded(min(1e6, max(0, transfers)))) : "—")
  }

  private func rounded(_ seconds: Double) -> Double {
    let scale = digits == 0 ? 1.0 : 10.0
    return (seconds * 1000 * scale).rounded() / scale
  }

  private func text(_ milliseconds: Double) -> String { NumberText.fixed(milliseconds, digits) }
}
