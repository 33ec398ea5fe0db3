/// The defaults of a plan. They depend on the name of the preset, and for `alexnet` also on the data.
struct Recipe {
  var batch = 128
  var length = RunPlan.Length.endless
  var knobs = Knobs()
  /// The epochs, of 50,000 images as in CIFAR-10, after which the rate is divided by ten. Empty for other
  /// schedules.
  var dropsAfter: [Int] = []
  /// The rates by epochs of the data; `nil` for other schedules.
  var table: EpochTable?

  init(for network: NetworkSpec, _ data: DataChoice) {
    switch network.name {
    case "alexnet":
      switch data {
      case .scenes: setFirstKernels()
      // The rate does not depend on the batch: the paper's 0.01 does not diverge with batches of 16 to
      // 256, nor with 2 to 1,000 classes (measured 2026-11-26).
      case .folder, .imported:
        length = .epochs(90)
        knobs.augmentation.colorNoise = true
      }
    case "paper":
      // "roughly 90 cycles" (section 5).
      length = .epochs(90)
      knobs.augmentation.colorNoise = true
    case "code-145": setReleasedRun(.configuration145)
    case "code-147": setReleasedRun(.configuration147)
    case "code-148": setReleasedRun(.configuration148)
    case "code-150": setReleasedRun(.configuration150)
    case "torchvision":
      // torchvision's references/classification/train.py, with its rate for AlexNet. Its schedule divides
      // the rate by ten every 30 epochs; here it is the paper's, by plateaus.
      if data != .scenes { length = .epochs(90) }
      knobs.decay = 1e-4
    case "bvlc-alexnet", "caffenet":
      // models/bvlc_alexnet/solver.prototxt: 450,000 steps of 256 images are 90 epochs of ImageNet.
      if data != .scenes { length = .epochs(90) }
    case "cifar-11":
      setCIFAR(dropsAfter: [500, 510], epochs: 520, isAugmented: true)
    case "cifar-13":
      setCIFAR(dropsAfter: [140, 150], epochs: 160, isAugmented: true)
    case "cifar-26":
      setCIFAR(dropsAfter: [8], epochs: 10)
    case "cifar-18":
      setCIFAR(dropsAfter: [120, 130], epochs: 140)
    case let name where name.hasPrefix("compact"):
      // He's initial weights allow a higher rate. A batch of 64 makes twice as many steps from the same
      // images as the paper's 128. In the first minutes this reduces the error more than a smoother gradient.
      batch = 64
      knobs.rate = 0.02
    default:
      break
    }
  }

  /// Sets the recipe for the built-in scenes with which edges and colours appear soonest in conv1: a quarter
  /// of the paper's batch at a slightly higher rate. Colour noise is off, because the scenes already have
  /// different colours. The article `Decisions` has the measurements.
  private mutating func setFirstKernels() {
    batch = 32
    knobs.rate = 0.0125
  }

  /// Sets cuda-convnet's recipe, which has no dropout. The recipe does not define the length.
  /// - Parameters:
  ///   - epochs: The epochs after which the rate is divided by ten.
  ///   - last: The length in epochs.
  ///   - isAugmented: True if images are cropped at random and mirrored.
  private mutating func setCIFAR(
    dropsAfter epochs: [Int], epochs last: Int, isAugmented: Bool = false
  ) {
    length = .epochs(last)
    knobs = Knobs(
      rate: 0.001, decay: NetworkSpec.cifarDecay, dropout: 0,
      augmentation: Augmentation(crop: isAugmented, mirror: isAugmented))
    dropsAfter = epochs
  }

  /// Sets the schedule and the length of a run of the released code, which has the paper's rate, momentum and
  /// weight decay.
  private mutating func setReleasedRun(_ run: ReleasedRun) {
    length = .epochs(run.epochs)
    table = run.table
    knobs.augmentation.colorNoise = true
  }

  func schedule(batch: Int) -> Schedule {
    if let table { return .epochs(table) }
    guard !dropsAfter.isEmpty else { return .plateau(Schedule.Plateau()) }
    return .table(
      dropsAfter.map { Schedule.RateChange(step: $0 * 50_000 / batch + 1, factor: 0.1) })
  }
}
