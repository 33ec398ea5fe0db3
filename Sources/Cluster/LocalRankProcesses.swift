import Glibc
import Machine

/// The processes of a job's ranks on this computer, which are found without MPI by the variables that the
/// launcher has given them.
struct LocalRankProcesses {
  /// The name of the thread that calls MPI.
  static let thread = "communication"

  /// The ranks that have not called MPI, in order.
  let delayed: [DelayedRank]
  /// The first rank that can report a delay, or could before it has ended.
  let reporter: Int

  /// Finds the ranks of the job of this process.
  /// - Parameter launcher: The launcher of this process.
  init(of launcher: Launcher) {
    let groups = Self.groups(launcher)
    var conditions: [Int: DelayedRank.Condition] = [:]
    for (rank, processes) in groups where rank != launcher.rank {
      conditions[rank] = Self.condition(processes)
    }
    // Without this process in its group the system does not show the variables.
    if launcher.isOnOneComputer, let count = launcher.ranks, groups[launcher.rank] != nil {
      for rank in 0..<count where groups[rank] == nil { conditions[rank] = .ended }
    }
    delayed = conditions.map { DelayedRank(rank: $0, condition: $1) }.sorted { $0.rank < $1.rank }
    let late = delayed.filter { $0.condition != .ended }.map(\.rank)
    let known = Set(groups.keys).union(conditions.keys).union([launcher.rank])
    reporter = known.subtracting(late).min() ?? launcher.rank
  }

  /// Returns the processes of each rank that the launcher of this process has started: guards, their children,
  /// and scripts that start the program.
  private static func groups(_ launcher: Launcher) -> [Int: [SystemProcess]] {
    var members: [Int32: (process: SystemProcess, rank: Int)] = [:]
    for process in SystemProcess.all() where !process.hasEnded {
      guard let found = Launcher.detected(in: process.environment()),
        found.kind == launcher.kind, found.ranks == launcher.ranks
      else { continue }
      members[process.number] = (process, found.rank)
    }
    /// Returns the process that has started the first process of a member's rank.
    func starter(_ number: Int32) -> Int32? {
      guard var member = members[number] else { return nil }
      while let parent = members[member.process.parent], parent.rank == member.rank {
        member = parent
      }
      return member.process.parent
    }
    guard let ownStarter = starter(getpid()) else { return [:] }
    return Dictionary(grouping: members.values.filter { starter($0.process.number) == ownStarter })
    {
      $0.rank
    }.mapValues { $0.map(\.process) }
  }

  /// Returns the state of a rank; `nil` if it has called MPI.
  private static func condition(_ processes: [SystemProcess]) -> DelayedRank.Condition? {
    if let stopped = processes.first(where: \.isStopped) {
      return .stopped(process: stopped.number)
    }
    guard !processes.contains(where: { $0.threads().contains(thread) }) else {
      return nil
    }
    let children = processes.filter { RankGuard.isChild($0.environment()) }
    // The guard of a rank ends after it.
    if children.isEmpty, processes.contains(where: \.isOfThisProgram) { return .ended }
    return (children.first ?? processes.first).map { .starting(process: $0.number) }
  }
}
