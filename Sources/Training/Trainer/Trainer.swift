import Blueprint
import Channels
import Compute
import Images
import Runs

/// Trains one or more lanes on the thread that calls `run()`: in each turn, one step of every lane. Lanes at
/// the same step of the same data use the same batch, which is loaded once. Between steps the trainer
/// applies commands and publishes snapshots.
public final class Trainer {
  /// The largest number of lanes: three values of a setting for each of two networks. More would be slow on a
  /// machine with few cores and would not fit on a screen.
  public static let maximumLanes = 6
  /// The largest number of batches of a stream that wait for their steps.
  static let readyBatches = 3
  /// The number of batches in memory: those that are ready, one in training and one for validation.
  static let batchesAhead = readyBatches + 2

  /// The lanes that have not ended, in the order in which they were added.
  private(set) var lanes: [Lane] = []
  let connections: Connections
  /// The processes that train together; `nil` if this one trains alone.
  let job: TrainingJob?
  let engine: Engine
  /// The training time of all lanes.
  let clock: TrainingClock
  private var streams = BatchStreams()
  private var validationSets: [UInt64: ValidationSet] = [:]
  var publisher: SnapshotPublisher

  /// Creates the lanes.
  /// - Parameters:
  ///   - setups: At least one. The networks have inputs of one shape and one normalisation.
  ///   - connections: The connections with the rest of the process.
  ///   - timeLimit: The training time after which all lanes end; `nil` for no limit.
  ///   - job: The processes that train together; `nil` if this one trains alone. All ranks create a trainer of
  ///     the same plans at the same time: rank 0 for its runs, the others for a ``RankFollower``.
  /// - Throws: The reason why this machine cannot compute a network, or why the data cannot be read. In a job,
  ///   all ranks throw if one of them cannot start.
  public init(
    _ setups: [Lane.Setup], connections: Connections, timeLimit: Duration? = nil,
    job: TrainingJob? = nil
  ) throws {
    precondition(!setups.isEmpty, "a trainer needs at least one lane")
    self.connections = connections
    self.job = job
    engine = try Self.prepare(setups, job)
    clock = TrainingClock(limit: timeLimit)
    publisher = SnapshotPublisher(firstRun: setups[0].run, to: connections.watchers, in: job)
    try agree { for setup in setups { lanes.append(try makeLane(setup)) } }
    for (lane, setup) in zip(lanes, setups) { try lane.shareParameters(of: setup) }
  }

  func makeLane(_ setup: Lane.Setup) throws -> Lane {
    let plan = setup.plan
    let set =
      try validationSets[plan.seed]
      ?? ValidationSet(
        source: setup.data, input: InputFormat(of: plan.network),
        batch: job?.capacity(batch: plan.batch) ?? plan.batch,
        damageLimit: plan.allowedDamage, readers: job?.replicas ?? 1)
    validationSets[plan.seed] = set
    return try Lane(
      setup, validationSet: set, on: engine, clock: clock, beside: lanes.first, job: job)
  }

  func add(_ lane: Lane) { lanes.append(lane) }

  // MARK: - Turns

  /// Trains until every lane has ended: its plan is completed, it was stopped, or it failed.
  public func run() {
    do {
      publisher.publish(lanes)
      // All lanes and ranks have the same folder of images.
      lanes.first?.reportPassedOver()
      warnOfMissingThreads()
      for lane in lanes { lane.begin() }
      while !lanes.isEmpty {
        try beginTurn()
        publisher.publishIfRequested(lanes)
        try waitWhileAllArePaused()
        try finishEnded()
        try clock.measureTurn { if try !validateOneBatch() { try trainSteps() } }
        // In a job, rank 0 sends this decision with the next turn.
        if job == nil, clock.isOver { for lane in lanes { lane.endAtTimeLimit() } }
        try finishEnded()
        try job?.check()
      }
    } catch {
      job?.fail(error)
      for lane in lanes where !lane.hasEnded { lane.fail(error) }
      lanes = []
    }
  }

  /// Trains one step of every lane that can advance, together for lanes that use the same batch.
  private func trainSteps() throws {
    var rest = lanes.filter(\.canAdvance)
    guard !rest.isEmpty else { return }
    let hasSingleStep = rest.contains(where: \.isPaused)
    for lane in rest { lane.applySchedule() }
    while let first = rest.first {
      var group = LaneGroup(lanes: [first])
      let stream: BatchStream?
      do throws(ImagesError) {
        stream = try streams.stream(for: first)
      } catch {
        stream = nil
        group.fail(error)
      }
      if let stream {
        group = LaneGroup(lanes: rest.filter(stream.serves))
        try trainStep(group, on: stream)
      }
      try job?.check()
      rest.remove(group)
    }
    streams.closeUnused(by: lanes)
    let current = lanes.filter { !$0.hasEnded }
    if hasSingleStep { publisher.publish(current) } else { publisher.publishIfDue(current) }
  }

  /// - Throws: `RankFailure` if another rank is missing.
  private func trainStep(_ group: LaneGroup, on stream: BatchStream) throws {
    let start = ContinuousClock.now
    let waitedBefore = stream.loader.waited
    do throws(ImagesError) {
      // If the loader has failed, too many damaged images are the reason, so they are reported then too.
      defer { group.report(damaged: stream.loader.drainDamaged()) }
      group.setBatch(try stream.next())
    } catch {
      return group.fail(error)
    }
    let waiting = (stream.loader.waited - waitedBefore) / .seconds(1)
    let preparation = start.duration(to: .now) / .seconds(1)
    for lane in group.lanes {
      do {
        try lane.trainStep(
          preparation: preparation, waiting: waiting, times: publisher.stopwatch(for: lane))
      } catch let error as Lane.Divergence {
        // The last snapshot shows which layers have diverged.
        publisher.publish([lane])
        lane.fail(error)
      }
    }
  }

  /// Scores one batch of every validation in progress. In such a turn no lane trains a step, so lanes at the
  /// same step remain together.
  /// - Returns: False if there was no validation to score.
  private func validateOneBatch() throws -> Bool {
    var rest = lanes.filter { $0.ongoingValidation != nil && $0.canAdvance }
    guard !rest.isEmpty else { return false }
    while let first = rest.first {
      let turn = first.nextValidationTurn()
      let group = LaneGroup(
        lanes: rest.filter {
          $0.validationSet === first.validationSet && $0.nextValidationTurn() == turn
        })
      rest.remove(group)
      group.validate(turn: turn)
      try job?.check()
    }
    return true
  }

  /// Ends the lanes that have a reason to finish, and releases the memory of all that have ended.
  private func finishEnded() throws {
    if lanes.contains(where: { !$0.hasEnded && $0.isReadyToEnd }) { try collectWarnings() }
    for lane in lanes where !lane.hasEnded && lane.ongoingValidation == nil {
      guard let reason = lane.finishReason else { continue }
      // The last snapshot of a lane shows its final state.
      publisher.publish([lane] + lanes.filter { $0 !== lane && !$0.hasEnded })
      lane.finish(reason)
    }
    guard lanes.contains(where: \.hasEnded) else { return }
    lanes.removeAll(where: \.hasEnded)
    streams.closeUnused(by: lanes)
  }

  private func waitWhileAllArePaused() throws {
    while !lanes.contains(where: { $0.canAdvance || $0.isReadyToEnd }) {
      // Checkpoints are written after a step, and while all lanes are paused there is none. The event of
      // the checkpoint can cause further commands.
      for lane in lanes {
        let isRequested = lane.checkpointer?.isRequested == true
        if job?.decide(isRequested) ?? isRequested { lane.checkpointNow() }
      }
      if job == nil, publisher.hasUnfinishedMaps {
        publisher.publish(lanes)
      } else {
        waitForCommands()
      }
      try beginTurn()
      publisher.publishIfRequested(lanes)
    }
  }

  // MARK: - Warnings

  /// Warns once when OpenMP provides fewer threads than planned.
  private func warnOfMissingThreads() {
    let planned = lanes.first?.plan.threads ?? engine.threads
    guard engine.threads < planned else { return }
    let message = """
      OpenMP provides \(engine.threads) of \(planned) threads, and training uses these. Check \
      OMP_THREAD_LIMIT and OMP_MAX_ACTIVE_LEVELS.
      """
    warnAll(Warning(kind: "threads", message: message))
  }

  func warnAll(_ warning: Warning) {
    for lane in lanes where !lane.hasEnded { lane.warn(kind: warning.kind, warning.message) }
  }

  // MARK: - Commands

  func applyCommands() {
    for command in connections.commands.drain() { apply(command) }
    for warning in connections.warnings.drain() { warnAll(warning) }
  }

  func apply(_ command: AddressedCommand) {
    let training = lanes.filter { !$0.hasEnded && !$0.isReadyToEnd }
    let addressed = command.run.map { run in training.filter { $0.run == run } }
    // A command without a run is for all lanes, or for the first lane if it changes a single lane.
    let all = addressed ?? training
    let one = addressed ?? Array(training.prefix(1))
    switch command.command {
    case .pause: for lane in all { lane.setPaused(true) }
    case .resume: for lane in all { lane.setPaused(false) }
    case .step: for lane in all { lane.pauseAfterNextStep() }
    case .checkpoint: for lane in all { lane.checkpointer?.request() }
    case .stop: for lane in all { lane.stop() }
    case .scaleRate(let factor): for lane in one { lane.scaleRate(by: factor, cause: .hand) }
    case .setRate(let rate): for lane in one { lane.setRate(rate, cause: .hand) }
    case .dropout(let on): for lane in one { lane.switchDropout(on) }
    case .lrn(let on): for lane in one { lane.switchLRN(on) }
    case .fork(let name, let changes): for lane in one { fork(lane, name: name, changes) }
    case .rename(let name): for lane in one { rename(lane, to: name) }
    case .sendSnapshot: publisher.request()
    }
  }

  /// Renames the run of a lane. If that is impossible, the lane keeps its name and reports a warning with
  /// the reason.
  private func rename(_ lane: Lane, to name: String) {
    let old = lane.run
    do {
      try lane.rename(to: name)
    } catch {
      lane.warn(kind: "rename", "The run '\(old)' was not renamed: \(error)")
    }
    shareName(of: lane)
    publisher.rename(old, to: lane.run)
  }
}
