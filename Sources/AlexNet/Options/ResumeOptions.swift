import ArgumentParser
import Blueprint
import Images
import Runs
import Training

/// What may be otherwise from where a run goes on.
struct ResumeOptions: ParsableArguments {
  @Option(
    help: "Go on from the checkpoint of this step, 0 for the beginning; later ones are given up.")
  var from: Int?

  @Option(
    help: ArgumentHelp(
      "Where its data are now, if they have moved. Their classes and images are compared with the "
        + "run's record of them.", valueName: "path"), transform: GivenText.nonEmpty)
  var data: String?

  @Flag(
    help: ArgumentHelp(
      "Continue although images have been added, removed or changed. Other classes or labels are "
        + "always refused."))
  var acceptChangedData = false

  @OptionGroup var duration: LengthOptions

  @Option(help: "Another learning rate.")
  var rate: Double?

  @Option(help: "Another momentum.")
  var momentum: Double?

  @Option(help: "Another weight decay.")
  var decay: Double?

  @Option(
    help: ArgumentHelp(
      "Another probability that a dropout layer drops an activation, or 'off'.",
      valueName: "P|off"))
  var dropout: DropoutChoice?

  @Option(help: "Local response normalisation.")
  var lrn: Switch?

  @Option(
    help: ArgumentHelp(
      "How training images are varied from here on.", valueName: "crop,mirror,colour|off"))
  var augment: AugmentationChoice?

  @OptionGroup var checkpoints: CheckpointOptions
}

extension ResumeOptions {
  /// Whether something is asked for that would make lanes alike.
  var areOfOneRun: Bool {
    from != nil || rate != nil || momentum != nil || decay != nil || dropout != nil || lrn != nil
      || augment != nil
  }

  /// Where runs go on, the first and lanes of it, with the changes made.
  func resumptions(of runs: [Run]) throws -> [Resumption] {
    try checkRanges()
    guard runs.count <= Trainer.mostLanes else {
      throw OptionError(
        option: "RUN", value: "given \(runs.count) times", wanted: "up to \(Trainer.mostLanes)")
    }
    for lane in runs.dropFirst() where !lane.comes(from: runs[0]) {
      throw NoLane(name: lane.name, run: runs[0].name)
    }
    let resumptions = try runs.map(resumption)
    try Trainer.check(resumptions.map(\.plan))
    return resumptions
  }

  private func resumption(of run: Run) throws -> Resumption {
    // Said first: all else about it may be changing.
    if run.isGoing { throw RunsError.alreadyRunning(run.name) }
    var resumption = try run.resumption(from: from)
    if let data { resumption.plan.data = DataChoice(argument: data) }
    if let length = duration.length { resumption.plan.length = length }
    if let every = checkpoints.checkpointEvery { resumption.plan.checkpointEvery = every }
    if let rate { resumption.knobs.rate = rate }
    if let momentum { resumption.knobs.momentum = momentum }
    if let decay { resumption.knobs.decay = decay }
    if let dropout { resumption.knobs.dropout = dropout.probability }
    if let lrn { resumption.knobs.lrn = lrn == .on }
    if let augment { resumption.knobs.augmentation = augment.value }
    try checkThatThereIsMore(resumption, run)
    return resumption
  }

  /// Opens the data of a run that continues, and compares them with the run's record.
  /// - Throws: `ImagesError`, `DataMismatch`, or `RunDone` where the images are no longer as many.
  func entry(_ run: Run, _ resumption: Resumption) throws -> TrainingSession.Entry {
    let plan = resumption.plan
    let data = try DataSources.open(plan)
    let finding = try DataCheck(
      of: data, for: resumption, of: run, acceptsChanges: acceptChangedData
    ).finding()
    // On the images that it began with it has been training.
    if finding.hasOtherImages { try check(plan, on: data) }
    let images = plan.imagesPerEpoch(of: data.count(.train))
    try checkThatThereIsMore(resumption, run, imagesPerEpoch: images)
    return .init(plan, data: data, run: run, from: resumption, finding: finding)
  }

  /// The batch of a run cannot be changed, so that fewer images need another remedy than in a new run.
  private func check(_ plan: RunPlan, on data: any DataSource) throws {
    do {
      try Trainer.check(plan, on: data)
    } catch ImagesError.fewerImagesThanABatch(let images, let batch) {
      throw DataMismatch.tooFewImages(images: images, batch: batch)
    }
  }

  /// - Parameter imagesPerEpoch: `nil` is as many as at the checkpoint.
  private func checkThatThereIsMore(
    _ resumption: Resumption, _ run: Run, imagesPerEpoch: Int? = nil
  ) throws(RunDone) {
    guard let state = resumption.checkpoint?.state else { return }
    let images = imagesPerEpoch ?? state.imagesPerEpoch
    if resumption.plan.isComplete(afterStep: state.step, imagesPerEpoch: images) {
      throw RunDone(run: run.name, step: state.step, why: .length)
    }
    guard case .plateau(let rule) = resumption.plan.schedule, state.plateau.drops > rule.drops,
      duration.length == nil, rate == nil
    else { return }
    throw RunDone(run: run.name, step: state.step, why: .plateau)
  }

  private func checkRanges() throws(OptionError) {
    try OptionError.check("--from", from, in: 0...Int.max)
    try duration.check()
    try OptionError.check(rate: rate, momentum: momentum, decay: decay)
    try checkpoints.check()
  }
}

/// A run that cannot go on beside another.
struct NoLane: Explained, Equatable {
  var name: String
  var run: String

  var problem: String { "'\(name)' is no lane of '\(run)'" }
  var remedy: String { "Name the run first that the others come from, or resume them one by one" }
  var hasNotStarted: Bool { true }
}

/// A run that has nothing left to do.
struct RunDone: Explained, Equatable {
  enum Why { case length, plateau }
  var run: String
  var step: Int
  var why: Why

  var problem: String {
    switch why {
    case .length: "the run '\(run)' is complete after \(step.grouped) steps"
    case .plateau: "the schedule of '\(run)' ended it after \(step.grouped) steps"
    }
  }
  var remedy: String {
    switch why {
    case .length: "Give more with --steps or --epochs"
    case .plateau: "Go on all the same with --rate, --steps or --epochs"
    }
  }
  var hasNotStarted: Bool { true }
}
