import ArgumentParser
import Blueprint
import Images
import Machine
import Runs
import Training

/// The options that change a run at the step from which it continues.
struct ResumeOptions: ParsableArguments {
  @Option(
    help:
      "Continue from the checkpoint of this step, or with 0 from the start. Later checkpoints are deleted.",
    transform: AllowedValues.step.parse)
  var from: Int?

  @Option(
    help: ArgumentHelp(
      "The folder of the data, if it has moved. Its classes and images are compared with those that "
        + "the run recorded.", valueName: "path"), completion: .directory,
    transform: AllowedValues.folder.parse)
  var data: String?

  @Flag(
    help: ArgumentHelp(
      "Continue although images were added, removed or changed. Other classes or labels are always "
        + "refused."))
  var acceptChangedData = false

  @OptionGroup var duration: LengthOptions

  @Option(help: "The new learning rate.", transform: AllowedValues.rate.parse)
  var rate: Double?

  @Option(help: "The new momentum.", transform: AllowedValues.momentum.parse)
  var momentum: Double?

  @Option(help: "The new weight decay.", transform: AllowedValues.decay.parse)
  var decay: Double?

  @Option(
    help: ArgumentHelp(
      "The new probability that a dropout layer drops an activation, or 'off'.",
      valueName: "P|off"), transform: AllowedValues.dropout.parse)
  var dropout: Double?

  @Option(help: "Local response normalisation: on, or off.")
  var lrn: Switch?

  @Option(
    help: ArgumentHelp(
      "The new augmentation of training images.", valueName: "crop,mirror,colour|off"),
    transform: AllowedValues.augmentation.parse)
  var augment: Augmentation?

  @OptionGroup var checkpoints: CheckpointOptions
}

extension ResumeOptions {
  /// True if a run that is finished can continue with these options.
  var extendsRuns: Bool { duration.length != nil || from != nil || rate != nil }

  /// True if an option was given that would remove a difference between lanes.
  private var areForOneRun: Bool {
    from != nil || rate != nil || momentum != nil || decay != nil || dropout != nil || lrn != nil
      || augment != nil
  }

  /// Returns the states from which runs continue, with the changes of these options.
  /// - Parameters:
  ///   - runs: One or more runs, all of them lanes that come from the same run.
  ///   - member: This process as a rank of a job; `nil` in a process alone.
  func resumptions(of runs: [Run], as member: JobMember? = nil) throws -> [Resumption] {
    try duration.check()
    if runs.count > 1, areForOneRun { throw SeveralRunsChanged(runs: runs.map(\.name)) }
    guard runs.count <= Trainer.maximumLanes else {
      throw OptionError(
        option: "RUN", value: "given \(runs.count) times", allowed: "up to \(Trainer.maximumLanes)")
    }
    for (index, run) in runs.enumerated().dropFirst() {
      if runs[..<index].contains(run) {
        throw OptionError(option: "RUN", value: "'\(run.name)' twice", allowed: "each run once")
      }
    }
    // This comes first, because the relation of a run whose plan cannot be read is not known.
    for run in runs { _ = try run.plan() }
    for run in runs.dropFirst() where !run.isRelated(to: runs[0]) {
      throw NotALane(name: run.name, run: runs[0].name)
    }
    let resumptions = try runs.map { try resumption(of: $0, as: member) }
    for resumption in resumptions { try member?.check(resumption.plan) }
    try Trainer.check(resumptions.map(\.plan), in: member?.training)
    return resumptions
  }

  private func resumption(of run: Run, as member: JobMember?) throws -> Resumption {
    // This comes first, because a run that trains can change during the other checks.
    try run.checkCanBeChanged()
    var resumption = try run.resumption(from: from)
    if let data { resumption.plan.data = DataChoice(argument: data) }
    if let length = duration.length { resumption.plan.length = length }
    if let every = checkpoints.checkpointEvery { resumption.plan.checkpointEvery = every }
    if let rate { resumption.knobs.rate = rate }
    if let momentum { resumption.knobs.momentum = momentum }
    if let decay { resumption.knobs.decay = decay }
    if let dropout { resumption.knobs.dropout = dropout }
    if let lrn { resumption.knobs.lrn = lrn == .on }
    if let augment { resumption.knobs.augmentation = augment }
    let events = try run.recording().events
    if JobSession.ranks(before: resumption.step, in: events) != member?.training.count ?? 1 {
      // The threads of the plan were chosen for another number of processes.
      resumption.plan.threads =
        member?.processors.threads ?? ProcessorAllowance.current.threads
    }
    try checkIsIncomplete(resumption, run)
    return resumption
  }

  /// Opens the data of a run that continues, and compares them with the run's record.
  /// - Throws: `ImagesError`, `DataMismatch`, or `RunComplete` if the number of images has decreased.
  func setup(_ run: Run, _ resumption: Resumption) throws -> TrainingSession.RunSetup {
    var resumption = resumption
    let data = try DataSources.open(resumption.plan)
    // An imported network has not trained with the batch of its plan yet.
    if resumption.plan.imported != nil, resumption.step == 0 {
      resumption.plan.limitBatch(to: data.count(.train))
    }
    let plan = resumption.plan
    let finding = try DataCheck(
      of: data, for: resumption, of: run, acceptsChanges: acceptChangedData
    ).finding()
    // Unchanged images were checked when the run started.
    if finding.hasOtherImages { try check(plan, on: data) }
    let images = plan.imagesPerEpoch(of: data.count(.train))
    try checkIsIncomplete(resumption, run, imagesPerEpoch: images)
    return .init(plan, data: data, run: run, from: resumption, finding: finding)
  }

  /// Checks a plan, with a remedy for a run that continues: its batch cannot be changed.
  private func check(_ plan: RunPlan, on data: any DataSource) throws {
    do {
      try Trainer.check(plan, on: data)
    } catch ImagesError.fewerImagesThanABatch(let images, let batch) {
      throw DataMismatch.tooFewImages(images: images, batch: batch)
    }
  }

  /// Checks that a run has steps left.
  /// - Parameter imagesPerEpoch: The images in an epoch; `nil` for their number at the checkpoint.
  private func checkIsIncomplete(
    _ resumption: Resumption, _ run: Run, imagesPerEpoch: Int? = nil
  ) throws(RunComplete) {
    guard let state = resumption.checkpoint?.state else { return }
    let images = imagesPerEpoch ?? state.imagesPerEpoch
    if resumption.plan.isComplete(afterStep: state.step, imagesPerEpoch: images) {
      throw RunComplete(run: run.name, step: state.step, reason: .length)
    }
    if state.errorInterval?.endsRun == true {
      throw RunComplete(run: run.name, step: state.step, reason: .trainingError)
    }
    guard case .plateau(let rule) = resumption.plan.schedule, state.plateau.drops > rule.drops,
      duration.length == nil, rate == nil
    else { return }
    throw RunComplete(run: run.name, step: state.step, reason: .plateau)
  }
}

/// The error of options that change one run, where several are resumed.
struct SeveralRunsChanged: ProgramError, Equatable {
  var runs: [String]

  var problem: String { "several runs cannot be changed when they are resumed together" }
  var remedy: String {
    "Resume one of them to change it: "
      + runs.map { "`\(Resume.invocation) \($0)`" }.joined(separator: ", ")
  }
  var hasNotStarted: Bool { true }
}

/// The error of runs that are not lanes of one run, and so cannot train side by side.
struct NotALane: ProgramError, Equatable {
  var name: String
  /// The name of the run to which it is not related.
  var run: String

  var problem: String { "'\(name)' and '\(run)' are not lanes of the same run" }
  var remedy: String { "Give a run and its lanes, or resume each run alone" }
  var hasNotStarted: Bool { true }
}

/// The error of a run that has no steps left.
struct RunComplete: ProgramError, Equatable {
  /// The reason for which the run ended: its length, the last plateau of its schedule, or the training error at
  /// which its plan ends.
  enum Reason { case length, plateau, trainingError }
  var run: String
  /// The last step.
  var step: Int
  var reason: Reason

  var problem: String {
    switch reason {
    case .length: "the run '\(run)' is finished: it has trained its \(step.stepsText)"
    case .plateau: "the run '\(run)' is finished: its schedule ended it after \(step.stepsText)"
    case .trainingError:
      "the run '\(run)' is finished: it has reached the training error of its plan after "
        + step.stepsText
    }
  }
  var remedy: String {
    switch reason {
    case .length: "Give a greater length with --steps or --epochs"
    case .plateau: "Give --rate, --steps or --epochs to continue"
    case .trainingError: "Start a new run with another plan"
    }
  }
  var hasNotStarted: Bool { true }
}
