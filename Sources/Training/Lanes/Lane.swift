import Blueprint
import Compute
import DisplayText
import Images
import Runs

/// A network that a trainer trains, alone or beside other lanes, with its knobs, its schedule and
/// the number of its completed steps.
///
/// Each lane is a separate run: it has a journal and ends independently of the other lanes. Lanes
/// with the same seed, augmentation and step use the same batches. A turn of the trainer is one
/// step of every lane, or one batch of every validation in progress.
public final class Lane {
  let plan: RunPlan
  let data: any DataSource
  let network: Network
  let validationSet: ValidationSet
  let callbacks: Callbacks
  /// The processes that train together; `nil` if this one trains alone.
  let job: TrainingJob?
  /// The parameters that rank 0 writes in checkpoints, on a rank that has another part of its network; `nil`
  /// elsewhere.
  private(set) var partnerGather: ParameterGather?
  /// The damaged images that were reported. In a job several ranks can report an image.
  var reportedDamage: Set<String> = []
  /// The name of the lane's run.
  private(set) var run: String
  /// The run whose timelines are recorded; `nil` for none.
  private(set) var timelineRun: Run?
  var knobs: Knobs
  /// The number of completed steps.
  var step = 0
  var schedule: RateSchedule
  var flatLoss: FlatLoss
  /// The training errors since the last validation of the plan; `nil` if they do not end the run.
  var errorInterval: TrainingState.ErrorInterval?
  var checkpointer: Checkpointer?
  let instruments = LaneInstruments()
  var kernelRecording: KernelRecording?
  var layerRecording: LayerRecording?
  /// The timelines whose recording has stopped, each with the reason.
  var unsavedTimelines: [String] = []
  /// The images of which the network has the activations.
  var activations = Activations.none
  /// The training time of the session.
  private let clock: TrainingClock
  private var throughput = Throughput()
  /// The duration of all steps of this lane in seconds, including the wait for batches but not the steps
  /// of other lanes.
  var seconds = 0.0
  /// The part of `seconds` in which the lane waited for batches.
  var waited = 0.0
  /// The error of the latest validation; `nil` before the first.
  var lastValidation: MeasuredError?
  /// The predictions of the latest complete validation; `nil` before the first.
  var outcome: ValidationOutcome?
  /// The lowest top-1 error of all validations, from 0 to 1; `nil` before the first.
  var bestError: Double?
  /// True if the plan requires a validation after this step, and it is not complete.
  var validationIsDue = false
  /// The validation in progress; `nil` when there is none.
  var ongoingValidation: OngoingValidation?
  let imagesPerEpoch: Int
  private let stepLimit: Int
  private(set) var isPaused = false
  /// The number of steps to train before the next pause.
  private var singleSteps = 0
  /// The reason for which the lane ends after this turn, or after the validation in progress; `nil`
  /// when it continues.
  var finishReason: TrainingEvent.FinishReason?
  private(set) var hasEnded = false

  /// Creates a lane at step 0, or at the step of the setup's checkpoint.
  /// - Parameters:
  ///   - clock: The training time of the session.
  ///   - other: Another lane of the same trainer, with which this one shares memory.
  ///   - job: The processes that train together; `nil` if this one trains alone. The parameters of a checkpoint
  ///     are then restored later by `shareParameters(of:)`.
  init(
    _ setup: Setup, validationSet: ValidationSet, on engine: Engine, clock: TrainingClock,
    beside other: Lane?, job: TrainingJob? = nil
  ) throws {
    self.clock = clock
    self.job = job
    plan = setup.plan
    data = setup.data
    run = setup.run
    callbacks = setup.callbacks
    timelineRun = setup.timelineRun
    self.validationSet = validationSet
    knobs = setup.firstKnobs
    let share = job?.makeShare(batch: plan.batch)
    network = try Network(
      plan.network, layout: plan.network.layout(), batch: share?.capacity ?? plan.batch,
      seed: plan.seed, precision: plan.precision, on: engine, beside: other?.network, share: share)
    if let lars = plan.lars { network.lars = lars }
    let images = plan.imagesPerEpoch(of: data.count(.train))
    schedule = RateSchedule(plan, imagesPerEpoch: images)
    flatLoss = FlatLoss(plan.network)
    errorInterval = plan.endsAtTrainingError.map { _ in .init() }
    imagesPerEpoch = images
    stepLimit = plan.stepCount(imagesPerEpoch: images) ?? .max
    try restore(setup)
    if let destination = setup.checkpoints {
      checkpointer = try Checkpointer(
        network, mean: plan.network.ownMean ?? data.inputMean, interval: plan.checkpointEvery,
        to: destination, after: setup.firstState)
    } else if job?.isPartner == true {
      partnerGather = try ParameterGather(of: network)
    }
  }

  /// The number of completed epochs.
  var epoch: Double { plan.epoch(afterStep: step, imagesPerEpoch: imagesPerEpoch) }

  func report(_ event: TrainingEvent) { callbacks.report(event) }

  func warn(kind: String, _ message: String) {
    report(.warning(step: step, kind: kind, message: message))
  }

  /// Sets the name that the lane's run has on rank 0.
  func setName(_ name: String) { run = name }

  /// Sets the run after it was renamed.
  func setRun(_ run: Run) {
    self.run = run.name
    if timelineRun != nil { timelineRun = run }
    moveTimelines(to: run)
  }

  // MARK: - Turns

  /// True if the lane can compute a step or a batch of a validation now. After a single step the lane is
  /// paused again, but the validation of that step is still computed.
  var canAdvance: Bool {
    !hasEnded && (!isPaused || singleSteps > 0 || ongoingValidation?.ignoresPause == true)
  }

  /// True if the lane is to end and has nothing left to compute.
  var isReadyToEnd: Bool { finishReason != nil && ongoingValidation == nil }

  /// Prepares the first turn: opens the timelines, and repeats a validation that was interrupted.
  func begin() {
    job?.report(step: step, seconds: 0)
    setRateFactors()
    beginTimelines()
    if step == 0, let warning = flatLoss.warning { warn(kind: "flat-loss", warning) }
    if step == 0, let advice = plan.largeBatchAdvice { warn(kind: "large-batch", advice) }
    if validationIsDue { beginValidation() }
    if step >= stepLimit { finishReason = .completed }
    if errorInterval?.endsRun == true { finishReason = .trainingError }
  }

  /// Trains one step on the batch that the network's input holds.
  /// - Parameters:
  ///   - preparation: The time that the trainer needed to get the batch, in seconds.
  ///   - waiting: The part of that time in which the trainer waited for the loader, in seconds.
  ///   - times: Receives the duration of each layer.
  /// - Throws: `Divergence` when the loss is not finite, or `RankFailure` when the other ranks cannot be
  ///   reached; then nothing has changed.
  func trainStep(preparation: Double, waiting: Double, times: StepTimes? = nil) throws {
    if isPaused, singleSteps > 0 { singleSteps -= 1 }
    let start = ContinuousClock.now
    let recordedTimes = layerRecording.map { _ in instruments.stopwatch(for: self) }
    let score = network.train(nextKnobs, step: step + 1, times: times ?? recordedTimes)
    if let failure = network.rankFailure { throw failure }
    activations = .batch
    let duration = preparation + start.duration(to: .now) / .seconds(1)
    checkpointer?.waitBeforeStepIsComplete()
    reportCheckpoints()
    step += 1
    seconds += duration
    waited += waiting
    throughput.add(stepSeconds: duration)
    job?.report(step: step, seconds: duration)
    reportStep(score)
    guard score.meanLoss.isFinite else {
      // The record shows which layers have diverged.
      recordLayers(always: true)
      throw Divergence(loss: score.meanLoss)
    }
    if flatLoss.add(score.meanLoss) { warn(kind: "flat-loss", flatLoss.message) }
    recordTimelines(always: step >= stepLimit)
    if step >= stepLimit { finishReason = .completed }
    if reachesTrainingError(with: score.top1) { finishReason = .trainingError }
    if plan.validateEvery > 0, step.isMultiple(of: plan.validateEvery) || finishReason != nil {
      beginValidation()
    } else {
      checkpointIfDue()
    }
  }

  private func reportStep(_ score: Score) {
    report(
      .step(
        .init(
          step: step, epoch: epoch.rounded(to: 1e-5), loss: Double(Float(score.meanLoss)),
          top1: score.top1, top5: score.top5,
          rate: knobs.rate * plan.rateFactor(ofStep: step),
          imagesPerSecond: throughput.imagesPerSecond(batch: plan.batch).rounded(to: 0.1),
          seconds: seconds.rounded(to: 1e-4), waited: waited.rounded(to: 1e-4),
          secondsLeft: clock.secondsLeft?.rounded(to: 0.1))))
  }

  /// A loss that is not finite.
  struct Divergence: Error {
    let loss: Double
  }

  // MARK: - Ends

  /// Ends the lane after this turn, because the session's time limit has passed. As at the end of the plan,
  /// the lane is validated first.
  func endAtTimeLimit() {
    guard !hasEnded, finishReason == nil else { return }
    finishReason = .timeLimit
    ongoingValidation?.ignoresPause = true
    if lastValidation?.step != step { beginAdditionalValidation() }
  }

  /// Ends the lane with the event `finished`.
  func finish(_ reason: TrainingEvent.FinishReason) {
    recordTimelines(always: true)
    checkpointNow()
    warnOfUnsaved()
    report(.finished(step: step, seconds: seconds.rounded(to: 1e-4), reason: reason))
    end()
  }

  /// Ends the lane with the event `failed`. Such an error is outside the network, for example in
  /// the images, so the weights are valid and a checkpoint is written first. This holds also when another rank
  /// is missing in the middle of a step, because that step then changes no weights. A network that is divided
  /// between ranks cannot be written without one of them, so it has only its earlier checkpoints.
  func fail(_ error: any Error) {
    checkpointNow()
    warnOfUnsaved()
    let message = (error as? RankFailure)?.message(for: checkpointer?.run.name) ?? "\(error)"
    report(.failed(step: step, message: message))
    end()
  }

  /// Ends a lane that has diverged, without a checkpoint of its weights.
  func fail(_ divergence: Divergence) {
    checkpointer?.finish()
    reportCheckpoints()
    let loss = divergence.loss.isNaN ? "not a number" : "infinite"
    report(
      .failed(
        step: step,
        message: "The loss of step \(NumberText.grouped(step)) is \(loss): training has diverged. "
          + remedy))
    end()
  }

  private func end() {
    hasEnded = true
    checkpointer?.close()
  }

  /// The user's next action after a divergence.
  private var remedy: String {
    let rate = "a smaller --rate (it was \(NumberText.plain(knobs.rate)))"
    guard let checkpointer, let last = checkpointer.lastStep else {
      return "Start again with \(rate)."
    }
    return """
      Continue from the checkpoint of step \(NumberText.grouped(last)): \
      `\(ProgramCommand.resume(checkpointer.run.name))` with \(rate).
      """
  }

  // MARK: - Commands

  /// Pauses or continues the lane. The event confirms the command also if nothing changes.
  func setPaused(_ on: Bool) {
    isPaused = on
    singleSteps = 0
    report(.paused(step: step, on: on))
  }

  func pauseAfterNextStep() {
    if !isPaused { setPaused(true) }
    singleSteps += 1
  }

  /// Ends the lane after this turn, and cancels a validation in progress.
  func stop() {
    ongoingValidation = nil
    finishReason = finishReason ?? .stopped
  }
}

extension Double {
  /// Returns the nearest multiple of a unit. Further digits have no use and would enlarge journals.
  fileprivate func rounded(to unit: Double) -> Double { (self / unit).rounded() * unit }
}
