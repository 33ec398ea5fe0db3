import Blueprint
import Images

/// Training batches in order, made once for all lanes that take the same ones at the same step.
final class BatchStream {
  /// What decides the batches of a plan beside what all lanes agree in.
  struct Key: Hashable {
    var seed: UInt64
    var augmentation: Augmentation
  }

  let key: Key
  let loader: BatchLoader
  /// Batches taken: the lanes that are here have made so many steps.
  private(set) var position: Int

  init(for lane: Lane) throws(ImagesError) {
    let plan = lane.plan
    key = lane.streamKey
    position = lane.step
    loader = try BatchLoader(
      source: lane.data, crop: plan.network.input, inputScale: plan.network.inputScale,
      batch: plan.batch, seed: plan.seed, first: lane.step, limit: plan.limit,
      augmentation: lane.knobs.augmentation, damageLimit: plan.damage,
      depth: Trainer.batchesAhead - 2)
  }

  func next() throws(ImagesError) -> Batch {
    let batch = try loader.next()
    position += 1
    return batch
  }

  func serves(_ lane: Lane) -> Bool { lane.step == position && lane.streamKey == key }
}

extension Lane {
  var streamKey: BatchStream.Key { .init(seed: plan.seed, augmentation: knobs.augmentation) }
}

extension RunPlan {
  /// The share of damaged images that it puts up with.
  var damage: Double { damageLimit ?? BatchLoader.standardDamageLimit }
}
