import Blueprint
import Images

/// The batch streams of a trainer's lanes. Lanes at the same step, with the same seed and
/// augmentation, share a stream.
struct BatchStreams {
  private var streams: [BatchStream] = []

  /// Returns the stream whose next batch is the lane's next batch, and opens one if there is none.
  mutating func stream(for lane: Lane) throws(ImagesError) -> BatchStream {
    if let stream = streams.first(where: { $0.serves(lane) }) { return stream }
    let stream = try BatchStream(for: lane)
    streams.append(stream)
    return stream
  }

  /// Closes the streams that serve none of these lanes, without counting lanes that have ended.
  mutating func closeUnused(by lanes: [Lane]) {
    streams.removeAll { stream in !lanes.contains { !$0.hasEnded && stream.serves($0) } }
  }
}

/// The training batches that follow one step. Each batch is loaded once for all lanes that use it.
final class BatchStream {
  /// The settings that determine the batches and that can differ between the lanes of one trainer.
  struct Key: Hashable {
    var seed: UInt64
    var augmentation: Augmentation
  }

  let loader: BatchLoader
  private let key: Key
  /// The number of steps that the lanes of this stream have completed.
  private var step: Int

  init(for lane: Lane) throws(ImagesError) {
    let plan = lane.plan
    key = lane.streamKey
    step = lane.step
    loader = try BatchLoader(
      source: lane.data, input: InputFormat(of: plan.network), batch: plan.batch, seed: plan.seed,
      first: lane.step, limit: plan.limit,
      augmentation: lane.knobs.augmentation, damageLimit: plan.allowedDamage,
      part: lane.job.map {
        BatchPart(
          images: $0.images(of: plan.batch), capacity: $0.capacity(batch: plan.batch))
      },
      readyBatches: Trainer.readyBatches)
  }

  /// Waits for the next batch.
  func next() throws(ImagesError) -> Batch {
    let batch = try loader.next()
    step += 1
    return batch
  }

  /// True if the next batch is the lane's next batch.
  func serves(_ lane: Lane) -> Bool { lane.step == step && lane.streamKey == key }
}

extension Lane {
  fileprivate var streamKey: BatchStream.Key {
    .init(seed: plan.seed, augmentation: knobs.augmentation)
  }
}

extension RunPlan {
  /// The accepted share of damaged images, from 0 to 1.
  var allowedDamage: Double { damageLimit ?? BatchLoader.standardDamageLimit }
}
