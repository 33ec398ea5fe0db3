import Blueprint
import Compute
import Images

extension Trainer {
  /// Checks, before memory is allocated, that this machine can train plans side by side. The memory
  /// includes a parameter copy of each network, for its checkpoints.
  /// - Parameters:
  ///   - plans: The plans.
  ///   - job: The processes that train together; `nil` if this one trains alone.
  /// - Throws: `BlueprintError` for a network that is not possible, or `ComputeError` for a
  ///   precision that the processor does not have or a lack of memory, or `RankRefusal` for a batch that is too
  ///   small for the job.
  public static func check(_ plans: [RunPlan], in job: TrainingJob? = nil) throws {
    for plan in plans {
      if let job, plan.batch < job.replicas {
        throw RankRefusal.fewerImagesThanRanks(batch: plan.batch, ranks: job.replicas)
      }
      let (layout, batch) = (try plan.network.layout(), job?.capacity(batch: plan.batch))
      if let division = try job?.division(of: layout) {
        try Network.check(
          layout, batch: batch ?? plan.batch, precision: plan.precision,
          batchesAhead: batchesAhead, parameterCopies: 1, division: division,
          ranks: job?.replicas ?? 1)
      } else {
        try Network.check(
          layout, batch: batch ?? plan.batch, precision: plan.precision,
          batchesAhead: batchesAhead, others: plans.count - 1, ranks: job?.replicas ?? 1)
      }
    }
  }

  /// Checks that this machine can train one plan.
  public static func check(_ plan: RunPlan, in job: TrainingJob? = nil) throws {
    try check([plan], in: job)
  }

  /// Checks that data fit a plan:
  ///
  /// - The images have the channels, and at least the height and width, of the network's input.
  /// - There is at least one image for validation.
  /// - There are enough training images for one batch, also if `plan.limit` excludes some.
  /// - Throws: The error of the first condition that is not met.
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

  /// Returns the memory that a further lane with this plan needs.
  /// - Returns: The bytes of one lane, and the number of further lanes that fit into the memory
  ///   that is available now; both 0 if the plan's network is not possible.
  public static func room(for plan: RunPlan) -> (bytes: Int, count: Int) {
    guard let layout = try? plan.network.layout() else { return (0, 0) }
    return Network.room(
      for: layout, batch: plan.batch, precision: plan.precision, batchesAhead: batchesAhead)
  }
}
