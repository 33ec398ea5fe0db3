import Blueprint
import Compute
import Images

extension Trainer {
  /// Checks that this machine can train plans side by side, including the copies for their checkpoints,
  /// before any memory is allocated.
  /// - Throws: The reason why it cannot.
  public static func check(_ plans: [RunPlan]) throws {
    for plan in plans {
      try Network.check(
        plan.network.layout(), batch: plan.batch, precision: plan.precision,
        batchesAhead: batchesAhead, others: plans.count - 1)
    }
  }

  /// Checks that this machine can train one plan.
  public static func check(_ plan: RunPlan) throws { try check([plan]) }

  /// Checks that data have enough images for a plan: at least one batch within the plan's limit, at least
  /// one image for validation, and all with the channels and at least the size of the network's input.
  /// - Throws: The first of these conditions that fails.
  public static func check(_ plan: RunPlan, on data: any DataSource) throws(ImagesError) {
    let (image, crop) = (data.imageShape, plan.network.input)
    guard image.channels == crop.channels else {
      throw .wrongChannels(image: image, crop: crop)
    }
    guard image.height >= crop.height, image.width >= crop.width else {
      throw .imageSmallerThanCrop(image: image, crop: crop)
    }
    guard data.count(.validation) > 0 else { throw .noValidationImages }
    let images = plan.imagesPerEpoch(of: data.count(.train))
    guard images >= plan.batch else {
      throw .fewerImagesThanABatch(images: images, batch: plan.batch)
    }
  }

  /// The memory that a further lane of a plan needs.
  /// - Returns: The bytes of one lane, and the number of lanes for which there is memory now; both 0 when
  ///   the plan's network is impossible.
  public static func room(for plan: RunPlan) -> (bytes: Int, count: Int) {
    guard let layout = try? plan.network.layout() else { return (0, 0) }
    return Network.room(
      for: layout, batch: plan.batch, precision: plan.precision, batchesAhead: batchesAhead)
  }
}
