extension RunPlan {
  /// The plan of somebody without wishes: what suits the network and the data.
  /// - Parameters:
  ///   - network: fitted to the data's classes.
  ///   - validationImages: how many there are, which decides how often they are looked at.
  public static func standard(
    _ network: NetworkSpec, data: DataChoice, validationImages: Int, threads: Int
  ) -> RunPlan {
    // The compact networks start from He's deviations, which bear a higher rate. A batch of 64 takes
    // twice the steps of the paper's 128 from the same images: in the first minutes that is worth
    // more than a smoother gradient.
    let isCompact = network.name.hasPrefix("compact")
    let batch = isCompact ? 64 : 128
    return RunPlan(
      network: network, data: data, seed: 1, batch: batch, length: .endless,
      knobs: Knobs(rate: isCompact ? 0.02 : 0.01), schedule: .plateau(Schedule.Plateau()),
      threads: threads, validateEvery: validationInterval(images: validationImages, batch: batch))
  }

  /// Steps from one validation to the next. An image costs a third of what it costs in training, for
  /// validation goes forward only; so this many steps, rounded up to fifties, make validation take
  /// about a tenth of the time.
  public static func validationInterval(images: Int, batch: Int) -> Int {
    let steps = Double(images) / 3 / Double(batch) * 10
    return max(1, Int((steps / 50).rounded(.up))) * 50
  }
}

extension NetworkSpec {
  /// The compact network for images of a data set: crops of 64×64, or as large as the images are.
  public static func compact(classes: Int, fitting image: Shape) -> NetworkSpec {
    compact(classes: classes, side: min(64, image.height, image.width))
  }
}
