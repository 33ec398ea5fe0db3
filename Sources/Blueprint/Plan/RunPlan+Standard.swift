extension RunPlan {
  /// Returns the default plan for a network and its data.
  /// - Parameters:
  ///   - network: The network, with one score per class of the data.
  ///   - data: The source of the images.
  ///   - validationImages: The size of the validation set, which decides the steps between validations.
  ///   - threads: The number of compute threads, at least 1.
  ///   - batch: The images of one step; `nil` is the recipe's number. Schedules in epochs depend on it.
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

  /// Returns the steps from one validation to the next, a multiple of 50. Validation then needs about a
  /// tenth of the time, because its forward pass costs a third of a training step.
  public static func validationInterval(images: Int, batch: Int) -> Int {
    let steps = Double(images) / 3 / Double(batch) * 10
    return max(1, Int((steps / 50).rounded(.up))) * 50
  }
}

extension NetworkSpec {
  /// Returns the compact network for the images of a data set, with crops of 64×64 or of the largest square
  /// in smaller images.
  public static func compact(classes: Int, fitting image: Shape) -> NetworkSpec {
    compact(classes: classes, side: min(64, image.height, image.width))
  }

  /// Returns the network of four layers for the images of a data set, with the same crops.
  public static func fourLayer(classes: Int, fitting image: Shape) -> NetworkSpec {
    fourLayer(classes: classes, side: min(64, image.height, image.width))
  }
}
