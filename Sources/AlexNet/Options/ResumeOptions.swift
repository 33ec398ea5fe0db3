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

  private func checkThatThereIsMore(_ resumption: Resumption, _ run: Run) throws(RunDone) {
    guard let state = resumption.checkpoint?.state else { return }
    let done =
      switch resumption.plan.length {
      case .steps(let steps): state.step >= steps
      case .epochs(let epochs): state.step * resumption.plan.batch >= epochs * state.imagesPerEpoch
      case .endless: false
      }
    if done { throw RunDone(run: run.name, step: state.step, why: .length) }
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
