import Blueprint
import Channels

/// An endless stream of training batches, made ahead by threads of its own. Every epoch shows every
/// image once, in a new order; batches run on over the ends of epochs. The batches are a function of
/// the seed, whatever the number of threads. It belongs to the thread that asks for batches.
public final class BatchLoader {
  /// A set with more damaged images than this has something wrong with it as a whole.
  public static let standardDamageLimit = 0.05

  /// How many images an epoch has.
  public let imagesPerEpoch: Int
  /// How long `next()` has waited so far, all calls together.
  public private(set) var waited = Duration.zero

  let line: LoadingLine
  private let clock = ContinuousClock()
  private var failure: ImagesError?
  private var damage: DamageTally

  /// Starts the threads.
  /// - Parameters:
  ///   - source: the images.
  ///   - crop: one image as the network takes it.
  ///   - inputScale: pixels, less the mean, are multiplied by it.
  ///   - batch: images a batch, at least 1.
  ///   - seed: determines the order and the augmentation.
  ///   - first: the number of the batch to begin with; as many are as if they had been taken.
  ///   - limit: use only the first so many training images; nil is all.
  ///   - augmentation: how the images are varied.
  ///   - damageLimit: the share of the images seen that may be damaged.
  ///   - threads: loader threads, at least 1.
  ///   - depth: batches that may be ready before they are asked for, at least 1.
  /// - Throws: that the images do not fit the crop.
  public init(
    source: any DataSource, crop: Shape, inputScale: Double, batch: Int, seed: UInt64,
    first: Int = 0, limit: Int? = nil, augmentation: Augmentation = .init(),
    damageLimit: Double = standardDamageLimit, threads: Int = 1, depth: Int = 3
  ) throws(ImagesError) {
    precondition(batch > 0 && threads > 0 && depth > 0, "batch, threads and depth are at least 1")
    precondition(first >= 0, "batches count from 0")
    imagesPerEpoch = min(limit ?? .max, source.count(.train))
    precondition(imagesPerEpoch > 0, "there is at least one training image")
    damage = DamageTally(limit: damageLimit, images: imagesPerEpoch)
    let preparation = try Preparation(
      source: source, crop: crop, scale: inputScale, augmentation: augmentation)
    line = LoadingLine(
      source: source, preparation: preparation, batch: batch, imagesPerEpoch: imagesPerEpoch,
      seed: seed, first: first, depth: depth)
    for number in 1...threads { line.startThread(named: "loader \(number)") }
  }

  deinit { line.stop() }

  /// The next batch, in order from the first; waits until it is ready.
  /// - Throws: what went wrong with reading it, or that too many images are damaged, then and ever after;
  ///   or that the loader is stopped.
  public func next() throws(ImagesError) -> Batch {
    if let failure { throw failure }
    let start = clock.now
    let result = line.take()
    waited += clock.now - start
    do throws(ImagesError) {
      let loaded = try result.get()
      let batch = line.batch(loaded)
      try damage.add(seen: line.batch, damaged: loaded.damaged)
      return batch
    } catch {
      failure = error
      line.stop()
      throw error
    }
  }

  /// What was wrong with images that others had to replace, each named once.
  public func takeDamaged() -> [ImagesError] { damage.takeUnreported() }

  /// Ends the threads and waits until they have ended. Batches already given out stay valid.
  public func stop() {
    failure = failure ?? .stopped
    line.stop()
  }
}
