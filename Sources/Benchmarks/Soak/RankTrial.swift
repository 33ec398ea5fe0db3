import Foundation
import Runs

/// Kills or stops a random rank of a job at a random time, and resumes the run with another number of
/// ranks. The other ranks must end in time and name the rank, no step beyond the last checkpoints can be lost,
/// and the steps that are repeated must have their first losses, up to rounding.
struct RankTrial {
  var workspace: SoakWorkspace
  /// The number of faults.
  var count: Int
  /// The number of steps between checkpoints.
  private static let interval = 20
  /// The time after which the ranks without the fault must have ended, in seconds.
  private static let limit = 10.0
  /// The time after which a command that does not end is killed, in seconds.
  private static let patience = 40.0
  /// The largest relative difference of a loss that was computed twice. The sums of gradients have another order
  /// with another number of ranks, and a checkpoint is at most 20 steps earlier.
  private static let rounding = 1e-3
  private static let run = "ranks"

  private struct FaultStatistics {
    var faults: [Fault: Int] = [:]
    /// The longest time from a fault to the end of the last rank without it, and to that of the command.
    var slowestRank = 0.0
    var slowestCommand = 0.0
    /// The number of commands that did not end by themselves.
    var hangs = 0
    /// The number of journals that do not end with the name of the rank.
    var unnamed = 0
    var maximumLostSteps = 0
    var repeatedSteps = 0
    /// The largest relative difference of the losses of a repeated step.
    var difference = 0.0
    var damages = 0
  }

  /// A signal that a rank receives.
  private enum Fault: String, CaseIterable {
    case killed, stopped

    var signal: Int32 {
      switch self {
      case .killed: SIGKILL
      case .stopped: SIGSTOP
      }
    }
  }

  func run() throws -> [TrialResult] {
    var statistics = FaultStatistics()
    var random = SplitMix64(state: 5)
    var ranks = 2
    for _ in 0..<count {
      try cause(Fault.allCases.randomElement(using: &random)!, ranks: ranks, &statistics, &random)
      ranks = (2...4).filter { $0 != ranks }.randomElement(using: &random)!
    }
    let last = losses().last?.step ?? 0
    try workspace.finish(arguments(ranks: 1) + ["--steps", "\(last + 30)"])
    inspectRepetitions(&statistics)
    let missing = Set(1...(last + 30)).subtracting(losses().map(\.step)).count
    return rows(statistics, missing: missing)
  }

  private func rows(_ statistics: FaultStatistics, missing: Int) -> [TrialResult] {
    let faults = Fault.allCases.map { "\(statistics.faults[$0] ?? 0) \($0.rawValue)" }
    return [
      .init(name: "faults", value: faults.joined(separator: ", ")),
      .limited(
        "seconds until the other ranks ended, at most", statistics.slowestRank,
        atMost: Self.limit),
      .init(
        name: "seconds until the command ended, at most",
        value: String(format: "%.1f", statistics.slowestCommand)),
      .count("commands that did not end", statistics.hangs, atMost: 0),
      .count("journals that do not name the rank", statistics.unnamed, atMost: 0),
      .count(
        "steps lost at most, checkpoints every \(Self.interval)", statistics.maximumLostSteps,
        atMost: Self.interval),
      .count("damaged journals and checkpoints", statistics.damages, atMost: 0),
      .count("steps of the run that are missing", missing, atMost: 0),
      .init(name: "repeated steps", value: "\(statistics.repeatedSteps)"),
      .limited(
        "relative difference of their losses, at most", statistics.difference,
        atMost: Self.rounding),
    ]
  }

  /// The arguments that start the run, or continue it.
  private func arguments(ranks: Int) -> [String] {
    let processes = ranks > 1 ? ["--processes", "\(ranks)"] : []
    if (try? workspace.store.run(named: Self.run)) == nil {
      // With one step in an epoch the journal stays short, and is read many times.
      return workspace.tiny(
        Self.run, "--threads", "1", "--batch", "256", "--checkpoint-every", "\(Self.interval)")
        + processes
    }
    return ["resume", Self.run, "--quiet"] + processes
  }

  // MARK: - One fault

  private func cause(
    _ fault: Fault, ranks count: Int, _ statistics: inout FaultStatistics,
    _ random: inout SplitMix64
  ) throws {
    let command = try workspace.start(arguments(ranks: count))
    defer { for rank in RankProcess.all(of: workspace) { kill(rank.process, SIGKILL) } }
    let ranks = waitForRanks(count, of: command)
    guard ranks.count == count else {
      fail("\(ranks.count) of \(count) ranks have started. Is `make cluster` done?")
    }
    // A rank that does not connect at all is missed after a minute.
    waitForSteps(of: command)
    usleep(UInt32.random(in: 20_000...800_000, using: &random))
    let victim = ranks.randomElement(using: &random)!
    let hasStarted = !losses().isEmpty
    let start = ContinuousClock.now
    kill(victim.process, fault.signal)
    statistics.faults[fault, default: 0] += 1
    func seconds() -> Double { start.duration(to: .now) / .seconds(1) }
    let others = ranks.filter { $0.process != victim.process }
    while others.contains(where: \.isRunning), seconds() < Self.patience { usleep(20_000) }
    statistics.slowestRank = max(statistics.slowestRank, seconds())
    while command.isRunning, seconds() < Self.patience { usleep(20_000) }
    statistics.slowestCommand = max(statistics.slowestCommand, seconds())
    if command.isRunning {
      statistics.hangs += 1
      kill(command.processIdentifier, SIGKILL)
    }
    command.waitUntilExit()
    guard let run = try? workspace.store.run(named: Self.run) else { return }
    if hasStarted, victim.rank > 0 { try checkName(of: victim, in: run, &statistics) }
    try inspect(run, &statistics)
  }

  private func waitForRanks(_ count: Int, of command: Process) -> [RankProcess] {
    let start = ContinuousClock.now
    while command.isRunning, start.duration(to: .now) < .seconds(Self.patience) {
      let ranks = RankProcess.all(of: workspace)
      if ranks.count == count { return ranks }
      usleep(20_000)
    }
    return RankProcess.all(of: workspace)
  }

  /// Waits until three more events are recorded or the command ends.
  private func waitForSteps(of command: Process) {
    func recorded() -> Int {
      (try? workspace.store.run(named: Self.run).recording().events.count) ?? 0
    }
    let before = recorded()
    while command.isRunning, recorded() < before + 3 { usleep(5_000) }
  }

  /// Checks that the journal ends with the rank, its computer, its process and its last step.
  private func checkName(
    of victim: RankProcess, in run: Run, _ statistics: inout FaultStatistics
  ) throws {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let hostName = String(decoding: host.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    let name = "Rank \(victim.rank) (host \(hostName), process \(victim.process))"
    guard case .failed(_, let message)? = try run.recording().events.last,
      message.hasPrefix(name), message.contains("its last step was")
    else {
      statistics.unnamed += 1
      return
    }
  }

  /// Counts the steps that the fault lost and the files that it damaged.
  private func inspect(_ run: Run, _ statistics: inout FaultStatistics) throws {
    if try !run.recording().damagedLines.isEmpty { statistics.damages += 1 }
    let resumption = try run.resumption()
    if !resumption.warnings.isEmpty { statistics.damages += 1 }
    let last = losses().last?.step ?? 0
    statistics.maximumLostSteps = max(statistics.maximumLostSteps, last - resumption.step)
  }

  // MARK: - Losses

  /// The losses in the order of the journal, in which steps are repeated after a resumption.
  private func losses() -> [(step: Int, loss: Double)] {
    let events = (try? workspace.store.run(named: Self.run).recording().events) ?? []
    return events.compactMap {
      if case .step(let step) = $0 { (step.step, step.loss) } else { nil }
    }
  }

  /// Compares the losses of steps that were computed more than once.
  private func inspectRepetitions(_ statistics: inout FaultStatistics) {
    var first: [Int: Double] = [:]
    for (step, loss) in losses() {
      if let before = first[step] {
        statistics.repeatedSteps += 1
        statistics.difference = max(statistics.difference, abs(loss - before) / abs(before))
      }
      // A later repetition begins at a later checkpoint, so it is compared with the latest losses.
      first[step] = loss
    }
  }
}

/// The process of one rank of a job.
private struct RankProcess {
  var rank: Int
  var process: pid_t

  /// True until the process has ended, also while it is stopped.
  var isRunning: Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
      return false
    }
    // The state follows the name, which is in parentheses. The guard of a rank collects it soon.
    return text[(text.lastIndex(of: ")") ?? text.startIndex)...].dropFirst(2).first != "Z"
  }

  /// Returns the ranks that train runs of a workspace, without the guards that wait for them.
  static func all(of workspace: SoakWorkspace) -> [RankProcess] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { name -> RankProcess? in
      guard let process = pid_t(name),
        words("/proc/\(name)/cmdline").contains(workspace.store.directory)
      else { return nil }
      let environment = words("/proc/\(name)/environ")
      guard environment.contains(where: { $0.hasPrefix("ALEXNET_RANK_PROCESS=") }) else {
        return nil
      }
      let variables = ["OMPI_COMM_WORLD_RANK=", "PMI_RANK="]
      let rank = variables.lazy.compactMap { variable in
        environment.first { $0.hasPrefix(variable) }.flatMap { Int($0.dropFirst(variable.count)) }
      }.first
      return rank.map { RankProcess(rank: $0, process: process) }
    }.sorted { $0.rank < $1.rank }
  }

  /// Reads words that zeros separate.
  private static func words(_ path: String) -> [String] {
    let bytes = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
