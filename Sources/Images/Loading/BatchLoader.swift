import Blueprint
import Channels

/// An endless stream of training batches, prepared ahead of time by its own threads. Each epoch has every
/// image once, in a new order; a batch can contain the end of one epoch and the beginning of the next.
/// The batches are a function of the seed and do not depend on the number of threads. Only one thread
/// can use a loader.
public final class BatchLoader {
  /// The default share of damaged images above which reading fails. A set with more is probably damaged
  /// as a whole.
  public static let standardDamageLimit = 0.05

  /// The number of images in an epoch.
  public let imagesPerEpoch: Int
  /// The time that all calls of `next()` have waited so far.
  public private(set) var waited = Duration.zero

  let pipeline: LoadingPipeline
  private let clock = ContinuousClock()
  private var failure: ImagesError?
  private var damage: DamageTally

  /// Starts the threads.
  /// - Parameters:
  ///   - source: The images.
  ///   - input: The input that the network needs.
  ///   - batch: The number of images in a batch, at least 1.
  ///   - seed: Determines the order and the augmentation.
  ///   - first: The number of the first batch; the batches before it are skipped.
  ///   - limit: The number of training images to use, from the first on; `nil` uses all.
  ///   - augmentation: The random variation of the images.
  ///   - damageLimit: The share of the images read that can be damaged without an error.
  ///   - part: The part of each batch to load; `nil` loads whole batches. An image is the same in a part as in
  ///     the whole batch.
  ///   - threads: The number of loader threads, at least 1.
  ///   - readyBatches: The largest number of batches that wait for `next()`, at least 1.
  /// - Throws: An error if the images are smaller than the input, or have other channels or another shape than
  ///   the mean.
  public init(
    source: any DataSource, input: InputFormat, batch: Int, seed: UInt64, first: Int = 0,
    limit: Int? = nil, augmentation: Augmentation = .init(),
    damageLimit: Double = standardDamageLimit, part: BatchPart? = nil, threads: Int = 1,
    readyBatches: Int
  ) throws(ImagesError) {
    precondition(batch > 0, "a batch has at least one image")
    precondition(threads > 0 && readyBatches > 0, "threads and ready batches are at least 1")
    precondition(first >= 0, "batches count from 0")
    imagesPerEpoch = min(limit ?? .max, source.count(.train))
    precondition(imagesPerEpoch > 0, "there is at least one training image")
    damage = DamageTally(limit: damageLimit, images: imagesPerEpoch)
    let transform = try InputTransform(source: source, input: input, augmentation: augmentation)
    let part = part ?? BatchPart(images: 0..<batch, capacity: batch)
    precondition(part.images.upperBound <= batch, "a part must be in the batch")
    let images = TrainingImages(
      source: source, transform: transform, batchSize: batch, part: part.images,
      perEpoch: imagesPerEpoch, seed: seed)
    pipeline = LoadingPipeline(
      batchSize: part.capacity, shape: transform.crop, firstBatch: first, readyBatches: readyBatches
    ) { () throws(ImagesError) in try TrainingBatchFiller(images) }
    pipeline.startThreads(threads)
  }

  deinit { pipeline.stop() }

  /// Waits for the next batch and returns it. After an error each further call throws the same error.
  /// - Throws: An error if an image cannot be read or too many images are damaged; `.stopped` after
  ///   `stop()`.
  public func next() throws(ImagesError) -> Batch {
    if let failure { throw failure }
    let start = clock.now
    let result = pipeline.next()
    waited += clock.now - start
    do throws(ImagesError) {
      let loaded = try result.get()
      let batch = pipeline.makeBatch(from: loaded)
      try damage.add(seen: batch.count, damaged: loaded.contents.damaged.map(\.error))
      return batch
    } catch {
      failure = error
      pipeline.stop()
      throw error
    }
  }

  /// Returns the errors of the images that were replaced since the last call. Each image is reported once.
  public func drainDamaged() -> [ImagesError] { damage.drainUnreported() }

  /// Ends the threads and waits for their end. Batches that were returned stay valid.
  public func stop() {
    failure = failure ?? .stopped
    pipeline.stop()
  }
}
