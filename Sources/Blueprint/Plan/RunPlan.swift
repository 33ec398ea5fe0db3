/// Everything that is needed to repeat a run.
///
/// It is saved in the run's folder as `plan.json` before the first step. The same plan with the
/// same data and number of threads on the same kind of processor gives the same losses, bit for
/// bit.
public struct RunPlan: Hashable, Codable, Sendable {
  /// The version of the format. It increases when older programs cannot read newer plans.
  public static let currentVersion = 1

  /// The version of the format in which the plan was written.
  public var version = RunPlan.currentVersion
  /// The network, whose last layer has one output for each class of the data.
  public var network: NetworkSpec
  /// The source of the images.
  public var data: DataChoice
  /// The seed of the initial weights, the order and augmentation of images, dropout and the scenes.
  public var seed: UInt64
  /// The number of images of one step, at least 1.
  public var batch: Int
  /// The end of the run.
  public var length: Length
  /// The training error, 0…1, at which the run ends before its length: the mean top-1 error of the batches
  /// between two validations. `nil` for a run without such an end.
  public var endsAtTrainingError: Double?
  /// The knobs before the first step.
  public var knobs: Knobs
  /// The automatic changes of the learning rate.
  public var schedule: Schedule
  /// The increase of the learning rate in the first steps; `nil` without one.
  public var warmUp: WarmUp?
  /// The rule for the learning rates of the layers; `nil` for momentum SGD with one rate.
  public var lars: LARS?
  /// The number formats and algorithms of a step.
  public var precision: Precision
  /// The number of compute threads, at least 1.
  public var threads: Int
  /// The number of training images that are used; `nil` uses all.
  public var limit: Int?
  /// The number of steps from one validation to the next; with 0 there is no validation.
  public var validateEvery: Int
  /// The share of a folder's images that is kept for validation, if the folder has no validation images;
  /// `nil` is the default share.
  public var validationShare: Double?
  /// True if classes without images are accepted in an image folder.
  public var allowEmptyClasses = false
  /// The share of damaged images that a run accepts; `nil` is the default share.
  public var damageLimit: Double?
  /// The number of steps from one checkpoint to the next. With 0 checkpoints are written only on
  /// request and at the end; with `nil` they are written at intervals of time.
  public var checkpointEvery: Int?
  /// The origin of a lane or fork; `nil` for a run without a parent.
  public var lineage: Lineage?
  /// The lesson whose settings the plan has; `nil` without a lesson.
  public var lesson: Lesson.Name?
  /// The file that the weights before the first step come from; `nil` for initial weights.
  public var imported: ImportedFile?

  /// Creates a plan of the current version, without lineage and lesson.
  public init(
    network: NetworkSpec, data: DataChoice, seed: UInt64, batch: Int, length: Length,
    knobs: Knobs, schedule: Schedule, precision: Precision = .fp32, threads: Int,
    limit: Int? = nil, validateEvery: Int, validationShare: Double? = nil,
    damageLimit: Double? = nil, checkpointEvery: Int? = nil
  ) {
    self.network = network
    self.data = data
    self.seed = seed
    self.batch = batch
    self.length = length
    self.knobs = knobs
    self.schedule = schedule
    self.precision = precision
    self.threads = threads
    self.limit = limit
    self.validateEvery = validateEvery
    self.validationShare = validationShare
    self.damageLimit = damageLimit
    self.checkpointEvery = checkpointEvery
  }

  /// The end of a run.
  public enum Length: Hashable, Codable, Sendable {
    /// A number of steps.
    case steps(Int)
    /// A number of passes over the training images.
    case epochs(Int)
    /// No end; a user stops the run.
    case endless
  }
}

extension RunPlan {
  /// Decodes a plan. Older versions of the program did not write all fields; the missing ones have
  /// their defaults.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    version = try fields.decode(Int.self, forKey: .version)
    network = try fields.decode(NetworkSpec.self, forKey: .network)
    data = try fields.decode(DataChoice.self, forKey: .data)
    seed = try fields.decode(UInt64.self, forKey: .seed)
    batch = try fields.decode(Int.self, forKey: .batch)
    length = try fields.decode(Length.self, forKey: .length)
    endsAtTrainingError = try fields.decodeIfPresent(Double.self, forKey: .endsAtTrainingError)
    knobs = try fields.decode(Knobs.self, forKey: .knobs)
    schedule = try fields.decode(Schedule.self, forKey: .schedule)
    warmUp = try fields.decodeIfPresent(WarmUp.self, forKey: .warmUp)
    lars = try fields.decodeIfPresent(LARS.self, forKey: .lars)
    // Versions of the program that did not write this field always computed as `fp32-direct` does.
    precision = try fields.decodeIfPresent(Precision.self, forKey: .precision) ?? .fp32Direct
    threads = try fields.decode(Int.self, forKey: .threads)
    limit = try fields.decodeIfPresent(Int.self, forKey: .limit)
    validateEvery = try fields.decode(Int.self, forKey: .validateEvery)
    validationShare = try fields.decodeIfPresent(Double.self, forKey: .validationShare)
    allowEmptyClasses =
      try fields.decodeIfPresent(Bool.self, forKey: .allowEmptyClasses) ?? false
    damageLimit = try fields.decodeIfPresent(Double.self, forKey: .damageLimit)
    checkpointEvery = try fields.decodeIfPresent(Int.self, forKey: .checkpointEvery)
    lineage = try fields.decodeIfPresent(Lineage.self, forKey: .lineage)
    // A lesson that only a newer version of the program has is ignored.
    lesson = try? fields.decodeIfPresent(Lesson.Name.self, forKey: .lesson)
    imported = try fields.decodeIfPresent(ImportedFile.self, forKey: .imported)
  }
}
