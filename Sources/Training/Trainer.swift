import Blueprint
import Channels
import Compute
import Images
import Runs

/// Owns the network and trains it by a plan, on the thread that made it. It tells what happened
/// through `report`, shows what is to `watchers`, and obeys `commands` between steps.
public final class Trainer {
  /// Where a trainer's words go and its orders come from.
  public struct Lines {
    public var report: (TrainingEvent) -> Void
    public var commands: Mailbox<TrainerCommand>
    /// Whom glimpses go to.
    public var watchers: Watchers
    /// Nil when none are kept.
    var checkpoints: Checkpointer.Destination?

    public init(
      report: @escaping (TrainingEvent) -> Void, commands: Mailbox<TrainerCommand>,
      watchers: Watchers = Watchers()
    ) {
      self.report = report
      self.commands = commands
      self.watchers = watchers
    }
  }

  public let plan: RunPlan
  public let network: Network
  public internal(set) var knobs: Knobs
  /// Updates made.
  public internal(set) var step = 0
  let lines: Lines
  let loader: BatchLoader
  let validationSet: ValidationSet
  var schedule: RateSchedule
  var throughput = Throughput()
  var trainingSeconds = 0.0
  var flatLoss: FlatLoss
  var checkpointer: Checkpointer?
  /// Of processes before this one.
  var waitedBefore = 0.0
  var lastValidation: Validated?
  /// What the last whole validation made of each image.
  var examination: Examination?
  /// The lowest top-1 error of all validations.
  var bestError: Double?
  /// A stop has interrupted this step's validation.
  var validationIsDue = false
  private let stepLimit: Int
  var glimpser: Glimpser
  /// Three batches may be ready, one is being trained on and one is for validation.
  private static let batchesAhead = 5
  var isPaused = false
  /// Steps to make before pausing again.
  private var singleSteps = 0
  var ending: TrainingEvent.FinishReason?

  /// What a validation said of a step's weights.
  struct Validated {
    var step: Int
    var error: Double
    var isBest: Bool
  }

  /// - Parameter resumption: where to go on, of this plan; nil begins.
  public init(
    _ plan: RunPlan, data: any DataSource, lines: Lines, from resumption: Resumption? = nil
  ) throws {
    self.plan = plan
    self.lines = lines
    knobs = resumption?.knobs ?? plan.knobs
    try Self.check(plan)
    let engine = try Engine(threads: plan.threads)
    let damageLimit = plan.damageLimit ?? BatchLoader.standardDamageLimit
    loader = try BatchLoader(
      source: data, crop: plan.network.input, inputScale: plan.network.inputScale,
      batch: plan.batch, seed: plan.seed, first: resumption?.step ?? 0, limit: plan.limit,
      augmentation: knobs.augmentation, damageLimit: damageLimit,
      depth: Self.batchesAhead - 2)
    validationSet = try ValidationSet(
      source: data, crop: plan.network.input, inputScale: plan.network.inputScale,
      batch: plan.batch, damageLimit: damageLimit)
    network = try Network(
      plan.network, layout: plan.network.layout(), batch: plan.batch, seed: plan.seed,
      precision: plan.precision, on: engine)
    glimpser = Glimpser(
      network, data: data, of: lines.checkpoints?.run.name ?? "", showingTo: lines.watchers)
    schedule = RateSchedule(plan.schedule)
    flatLoss = FlatLoss(classes: plan.network.classes)
    stepLimit =
      switch plan.length {
      case .steps(let steps): steps
      case .epochs(let epochs):
        (epochs * loader.imagesPerEpoch + plan.batch - 1) / plan.batch
      case .endless: .max
      }
    if let checkpoint = resumption?.checkpoint { try adopt(checkpoint) }
    if let destination = lines.checkpoints {
      checkpointer = try Checkpointer(
        network, every: plan.checkpointEvery, to: destination, after: resumption?.checkpoint?.state)
    }
  }

  /// Checks that this machine can train a plan, the copy for its checkpoints included, before anything
  /// is taken.
  public static func check(_ plan: RunPlan) throws {
    try Network.check(
      plan.network.layout(), batch: plan.batch, precision: plan.precision,
      batchesAhead: batchesAhead, snapshots: 1)
  }

  /// Trains until the plan is done, somebody stops it or it fails. The last event is `finished` or
  /// `failed`.
  public func run() {
    defer { checkpointer?.close() }
    do {
      glimpser.show(moment)
      if validationIsDue { try validate() }
      if step >= stepLimit { ending = .completed }
      while ending == nil {
        obey()
        if ending != nil { break }
        try makeStep()
        if ending != nil { break }
        if step >= stepLimit { ending = .completed }
        if plan.validateEvery > 0, step.isMultiple(of: plan.validateEvery) || ending != nil {
          try validate()
        }
        checkpointIfDue()
      }
      glimpser.show(moment)
      checkpointNow()
      if let ending {
        lines.report(.finished(step: step, seconds: trainingSeconds, reason: ending))
      }
    } catch let failure as Failure {
      // Which layers have broken is to be seen.
      glimpser.show(moment)
      lines.report(.failed(step: step, message: failure.message))
    } catch {
      // The images are at fault: what has been learned is good.
      checkpointNow()
      lines.report(.failed(step: step, message: "\(error)"))
    }
  }

  private struct Failure: Error {
    let message: String
  }

  private func makeStep() throws {
    let clock = ContinuousClock()
    var score = Score()
    let duration = try clock.measure {
      // Also when it gives no more: then these are why.
      defer { report(loader.takeDamaged()) }
      let batch = try loader.next()
      // Not before there is a batch: a step that is not made is not to move the rate.
      if case .multiply(let factor) = schedule.before(step: step + 1) {
        scaleRate(by: factor, cause: .schedule)
      }
      network.take(batch)
      score = network.train(knobs, step: step + 1, times: glimpser.times())
    }
    let seconds = duration / .seconds(1)
    step += 1
    trainingSeconds += seconds
    throughput.add(stepSeconds: seconds)
    lines.report(
      .step(
        .init(
          step: step, epoch: epoch, loss: score.meanLoss, top1: score.top1, top5: score.top5,
          rate: knobs.rate, imagesPerSecond: throughput.imagesPerSecond(batch: plan.batch),
          seconds: trainingSeconds, waited: waited)))
    guard score.meanLoss.isFinite else {
      checkpointer?.finish()
      tellOfCheckpoints()
      let loss = score.meanLoss.isNaN ? "not a number" : "infinite"
      throw Failure(
        message: """
          The loss of step \(step) is \(loss): training has diverged. \
          \(advice)
          """)
    }
    if flatLoss.add(score.meanLoss) {
      lines.report(.warning(step: step, kind: "flat-loss", message: flatLoss.message))
    }
    if isPaused {
      glimpser.show(moment)
    } else {
      glimpser.showIfDue(moment)
    }
  }

  var moment: Glimpser.Moment {
    .init(step: step, knobs: knobs, examination: examination)
  }

  /// Names images that could not be used.
  func report(_ damaged: [ImagesError]) {
    for image in damaged {
      lines.report(.warning(step: step, kind: "damaged-image", message: image.problem))
    }
  }

  private var advice: String {
    let rate = "a smaller --rate (it was \(knobs.rate))"
    guard let checkpointer, let last = checkpointer.lastStep else {
      return "Start again with \(rate)."
    }
    return """
      Go on from the checkpoint of step \(last): `alexnet resume \(checkpointer.run)` with \(rate).
      """
  }

  var waited: Double { waitedBefore + loader.waited / .seconds(1) }

  var epoch: Double { Double(step * plan.batch) / Double(loader.imagesPerEpoch) }

  // MARK: - Commands

  /// Does what has been asked since the last step; while paused, waits for more.
  private func obey() {
    takeCommands()
    glimpser.showIfAsked(moment)
    waitWhilePaused()
    if isPaused, singleSteps > 0 { singleSteps -= 1 }
  }

  func takeCommands() {
    for command in lines.commands.takeAll() { obey(command) }
  }

  func waitWhilePaused() {
    while isPaused, singleSteps == 0, ending == nil {
      // There is nothing else to do, and nobody would hear of it later. What it tells may be answered.
      if checkpointer?.isWanted == true { checkpointNow() }
      lines.commands.waitForMail()
      takeCommands()
      glimpser.showIfAsked(moment)
    }
  }

  private func obey(_ command: TrainerCommand) {
    switch command {
    case .pause: pause(true)
    case .resume: pause(false)
    case .step:
      pause(true)
      singleSteps += 1
    case .checkpoint: checkpointer?.want()
    case .stop: ending = .stopped
    case .scaleRate(let factor): scaleRate(by: factor, cause: .hand)
    case .dropout(let on):
      // A plan without dropout gets the paper's when it is switched on.
      let planned = plan.knobs.dropout > 0 ? plan.knobs.dropout : 0.5
      knobs.dropout = on ? planned : 0
      lines.report(.toggled(step: step, knob: .dropout, on: on))
    case .lrn(let on):
      knobs.lrn = on
      lines.report(.toggled(step: step, knob: .lrn, on: on))
    case .look: glimpser.ask()
    }
  }

  private func pause(_ on: Bool) {
    guard isPaused != on else { return }
    isPaused = on
    singleSteps = 0
    lines.report(.paused(step: step, on: on))
  }

  func scaleRate(by factor: Double, cause: TrainingEvent.RateCause) {
    knobs.rate *= factor
    lines.report(.rate(step: step, rate: knobs.rate, cause: cause))
  }
}

extension Network {
  /// Takes a batch's images and labels.
  func take(_ batch: borrowing Batch) {
    batch.withImages { _ = input.elements.update(fromContentsOf: $0) }
    let count = batch.count
    batch.withLabels { setLabels($0.prefix(count)) }
  }
}
