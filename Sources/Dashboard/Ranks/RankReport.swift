import DisplayText
import Observing

/// The processes that train a run together.
struct JobSize: Equatable, Sendable {
  /// The number of processes, at least 2.
  var ranks: Int
  /// The number of columns into which the kernels are divided; 1 if every process has all kernels.
  var columns: Int
  /// True if the processes divide the units of the fully-connected layers.
  var isHybrid: Bool

  /// Creates the size of a job; `nil` for one process.
  init?(ranks: Int?, columns: Int?, isHybrid: Bool = false) {
    guard let ranks, ranks > 1 else { return nil }
    self.ranks = ranks
    self.columns = max(1, columns ?? 1)
    self.isHybrid = isHybrid
  }

  /// The size in words: "2 ranks", "4 ranks · 2 columns", "3 ranks · hybrid".
  var text: String {
    var parts = ["\(ranks) ranks"]
    if columns > 1 { parts.append("\(columns) columns") }
    if isHybrid { parts.append("hybrid") }
    return parts.joined(separator: " · ")
  }
}

/// The states of all ranks at one step, and what is unusual about some of them.
struct RankReport: Equatable, Sendable {
  /// The unusual state of a rank, the most important first.
  enum Condition: Int, Comparable, Sendable, CaseIterable {
    /// No sign of life for longer than ``silence``.
    case silent
    /// Its computation takes over a tenth longer than that of most ranks, which wait for it.
    case slow
    /// It waits longer than most ranks, by over a tenth of a step.
    case waiting
    case usual

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// The time without a sign of life after which a rank is marked, in seconds. Signs of life are sent
  /// twice a second.
  static let silence = 2.0

  /// The step of the snapshot with the report.
  let step: Int
  /// The ranks in the order of their numbers, at least one.
  let ranks: [Snapshot.RankSummary]
  private let usualComputing: Double
  private let usualWaiting: Double

  /// Creates the report of a snapshot; `nil` if it has no ranks.
  init?(_ snapshot: Snapshot) {
    guard let ranks = snapshot.ranks, !ranks.isEmpty else { return nil }
    step = snapshot.step
    self.ranks = ranks.map { rank in
      var rank = rank
      rank.host = rank.host.printable
      return rank
    }
    // Of two ranks, the slow one is compared with the other.
    usualComputing = ranks.map(\.computing).sorted()[(ranks.count - 1) / 2]
    usualWaiting = ranks.map(\.waiting).sorted()[ranks.count / 2]
  }

  /// The number of columns that the ranks have; 1 if every rank has all kernels.
  var columns: Int { ranks.reduce(1) { max($0, ($1.column ?? 0) + 1) } }

  /// True if the ranks divide the units of the fully-connected layers.
  var isHybrid: Bool { ranks.contains { $0.dividesUnits == true } }

  /// The longest step in seconds.
  var longestStep: Double { ranks.map { $0.computing + $0.waiting }.max() ?? 0 }

  /// The share of the time of all ranks in which they waited; 0 before the first step.
  var waitingShare: Double {
    let total = ranks.reduce(0) { $0 + $1.computing + $1.waiting }
    return total > 0 ? ranks.reduce(0) { $0 + $1.waiting } / total : 0
  }

  /// The memory of all ranks in bytes.
  var residentBytes: Int {
    ranks.reduce(0) { sum, rank in
      let (total, overflows) = sum.addingReportingOverflow(max(0, rank.residentBytes))
      return overflows ? .max : total
    }
  }

  /// The number of computers.
  var hosts: Int { Set(ranks.map(\.host)).count }

  /// Returns the number of ranks in a state.
  func count(_ condition: Condition) -> Int { ranks.count { self.condition(of: $0) == condition } }

  /// Returns what is unusual about a rank.
  func condition(of rank: Snapshot.RankSummary) -> Condition {
    if rank.silentSeconds > Self.silence { return .silent }
    if rank.computing > 1.1 * usualComputing { return .slow }
    if rank.waiting > usualWaiting + 0.1 * (rank.computing + rank.waiting) { return .waiting }
    return .usual
  }

  /// Returns the ranks in an order. Ranks that are equal in it have the order of their numbers, so that
  /// small differences move no row.
  func ordered(by order: RankOrder) -> [Snapshot.RankSummary] {
    switch order {
    case .number: return ranks
    case .computing: return sorted { [-$0.computing] }
    case .waiting: return sorted { [-$0.waiting] }
    case .unusual:
      return sorted { rank in
        let condition = condition(of: rank)
        let amount =
          switch condition {
          case .silent: rank.silentSeconds
          case .slow: rank.computing
          case .waiting: rank.waiting
          case .usual: 0.0
          }
        return [Double(condition.rawValue), -amount]
      }
    }
  }

  private func sorted(
    by key: (Snapshot.RankSummary) -> [Double]
  ) -> [Snapshot.RankSummary] {
    let keys = ranks.map(key)
    return ranks.indices.sorted { a, b in
      for (left, right) in zip(keys[a], keys[b]) where left != right { return left < right }
      return a < b
    }.map { ranks[$0] }
  }
}

/// The order of the rows in the table of ranks.
enum RankOrder: Hashable, Sendable, CaseIterable {
  case unusual, computing, waiting, number

  var name: String {
    switch self {
    case .unusual: "unusual first"
    case .computing: "slowest first"
    case .waiting: "most waiting first"
    case .number: "by number"
    }
  }
}

extension Snapshot.RankSummary {
  /// The part of a step in which the rank did not wait, in seconds; 0 if it is not known.
  var computing: Double { Self.known(stepSeconds - waitingSeconds) }

  /// The part of a step in which the rank waited, in seconds; 0 if it is not known.
  var waiting: Double { min(Self.known(waitingSeconds), Self.known(stepSeconds)) }

  private static func known(_ seconds: Double) -> Double {
    seconds.isFinite ? min(1e6, max(0, seconds)) : 0
  }
}
