import TerminalUI

/// The state of the table of ranks that fills the screen.
struct RanksState: Equatable, Sendable {
  /// The first row that is shown.
  var row = 0
  var order = RankOrder.unusual
}

extension DashboardState {
  mutating func perform(_ command: RanksCommand) {
    switch command {
    case .scroll(let key):
      guard let scrolling = ranksScrolling else { return }
      ranks.row = scrolling.row(scrolling.clamped(ranks.row), after: key) ?? ranks.row
    case .wheel(let count):
      guard let scrolling = ranksScrolling else { return }
      ranks.row = scrolling.row(scrolling.clamped(ranks.row), wheel: count)
    case .nextOrder:
      ranks.order = ranks.order.next
      ranks.row = 0
      showNotice("ranks: \(ranks.order.name)")
    }
  }

  /// The scroll range of the table of ranks while it fills the screen; `nil` otherwise.
  private var ranksScrolling: Scrolling? {
    guard enlarged == .ranks else { return nil }
    let screen = layout.screen
    return RanksPanel(state: Shared(self), edges: screen.edges, isLarge: true).scrolling(
      in: screen.body, appearance: screen.appearance)
  }

  /// True if the live screen has a panel of the ranks: the run is trained by several processes, whose
  /// states are known or will be.
  var showsRanks: Bool { lane.job != nil && (!lane.hasEnded || lane.rankReport != nil) }

  /// True if the live screen has room for the panel of the ranks.
  var isRanksPanelVisible: Bool {
    DashboardLayout.hasRoom(surface.bounds) && layout.screen.live.ranks != nil
  }

  /// The time since the last snapshot, in seconds, if it is unusually long; `nil` otherwise.
  /// Snapshots are made after a step, so it is compared with the duration of a step.
  var ranksReportDelay: Double? {
    guard let report = lane.rankReport, let reportedAt = lane.reportedAt,
      lane.phase == .training, !lane.isValidating, !lane.isSaving
    else { return nil }
    let delay = now - reportedAt
    return delay > 3 + 2 * report.longestStep ? delay : nil
  }

  /// Returns the ranks that have a column of the kernels, in several lengths, the longest first; empty
  /// if the kernels are not divided between processes.
  /// - Parameter column: The number of the column, from 0.
  func holders(ofColumn column: Int) -> [String] {
    guard let job = lane.job, job.columns > 1, column < job.columns else { return [] }
    let ranks = Array(stride(from: column, to: job.ranks, by: job.columns))
    guard ranks.count > 1 else {
      let host = lane.rankReport?.ranks.first { $0.rank == column }?.host ?? ""
      return (host.isEmpty ? [] : ["rank \(column) · \(host)"]) + ["rank \(column)"]
    }
    let list = "ranks " + ranks.map(String.init).joined(separator: ", ")
    return [list, "\(ranks.count) ranks"]
  }
}
