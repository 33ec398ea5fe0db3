extension RunPlan {
  /// The plan of somebody without wishes: what suits the network and the data.
  /// - Parameters:
  ///   - network: fitted to the data's classes.
  ///   - data: the source of the images.
  ///   - validationImages: how many there are, which decides how often they are looked at.
  ///   - threads: compute threads, at least 1.
  ///   - batch: images a step, where somebody wishes that; schedules by epochs follow it.
  public static func standard(
    _ network: NetworkSpec, data: DataChoice, validationImages: Int, threads: Int,
    batch: Int? = nil
  ) -> RunPlan {
    let recipe = Recipe(for: network, data)
    let batch = batch ?? recipe.batch
    return RunPlan(
      network: network, data: data, seed: 1, batch: batch, length: recipe.length,
      knobs: recipe.knobs, schedule: recipe.schedule(batch: batch), threads: threads,
      validateEvery: validationInterval(images: validationImages, batch: batch))
  }

  /// Steps from one validation to the next. An image costs a third of what it costs in training, for
  /// validation goes forward only; so this many steps, rounded up to fifties, make validation take
  /// about a tenth of the time.
  public static func validationInterval(images: Int, batch: Int) -> Int {
    let steps = Double(images) / 3 / Double(batch) * 10
    return max(1, Int((steps / 50).rounded(.up))) * 50
  }
}

/// How a network learns when nobody says otherwise; the presets' names decide, and for `alexnet` the
/// data too.
private struct Recipe {
  var batch = 128
  var length = RunPlan.Length.endless
  var knobs = Knobs()
  /// The epochs of CIFAR-10's 50,000 images after which the rate is divided by ten; none is the
  /// paper's schedule by plateaus.
  var dropsAfter: [Int] = []

  init(for network: NetworkSpec, _ data: DataChoice) {
    switch network.name {
    case "alexnet":
      switch data {
      case .scenes: setFirstKernels()
      // The paper's recipe, whose rate of 0.01 does not diverge at batches of 16 to 256 nor with 2 to
      // 1,000 classes (measured 2026-11-26), so that it does not depend on the batch.
      case .folder:
        length = .epochs(90)
        knobs.augmentation.colorNoise = true
      }
    case "paper", "code-145":
      // "roughly 90 cycles" (section 5); #145 was ended in its epoch 91.
      length = .epochs(90)
      knobs.augmentation.colorNoise = true
    case "cifar-26":
      setCIFAR(dropsAfter: [8], epochs: 10)
    case "cifar-18":
      setCIFAR(dropsAfter: [120, 130], epochs: 140)
    case let name where name.hasPrefix("compact"):
      // The compact networks start from He's deviations, which bear a higher rate. A batch of 64
      // takes twice the steps of the paper's 128 from the same images: in the first minutes that is
      // worth more than a smoother gradient.
      batch = 64
      knobs.rate = 0.02
    default:
      break
    }
  }

  /// The paper's network on the built-in scenes: edges and colours in conv1 as soon as possible.
  ///
  /// The paper's rate at a quarter of its batch. After 15,000 images 43 % of the kernels are structured
  /// and the top-1 error is 85 %; a batch of 64 has 5 % and 90 %, one of 128 none and 95 %, a rate of
  /// 0.007 has 22 % and 85 %, and at 0.02 the network hardly learns (measured 2026-11-26 with a second
  /// implementation of the network). Colour noise is off, for the scenes differ in colour already.
  private mutating func setFirstKernels() {
    batch = 32
    knobs.rate = 0.01
  }

  /// cuda-convnet's recipes: no varied images, no dropout. They do not say when to stop; ten epochs at
  /// the last rate it is here.
  private mutating func setCIFAR(dropsAfter epochs: [Int], epochs last: Int) {
    length = .epochs(last)
    knobs = Knobs(
      rate: 0.001, decay: NetworkSpec.cifarDecay, dropout: 0,
      augmentation: Augmentation(crop: false, mirror: false))
    dropsAfter = epochs
  }

  func schedule(batch: Int) -> Schedule {
    guard !dropsAfter.isEmpty else { return .plateau(Schedule.Plateau()) }
    return .table(
      dropsAfter.map { Schedule.Change(step: $0 * 50_000 / batch + 1, factor: 0.1) })
  }
}

extension NetworkSpec {
  /// The compact network for images of a data set: crops of 64×64, or as large as the images are.
  public static func compact(classes: Int, fitting image: Shape) -> NetworkSpec {
    compact(classes: classes, side: min(64, image.height, image.width))
  }

  /// The network of four layers, likewise.
  public static func fourLayer(classes: Int, fitting image: Shape) -> NetworkSpec {
    fourLayer(classes: classes, side: min(64, image.height, image.width))
  }
}
