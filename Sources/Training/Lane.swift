import Blueprint
import Compute
import Images
import Runs

/// One network with its knobs, schedule and place: a run of its own. A trainer steps one or more on the
/// same batches. It tells its own journal what happened, and ends by itself.
public final class Lane {
  /// Where a lane's words and checkpoints go.
  public struct Lines {
    /// The run's name.
    public var run: String
    public var report: (TrainingEvent) -> Void
    /// Nil when none are kept.
    var checkpoints: Checkpointer.Destination?
    /// Where the kernels' time-line goes; nil when there is none.
    var kernelsPath: String?
    /// Gives the run another name, and tells that it has; nil when it is no run.
    var rename: ((_ name: String, _ step: Int) throws -> Run)?

    public init(run: String = "", report: @escaping (TrainingEvent) -> Void) {
      self.run = run
      self.report = report
    }
  }

  /// What a lane begins with.
  public struct Start {
    public var plan: RunPlan
    public var data: any DataSource
    public var lines: Lines
    /// Where to go on, of this plan; nil begins.
    public var resumption: Resumption?
    /// The images are not those of the checkpoint, which a person has accepted.
    var hasOtherImages = false

    public init(
      _ plan: RunPlan, data: any DataSource, lines: Lines, from resumption: Resumption? = nil
    ) {
      self.plan = plan
      self.data = data
      self.lines = lines
      self.resumption = resumption
    }
  }

  let plan: RunPlan
  let data: any DataSource
  let network: Network
  let validationSet: ValidationSet
  private(set) var lines: Lines
  var knobs: Knobs
  /// Updates made.
  var step = 0
  var schedule: RateSchedule
  var flatLoss: FlatLoss
  var checkpointer: Checkpointer?
  var kernelRecording: KernelRecording?
  /// Why the kernels are not recorded any more; nil while they are.
  var kernelsProblem: String?
  private var throughput = Throughput()
  /// What its own steps have taken, with the waiting for their batches: that of a run that is trained
  /// alone, however many are.
  var seconds = 0.0
  var waited = 0.0
  var lastValidation: Examined?
  /// What the last whole validation made of each image; nil before there is one.
  var outcome: ValidationOutcome?
  /// The lowest top-1 error of all validations.
  var bestError: Double?
  /// A stop has interrupted this step's validation.
  var validationIsDue = false
  /// The validation in hand.
  var examination: Examination?
  let imagesPerEpoch: Int
  private let stepLimit: Int
  private(set) var isPaused = false
  /// Steps to make before pausing again.
  private var singleSteps = 0
  /// Why it is to end.
  var ending: TrainingEvent.FinishReason?
  private(set) var hasEnded = false

  /// What a validation said of a step's weights.
  struct Examined {
    var step: Int
    var error: Double
    var isBest: Bool
  }

  /// - Parameter other: a lane that is trained by turns with this one.
  init(
    _ start: Start, validationSet: ValidationSet, on engine: Engine, beside other: Lane?
  ) throws {
    plan = start.plan
    data = start.data
    lines = start.lines
    self.validationSet = validationSet
    knobs = start.resumption?.knobs ?? plan.knobs
    network = try Network(
      plan.network, layout: plan.network.layout(), batch: plan.batch, seed: plan.seed,
      precision: plan.precision, on: engine, beside: other?.network)
    schedule = RateSchedule(plan.schedule)
    flatLoss = FlatLoss(plan.network)
    imagesPerEpoch = plan.imagesPerEpoch(of: data.count(.train))
    stepLimit = plan.stepCount(imagesPerEpoch: imagesPerEpoch) ?? .max
    let checkpoint = start.resumption?.checkpoint
    if let checkpoint { try adopt(checkpoint, hasOtherImages: start.hasOtherImages) }
    if let destination = lines.checkpoints {
      checkpointer = try Checkpointer(
        network, every: plan.checkpointEvery, to: destination, after: checkpoint?.state)
    }
  }

  var epoch: Double { plan.epoch(afterStep: step, imagesPerEpoch: imagesPerEpoch) }

  /// Its run has another name now.
  func take(_ run: Run) {
    lines.run = run.name
    lines.kernelsPath = run.kernelsPath
  }

  // MARK: - Turns

  /// Whether there is something to do for it now. After a single step it is paused already: that
  /// step's validation is still made.
  var mayMove: Bool {
    !hasEnded && (!isPaused || singleSteps > 0 || examination?.ignoresPause == true)
  }

  /// Before the first turn.
  func begin() {
    beginKernelRecording()
    if step == 0, let warning = flatLoss.warning {
      lines.report(.warning(step: 0, kind: "flat-loss", message: warning))
    }
    if validationIsDue { examine() }
    if step >= stepLimit { ending = .completed }
  }

  /// A step on the batch whose images and labels the network has.
  /// - Parameters:
  ///   - preparation: how long the batch took to come, in seconds.
  ///   - waiting: how much of that its loader was waited for.
  ///   - times: learns how long the step's parts take.
  func makeStep(
    preparation: Double, waiting: Double, times: StepTimes? = nil
  ) throws(Diverged) {
    if isPaused, singleSteps > 0 { singleSteps -= 1 }
    let start = ContinuousClock.now
    if case .multiply(let factor) = schedule.before(step: step + 1) {
      scaleRate(by: factor, cause: .schedule)
    }
    let score = network.train(knobs, step: step + 1, times: times)
    let duration = preparation + start.duration(to: .now) / .seconds(1)
    checkpointer?.keepInterval()
    tellOfCheckpoints()
    step += 1
    seconds += duration
    waited += waiting
    throughput.add(stepSeconds: duration)
    lines.report(
      .step(
        .init(
          step: step, epoch: epoch.rounded(to: 1e-5), loss: Double(Float(score.meanLoss)),
          top1: score.top1, top5: score.top5, rate: knobs.rate,
          imagesPerSecond: throughput.imagesPerSecond(batch: plan.batch).rounded(to: 0.1),
          seconds: seconds.rounded(to: 1e-4), waited: waited.rounded(to: 1e-4))))
    guard score.meanLoss.isFinite else { throw Diverged(loss: score.meanLoss) }
    if flatLoss.add(score.meanLoss) {
      lines.report(.warning(step: step, kind: "flat-loss", message: flatLoss.message))
    }
    recordKernels()
    if step >= stepLimit { ending = .completed }
    if plan.validateEvery > 0, step.isMultiple(of: plan.validateEvery) || ending != nil {
      examine()
    } else {
      checkpointIfDue()
    }
  }

  struct Diverged: Error {
    let loss: Double
  }

  /// Names images that could not be used.
  func report(_ damaged: [ImagesError]) {
    for image in damaged {
      lines.report(.warning(step: step, kind: "damaged-image", message: image.problem))
    }
  }

  // MARK: - Ends

  /// The last event is `finished` or `failed`.
  func finish(_ reason: TrainingEvent.FinishReason) {
    recordKernels(always: true)
    checkpointNow()
    warnOfUnsaved()
    lines.report(.finished(step: step, seconds: seconds.rounded(to: 1e-4), reason: reason))
    end()
  }

  /// Something else than the network is at fault: what has been learned is good.
  func fail(_ error: any Error) {
    checkpointNow()
    warnOfUnsaved()
    lines.report(.failed(step: step, message: "\(error)"))
    end()
  }

  func fail(_ diverged: Diverged) {
    checkpointer?.finish()
    tellOfCheckpoints()
    let loss = diverged.loss.isNaN ? "not a number" : "infinite"
    lines.report(
      .failed(
        step: step,
        message: "The loss of step \(step) is \(loss): training has diverged. \(advice)"))
    end()
  }

  private func end() {
    hasEnded = true
    checkpointer?.close()
  }

  private var advice: String {
    let rate = "a smaller --rate (it was \(knobs.rate))"
    guard let checkpointer, let last = checkpointer.lastStep else {
      return "Start again with \(rate)."
    }
    return """
      Go on from the checkpoint of step \(last): `alexnet resume \(checkpointer.run.name)` with \(rate).
      """
  }

  // MARK: - Commands

  func obey(_ command: TrainerCommand) {
    switch command {
    case .pause: pause(true)
    case .resume: pause(false)
    case .step:
      pause(true)
      singleSteps += 1
    case .checkpoint: checkpointer?.want()
    case .stop: stop()
    case .scaleRate(let factor): scaleRate(by: factor, cause: .hand)
    case .dropout(let on):
      // A plan without dropout gets the paper's when it is switched on.
      let planned = plan.knobs.dropout > 0 ? plan.knobs.dropout : 0.5
      knobs.dropout = on ? planned : 0
      lines.report(.toggled(step: step, knob: .dropout, on: on))
    case .lrn(let on):
      knobs.lrn = on
      lines.report(.toggled(step: step, knob: .lrn, on: on))
    case .fork, .rename, .look: break  // The trainer's.
    }
  }

  private func pause(_ on: Bool) {
    guard isPaused != on else { return }
    isPaused = on
    singleSteps = 0
    lines.report(.paused(step: step, on: on))
  }

  /// A validation in hand ends without a figure.
  private func stop() {
    examination = nil
    ending = ending ?? .stopped
  }

  func scaleRate(by factor: Double, cause: TrainingEvent.RateCause) {
    knobs.rate *= factor
    lines.report(.rate(step: step, rate: knobs.rate, cause: cause))
  }
}

extension Double {
  /// No clock is more exact, and a journal has a line a step.
  fileprivate func rounded(to unit: Double) -> Double { (self / unit).rounded() * unit }
}
