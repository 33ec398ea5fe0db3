import Blueprint
import Channels
import Images
import Runs

/// Training on the ranks of a job other than rank 0. They have no runs: rank 0 sends the plans, the commands
/// and the parameters of resumed runs, and records the results.
public struct RankFollower {
  private let job: TrainingJob
  private let open: (RunPlan) throws -> any DataSource

  /// Creates the follower of a rank.
  /// - Parameters:
  ///   - job: The ranks.
  ///   - open: Opens the images of a plan on this rank's computer.
  public init(
    _ job: TrainingJob,
    open: @escaping (RunPlan) throws -> any DataSource = { try DataSources.open($0) }
  ) {
    precondition(!job.isFirst, "rank 0 has the runs")
    self.job = job
    self.open = open
  }

  /// Trains the sessions of rank 0, one after the other, until it ends the job.
  /// - Throws: `RankFailure` if a rank is missing or has failed, the error of this rank, or
  ///   `RankRefusal.ended` if rank 0 has ended the job because of an error.
  public func run() throws {
    while true {
      // Only rank 0 computes the order.
      switch try job.share(JobOrder.end(nil)) {
      case .train(let orders): try train(orders)
      case .end(nil): return
      case .end(let message?): throw RankRefusal.ended(message: message)
      }
    }
  }

  private func train(_ orders: [LaneOrder]) throws {
    let warnings = Mailbox<RankWarning>()
    var connections = Trainer.Connections(commands: Mailbox())
    connections.rankWarnings = warnings
    connections.openData = open
    connections.makeRun = { name, plan, data, _, _ in
      Self.setup(plan, data, run: name ?? "", warnings)
    }
    let trainer: Trainer
    do {
      let setups = try job.agree { try makeSetups(orders, warnings) }
      trainer = try Trainer(setups, connections: connections, job: job)
    } catch {
      // All ranks have agreed that the session does not start, and rank 0 reports the reason.
      return try job.check()
    }
    trainer.run()
    try job.check()
  }

  private func makeSetups(
    _ orders: [LaneOrder], _ warnings: Mailbox<RankWarning>
  ) throws -> [Lane.Setup] {
    var opened: [UInt64: any DataSource] = [:]
    return try orders.map { order in
      let data = try opened[order.plan.seed] ?? open(order.plan)
      opened[order.plan.seed] = data
      try Trainer.check(order.plan, on: data)
      var setup = Self.setup(order.plan, data, run: order.run, warnings)
      setup.order = order
      setup.hasOtherImages = order.hasOtherImages
      return setup
    }
  }

  private static func setup(
    _ plan: RunPlan, _ data: any DataSource, run: String, _ warnings: Mailbox<RankWarning>
  ) -> Lane.Setup {
    let callbacks = Lane.Callbacks { event in
      guard case .warning(_, let kind, let message) = event, localKinds.contains(kind) else {
        return
      }
      warnings.post(RankWarning(run: run, kind: kind, message: message))
    }
    return Lane.Setup(plan, data: data, run: run, callbacks: callbacks)
  }

  /// The kinds of warnings about one rank. All others are about the training, which is the same on all ranks.
  private static let localKinds: Set = ["damaged-image", "threads"]
}

extension TrainingJob {
  /// Ends the other ranks' ``RankFollower/run()``. Rank 0 calls it once, after its last session.
  /// - Parameter error: The error because of which the job ends; `nil` without one.
  public func end(because error: (any Error)? = nil) {
    _ = try? share(JobOrder.end(error.map { "\($0)" }))
  }

  /// Sends the lanes of a session that begins, and waits until the other ranks have opened the images.
  func begin(_ setups: [Lane.Setup]) throws {
    guard isFirst else { return }
    _ = try share(JobOrder.train(setups.map(LaneOrder.init)))
    try agree {}
  }
}
