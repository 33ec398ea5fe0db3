import ArgumentParser
import Blueprint
import Images
import Training

/// The options that make a plan, shared by `watch` and `train`. An option that is not given has a default
/// that suits the network and the data.
///
/// An option has three places: its property, its accepted values in `AllowedValues`, and the assignment to
/// the ``RunPlan`` in `plan(for:lesson:)`.
struct PlanOptions: ParsableArguments {
  // The help lists the options in this order: those that most trainings need come first.
  @Option(
    help: ArgumentHelp("\(NetworkChoice.help)", valueName: "name"),
    completion: NetworkChoice.completion, transform: AllowedValues.network.parse)
  var network: NetworkChoice?

  @Option(
    help: ArgumentHelp(
      "'scenes', which the program draws, or a folder: CIFAR-10's or CIFAR-100's binary files, "
        + "MNIST's files, or class folders of JPEG, PNG and WebP files (default: scenes). Scenes are "
        + "256×256 for networks with an input above 72×72, such as alexnet.",
      valueName: "scenes|PATH"), completion: .directory, transform: AllowedValues.data.parse)
  var data = "scenes"

  @OptionGroup var duration: LengthOptions

  @Option(
    help: ArgumentHelp("The initial learning rate (default: \(RecipeDefaults.rate))."),
    transform: AllowedValues.rate.parse)
  var rate: Double?

  @Option(
    help: ArgumentHelp(
      "The probability that a dropout layer drops an activation, or 'off' (default: "
        + "\(RecipeDefaults.dropout)).",
      valueName: "P|off"), transform: AllowedValues.dropout.parse)
  var dropout: Double?

  @Option(help: "Local response normalisation: on, or off.")
  var lrn = Switch.on

  @Option(
    help: ArgumentHelp(
      "The augmentation of training images: any of crop, mirror and colour, or off (default: "
        + "\(RecipeDefaults.augmentation); digits are not mirrored).",
      valueName: "crop,mirror,colour|off"), transform: AllowedValues.augmentation.parse)
  var augment: Augmentation?

  @Option(
    help: ArgumentHelp("Images in a step (default: \(RecipeDefaults.batch))."),
    transform: AllowedValues.batch.parse)
  var batch: Int?

  @Option(
    help: ArgumentHelp(
      "Multiply the batch and the learning rate by this number. The rate rises to its value over the "
        + "first \(RunPlan.warmUpEpochs) epochs (Goyal et al. 2017).", valueName: "K"),
    transform: AllowedValues.batchScale.parse)
  var batchScale = 1

  @OptionGroup var division: DivisionOptions

  @OptionGroup var threads: ThreadOptions

  @Option(help: "\(Precision.help)")
  var precision = Precision.fp32

  @Option(
    help: ArgumentHelp("\(ScheduleChoice.help)", valueName: "plateau|constant|FILE.json"),
    completion: .list(ScheduleChoice.words), transform: AllowedValues.schedule.parse)
  var schedule: ScheduleChoice?

  @Flag(
    help: ArgumentHelp(
      "Give each weight tensor its own learning rate (LARS, You et al. 2017), for batches above 1,024. "
        + "The default of --rate is then \(Int(LARS.rateScale)) times as high."))
  var lars = false

  @Option(
    help: "The momentum (default: \(Knobs().momentum)).", transform: AllowedValues.momentum.parse)
  var momentum = Knobs().momentum

  @Option(
    help: "The weight decay (default: \(RecipeDefaults.decay)).",
    transform: AllowedValues.decay.parse)
  var decay: Double?

  @Option(help: "Pooling windows that overlap (3/2) or do not (2/2).")
  var pooling: PoolingStyle?

  @Option(help: "The activation function of all layers.")
  var activation: Activation?

  @Option(
    help: ArgumentHelp("\(InitialValues.help)", valueName: "paper|caffe|he|deviation"),
    completion: .list(["paper", "caffe", "he"]), transform: AllowedValues.initialValues.parse)
  var initial: InitialValues?

  @Option(
    help: "Use only this number of training images.", transform: AllowedValues.trainingImages.parse)
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Steps between two validations; 0 switches them off (default: a number with which they need "
        + "about a tenth of the time).", valueName: "steps"),
    transform: AllowedValues.interval.parse)
  var validateEvery: Int?

  @OptionGroup var checkpoints: CheckpointOptions

  @Option(
    help: ArgumentHelp(
      "The share of damaged images above which the run stops (default: "
        + "\(BatchLoader.standardDamageLimit)).", valueName: "share"),
    transform: AllowedValues.damageLimit.parse)
  var damageLimit: Double?
}

extension PlanOptions {
  /// Opens the data of `--data` for the network of `--network`.
  /// - Throws: `MissingData`, `BlueprintError` or `ImagesError`.
  func openData() throws -> any DataSource {
    let input = try network?.spec().input
    do {
      return try division.open(dataChoice, for: input)
    } catch ImagesError.folderMissing {
      throw MissingData(option: "--data", value: data)
    }
  }

  private var dataChoice: DataChoice { DataChoice(argument: data) }

  /// Returns the plan, fitted to the data: its classes, and for `compact` the size of its images.
  /// - Parameters:
  ///   - source: The data.
  ///   - lesson: The lesson whose setup the plan gets.
  ///   - isLong: True for the long form of the lesson.
  ///   - member: This process as a rank of a job; `nil` in a process alone.
  /// - Throws: `OptionError`, `BlueprintError`, `ImagesError` if the images are too small, `ComputeError` if
  ///   there is not enough memory, or an error of a plan that the job cannot train.
  func plan(
    for source: any DataSource, lesson: Lesson.Name? = nil, isLong: Bool = false,
    as member: JobMember? = nil
  ) throws -> RunPlan {
    try duration.check()
    if isLong { try checkLongForm(of: lesson) }
    var plan = try standardPlan(for: source, lesson, as: member)
    if let lesson { plan = plan.adapted(to: .named(lesson), isLong: isLong) }
    if lars { plan.lars = LARS() }
    plan.seed = division.seed
    plan.length = duration.length ?? plan.length
    plan.knobs = Knobs(
      rate: rate ?? plan.knobs.rate * (lars ? LARS.rateScale : 1), momentum: momentum,
      decay: decay ?? plan.knobs.decay,
      dropout: dropout ?? plan.knobs.dropout, lrn: lrn == .on,
      augmentation: augment ?? plan.knobs.augmentation)
    if augment == nil && !source.mirrorKeepsClass { plan.knobs.augmentation.mirror = false }
    plan.schedule = try schedule?.schedule(for: plan.network) ?? plan.schedule
    plan.precision = precision
    plan.limit = limit ?? plan.limit
    if let lesson, let steps = plan.stepCount(of: source) {
      plan.validateEvery = Lesson.named(lesson).validationInterval(steps: steps)
    }
    plan.validateEvery = validateEvery ?? plan.validateEvery
    plan.validationShare = division.validationShare
    plan.allowEmptyClasses = division.allowEmptyClasses
    plan.damageLimit = damageLimit
    plan.checkpointEvery = checkpoints.checkpointEvery
    plan = plan.warmingUp(fromBatchScale: batchScale, images: source.count(.train))
    try checkLimit(of: plan)
    try Trainer.check(plan, on: source)
    try member?.check(plan)
    try Trainer.check(plan, in: member?.training)
    return plan
  }

  /// Refuses `--long` where it has no meaning.
  private func checkLongForm(of lesson: Lesson.Name?) throws(OptionError) {
    guard lesson != nil else {
      throw OptionError(
        option: "--long", value: "given without --lesson", allowed: "--lesson NAME too")
    }
    guard duration.length == nil else {
      throw OptionError(
        option: "--long",
        value: "given together with \(duration.steps == nil ? "--epochs" : "--steps")",
        allowed: "one of the two")
    }
  }

  /// Returns the default plan for the network, the data and the scaled batch.
  private func standardPlan(
    for source: any DataSource, _ lesson: Lesson.Name?, as member: JobMember?
  ) throws -> RunPlan {
    let network = try fittedNetwork(for: source, lesson)
    let threads = threads.threads ?? member?.processors.threads ?? threads.count
    func plan(batch: Int?) -> RunPlan {
      .standard(
        network, data: dataChoice, validationImages: source.count(.validation),
        threads: threads, batch: batch)
    }
    let usual = plan(batch: batch)
    guard batchScale > 1 else { return usual }
    let scaled = usual.batch * batchScale
    guard AllowedValues.batches.contains(scaled) else {
      throw OptionError(
        option: "--batch-scale", value: "\(batchScale) with batches of \(usual.batch)",
        allowed: "at most \(AllowedValues.batches.upperBound / usual.batch)")
    }
    return plan(batch: scaled)
  }

  /// Refuses a limit below the batch, because one step would then contain an image several times.
  private func checkLimit(of plan: RunPlan) throws(OptionError) {
    guard let limit = plan.limit, limit < plan.batch else { return }
    throw OptionError(
      option: "--limit", value: "\(limit) with batches of \(plan.batch)",
      allowed: "\(plan.batch) or more, or --batch \(limit) or less")
  }

  private func fittedNetwork(
    for source: any DataSource, _ lesson: Lesson.Name?
  ) throws -> NetworkSpec {
    let image = source.imageShape
    let usual = lesson.map { Lesson.named($0).setup.network } ?? "compact"
    var network = try (network ?? NetworkChoice(name: usual)).spec(
      classes: source.classes.count, image: image)
    if let pooling { network = network.with(pooling: pooling) }
    if let activation { network = network.with(activation: activation) }
    if let initial { network = network.with(initial: initial) }
    _ = try network.layout()
    let crop = network.input
    guard image.channels == crop.channels else {
      throw ImagesError.wrongChannels(image: image, crop: crop)
    }
    guard image.height >= crop.height, image.width >= crop.width else {
      throw ImagesError.imageSmallerThanCrop(image: image, crop: crop)
    }
    return network
  }
}

extension RunPlan {
  /// Returns the number of steps of the plan on its data; `nil` for a plan without an end.
  fileprivate func stepCount(of source: any DataSource) -> Int? {
    stepCount(imagesPerEpoch: imagesPerEpoch(of: source.count(.train)))
  }
}
