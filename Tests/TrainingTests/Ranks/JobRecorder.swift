import Blueprint
import Channels
import Compute
import Images
import Observing
import RankFixtures
import Runs

@testable import Training

/// Trains runs on the ranks of a job, which are threads, and keeps the events of rank 0.
struct JobRecorder: Sendable {
  /// The events of all lanes of rank 0, in order.
  var lines: [EventLine] = []
  var snapshots: [Snapshot] = []
  /// The text of the error with which each rank after the first has ended; empty without an error.
  var errors: [String] = []

  /// The settings of a job.
  struct Job: Sendable {
    var ranks: Int
    var columns = 1
    /// True if the ranks divide the units of the fully-connected layers.
    var isHybrid = false
    /// The images of a rank.
    var data: @Sendable (_ rank: Int) -> any DataSource = { _ in ColorPatches() }
    var interest = Interest.nothing
    /// The run that keeps the checkpoints; `nil` keeps none.
    var run: Run?
    var resumption: Resumption?
    /// True if the job has a store for the runs of forks.
    var canFork = false
    var timeLimit: Duration?
    /// Returns commands after an event on rank 0.
    var onEvent: @Sendable (EventLine) -> [AddressedCommand] = { _ in [] }
    /// Called on rank 0 with each event and the job.
    var onJob: @Sendable (TrainingEvent, LocalJob) -> Void = { _, _ in }
  }

  init(_ plan: RunPlan, _ job: Job) throws { try self.init([("a", plan)], job) }

  init(_ plans: [(run: String, plan: RunPlan)], _ job: Job) throws {
    let outcomes = try LocalRanks.run(job.ranks) { group in
      let local = LocalJob(group)
      let training = TrainingJob(local, columns: job.columns, isHybrid: job.isHybrid)
      guard group.rank > 0 else { return try Self.lead(plans, job, local, training) }
      var outcome = JobRecorder()
      do {
        try RankFollower(training) { _ in job.data(group.rank) }.run()
        outcome.errors = [""]
      } catch {
        outcome.errors = ["\(error)"]
      }
      return outcome
    }
    self = outcomes[0]
    errors = outcomes.dropFirst().flatMap(\.errors)
  }

  private init() {}

  private static func lead(
    _ plans: [(run: String, plan: RunPlan)], _ job: Job, _ local: LocalJob,
    _ training: TrainingJob
  ) throws -> JobRecorder {
    let lines = Handover<[EventLine]>([])
    let commands = Mailbox<AddressedCommand>()
    let watcher = Watcher(job.interest)
    func setup(_ name: String, _ plan: RunPlan) -> Lane.Setup {
      let callbacks = Lane.Callbacks { event in
        let line = EventLine(run: name, event: event)
        lines.value.append(line)
        for command in job.onEvent(line) { commands.post(command) }
        job.onJob(event, local)
      }
      var setup = Lane.Setup(
        plan, data: job.data(0), run: name, callbacks: callbacks, from: job.resumption)
      setup.checkpoints = job.run.map { .init(run: $0) {} }
      return setup
    }
    var connections = Trainer.Connections(commands: commands, watchers: Watchers([watcher]))
    connections.openData = { _ in job.data(0) }
    if job.canFork {
      connections.makeRun = { name, plan, _, _, _ in
        var fork = setup(name ?? "fork", plan)
        fork.checkpoints = nil
        return fork
      }
    }
    do {
      try Trainer(
        plans.map { setup($0.run, $0.plan) }, connections: connections,
        timeLimit: job.timeLimit, job: training
      ).run()
      training.end()
    } catch {
      training.end(because: error)
      throw error
    }
    var outcome = JobRecorder()
    outcome.lines = lines.value
    outcome.snapshots = watcher.snapshots.removeValue() ?? []
    return outcome
  }

  func events(_ run: String = "a") -> [TrainingEvent] {
    lines.filter { $0.run == run }.map(\.event)
  }

  func steps(_ run: String = "a") -> [TrainingEvent.Step] {
    events(run).compactMap { if case .step(let step) = $0 { step } else { nil } }
  }

  func losses(_ run: String = "a") -> [Double] { steps(run).map(\.loss) }

  func validations(_ run: String = "a") -> [TrainingEvent.Validation] {
    events(run).compactMap { if case .validation(let validation) = $0 { validation } else { nil } }
  }

  /// The message with which a run has failed; `nil` if it has not.
  func failure(_ run: String = "a") -> String? {
    events(run).compactMap { if case .failed(_, let message) = $0 { message } else { nil } }.last
  }

  var warnings: [String] {
    lines.compactMap { if case .warning(_, _, let message) = $0.event { message } else { nil } }
  }
}

/// Returns the largest relative difference between two curves of the same length.
func largestDifference(_ one: [Double], _ other: [Double]) -> Double {
  guard one.count == other.count else { return .infinity }
  return zip(one, other).map { abs($0 - $1) / max(abs($0), 1e-9) }.max() ?? .infinity
}
