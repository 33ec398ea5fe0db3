/// The processors of the computers of a job, and how its ranks share them.
struct JobProcessors: Equatable, Sendable {
  /// The default number of compute threads of each rank: the smallest share, because all ranks compute the same
  /// and wait for the slowest.
  var threads: Int
  /// The problems with the processors, in sentences.
  var warnings: [String]

  /// Reads the introductions of all ranks, in their order.
  init(_ introductions: [Introduction]) {
    let hosts = Dictionary(grouping: introductions.indices) { introductions[$0].host }
      .sorted { $0.value[0] < $1.value[0] }
      .map { Host(name: $0.key, ranks: $0.value, introductions) }
    threads = hosts.map(\.threads).min() ?? 1
    warnings = hosts.compactMap(\.warning)
  }

  /// One computer with its ranks.
  private struct Host {
    var name: String
    var ranks: [Int]
    /// The introductions of its ranks.
    var members: [Introduction]
    /// The processors that the launcher or a rank can use.
    var available: Set<Int>

    init(name: String, ranks: [Int], _ introductions: [Introduction]) {
      self.name = name
      self.ranks = ranks
      members = ranks.map { introductions[$0] }
      available = Set(members.flatMap { $0.processors + $0.launcherProcessors })
    }

    /// The number of processors for each rank.
    var share: Int { max(1, available.count / ranks.count) }

    /// The number of threads of each rank. Quotas of processor time are for all ranks together.
    var threads: Int {
      members.map { member in
        let quota = member.quota.map { Int($0.rounded(.toNearestOrAwayFromZero)) / ranks.count }
        return max(
          1, [share, member.processors.count, quota, member.threadLimit].compactMap(\.self).min()!)
      }.min()!
    }

    var warning: String? { bound ?? crowded }

    /// The warning about a launcher that has bound ranks to fewer processors than their share.
    private var bound: String? {
      let used = Set(members.flatMap(\.processors)).count
      let least = members.map(\.processors.count).min()!
      guard least < share || used < min(ranks.count, available.count) else { return nil }
      let subject = ranks.count == 1 ? "Rank \(ranks[0]) uses" : "The \(ranks.count) ranks use"
      return """
        \(subject) \(used) of the \(available.count) processors of host \(name), because the launcher has \
        bound them. Start the job with `mpirun --bind-to none` to use all.
        """
    }

    /// The warning about more ranks than processors.
    private var crowded: String? {
      guard ranks.count > available.count else { return nil }
      let processors = available.count == 1 ? "1 processor" : "\(available.count) processors"
      return """
        Host \(name) has \(processors) for \(ranks.count) ranks, which take turns. Use at most as many ranks as \
        processors.
        """
    }
  }
}
