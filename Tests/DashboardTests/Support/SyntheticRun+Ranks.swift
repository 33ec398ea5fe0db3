import Observing

@testable import Dashboard

// A synthetic run that several processes train.

extension SyntheticRun {
  /// Returns the state of a rank with times of the usual size: it computes for about 130 ms and waits for
  /// about 15 ms.
  static func rank(
    _ number: Int, of count: Int, host: String = "node-1", columns: Int = 1, step: Int = 1234,
    computing: Double? = nil, waiting: Double? = nil, silent: Double = 0.2
  ) -> Snapshot.RankSummary {
    let computing = computing ?? 0.13 + 0.003 * noise(number, 90)
    let waiting = waiting ?? 0.012 + 0.006 * noise(number, 91)
    return .init(
      rank: number, host: host, process: Int32(4000 + number),
      column: columns > 1 ? number % columns : nil, images: 128 * columns / count, step: step,
      stepSeconds: computing + waiting, waitingSeconds: waiting, transferSeconds: 0.041,
      residentBytes: (712 + number % 7) << 20, silentSeconds: silent)
  }

  /// Two ranks on two computers.
  static func twoRanks(columns: Int = 1) -> [Snapshot.RankSummary] {
    [
      rank(0, of: 2, host: "node-1", columns: columns),
      rank(1, of: 2, host: "node-2", columns: columns),
    ]
  }

  /// 64 ranks on eight computers: one is slow, one waits longer than the others, and one is silent.
  static let manyRanks = (0..<64).map { number in
    let host = "node-\(number / 8 + 1)"
    return switch number {
    case 17: rank(17, of: 64, host: host, computing: 0.151, waiting: 0.0003)
    case 40: rank(40, of: 64, host: host, step: 1233, silent: 3.4)
    case 52: rank(52, of: 64, host: host, computing: 0.118, waiting: 0.037)
    default: rank(number, of: 64, host: host)
    }
  }

  private static let manySteps = SyntheticRun(steps: 1234).state

  /// Returns the live screen after 1,234 steps with the states of its ranks, which arrive now.
  static func state(
    ranks: [Snapshot.RankSummary], width: Int = 120, height: Int = 40
  ) -> DashboardState {
    var state = manySteps
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    report(ranks, to: &state)
    return state
  }

  /// Sends a snapshot with the states of the ranks, as a trainer does.
  static func report(_ ranks: [Snapshot.RankSummary], to state: inout DashboardState) {
    var snapshot = SyntheticRun(steps: 1234).snapshot(for: state.interest)
    snapshot.ranks = ranks
    _ = update(&state, .snapshot(snapshot))
  }
}
