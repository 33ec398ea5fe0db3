import Compute
import Images

extension Trainer {
  /// The longest time for which rank 0 waits for a command while all lanes are paused. Then the ranks exchange
  /// a message, which fails if one of them is missing.
  private static let longestWait = Duration.seconds(2)

  /// Checks that all ranks can train the plans on the same images, before memory is allocated, and creates the
  /// engine.
  /// - Throws: The reason why this rank or another one cannot train.
  static func prepare(_ setups: [Lane.Setup], _ job: TrainingJob?) throws -> Engine {
    let plans = setups.map(\.plan)
    guard let job else {
      try check(plans)
      return try Engine(threads: plans[0].threads)
    }
    try job.begin(setups)
    var seeds: Set<UInt64> = []
    try job.checkSameData(
      setups.filter { seeds.insert($0.plan.seed).inserted }
        .map { (source: $0.data, location: $0.plan.data.location) })
    return try job.agree {
      try check(plans, in: job)
      return try Engine(threads: plans[0].threads)
    }
  }

  /// Does some work; in a job, all ranks do it, and all throw if one of them fails.
  func agree<Result>(_ work: () throws -> Result) throws -> Result {
    guard let job else { return try work() }
    return try job.agree(work)
  }

  /// Applies the commands before a turn. In a job, rank 0 sends them to the others, which send their warnings.
  func beginTurn() throws {
    guard let job else { return applyCommands() }
    var order = TurnOrder()
    if job.isFirst {
      for command in connections.commands.drain() {
        if command.command == .sendSnapshot {
          publisher.request()
        } else {
          order.commands.append(command)
        }
      }
      for warning in connections.warnings.drain() { warnAll(warning) }
      order.isOver = clock.isOver
    }
    let isShort = order.isEmpty
    let messages = try job.exchange(
      job.isFirst ? (isShort ? [] : RankCoding.encode(order)) : drainWarnings())
    try report(messages.dropFirst())
    if !job.isFirst, !messages[0].isEmpty {
      order = try RankCoding.decode(TurnOrder.self, messages[0])
    }
    for command in order.commands { apply(command) }
    if order.isOver { for lane in lanes { lane.endAtTimeLimit() } }
  }

  /// Reports the warnings of the other ranks before lanes end.
  func collectWarnings() throws {
    guard let job else { return }
    try report(job.exchange(drainWarnings()).dropFirst())
  }

  /// Waits for a command while all lanes are paused. Ranks other than 0 wait in the next exchange.
  func waitForCommands() {
    guard let job else {
      connections.commands.waitForMessage()
      return
    }
    if job.isFirst { connections.commands.waitForMessage(timeout: Self.longestWait) }
  }

  /// Sends the name that a lane's run has on rank 0 to the others, by which later commands address it.
  func shareName(of lane: Lane) {
    guard let job, let name = try? job.exchange(Array(lane.run.utf8))[0] else { return }
    if !job.isFirst { lane.setName(String(decoding: name, as: UTF8.self)) }
  }

  private func drainWarnings() -> [UInt8] {
    let warnings = connections.rankWarnings?.drain() ?? []
    return warnings.isEmpty ? [] : RankCoding.encode(warnings)
  }

  /// Reports the warnings of the ranks after the first, on rank 0.
  private func report(_ messages: ArraySlice<[UInt8]>) throws {
    guard job?.isFirst == true else { return }
    for (rank, message) in zip(messages.indices, messages) where !message.isEmpty {
      for warning in try RankCoding.decode([RankWarning].self, message) {
        guard let lane = lanes.first(where: { $0.run == warning.run }) ?? lanes.first else {
          continue
        }
        if warning.kind == "damaged-image" {
          lane.reportDamage(warning.message)
        } else {
          lane.warn(kind: warning.kind, "Rank \(rank): \(warning.message)")
        }
      }
    }
  }
}
