/// All that is needed to repeat a run: written to the run's folder as `plan.json` before the first
/// step. The same plan with the same number of threads gives the same losses, bit for bit.
public struct RunPlan: Hashable, Codable, Sendable {
  /// The layout of this value; raised when an older program could not read a newer plan.
  public static let currentVersion = 1

  public var version = RunPlan.currentVersion
  public var network: NetworkSpec
  public var data: DataChoice
  /// Decides the initial weights, the order and augmentation of images, dropout and the scenes.
  public var seed: UInt64
  /// Images a step, at least 1.
  public var batch: Int
  public var length: Length
  /// The knobs as they stand before the first step.
  public var knobs: Knobs
  public var schedule: Schedule
  public var precision: Precision
  /// Compute threads, at least 1.
  public var threads: Int
  /// Use only so many training images; nil is all.
  public var limit: Int?
  /// Steps from one validation to the next; 0 never validates.
  public var validateEvery: Int
  /// Of the images of a folder without validation images, the share that is kept for that; nil is the
  /// usual one.
  public var validationShare: Double?
  /// True if an image folder may have classes without images.
  public var allowEmptyClasses = false
  /// The share of damaged images that a run puts up with; nil is the usual one.
  public var damageLimit: Double?
  /// Steps from one checkpoint to the next, 0 for none but the last; nil is by time.
  public var checkpointEvery: Int?
  /// Of a run that began beside another or out of it; nil is of one that stands alone.
  public var lineage: Lineage?
  /// The lesson that it was set up for.
  public var lesson: Lesson.Name?

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

  public enum Length: Hashable, Codable, Sendable {
    case steps(Int)
    case epochs(Int)
    /// Until somebody stops it.
    case endless
  }
}

extension RunPlan {
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    version = try fields.decode(Int.self, forKey: .version)
    network = try fields.decode(NetworkSpec.self, forKey: .network)
    data = try fields.decode(DataChoice.self, forKey: .data)
    seed = try fields.decode(UInt64.self, forKey: .seed)
    batch = try fields.decode(Int.self, forKey: .batch)
    length = try fields.decode(Length.self, forKey: .length)
    knobs = try fields.decode(Knobs.self, forKey: .knobs)
    schedule = try fields.decode(Schedule.self, forKey: .schedule)
    // Plans that do not say were written when there was nothing else.
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
    // One that a newer program knows is none here.
    lesson = try? fields.decodeIfPresent(Lesson.Name.self, forKey: .lesson)
  }
}

/// Where images come from.
public enum DataChoice: Hashable, Codable, Sendable {
  /// The built-in scenes, drawn from the plan's seed.
  case scenes
  /// A folder, recognised by what is in it.
  case folder(path: String)
}

extension DataChoice: CustomStringConvertible {
  /// "scenes", or the folder's own name.
  public var description: String {
    switch self {
    case .scenes: "scenes"
    case .folder(let path): path.split(separator: "/").last.map(String.init) ?? path
    }
  }
}
