import Blueprint
import Channels

/// The fixed validation images in batches: centre crops, prepared like training images. Read on the
/// thread that asks.
public final class ValidationSet {
  /// How many images it has.
  public let count: Int
  /// How many batches they make; the last may be partial.
  public let batches: Int

  /// Which images the latest batch holds, in its order.
  public private(set) var numbers: [Int] = []

  private let batchSize: Int
  private let preparation: Preparation
  private let reader: any ImageReader
  private let image: Buffer<UInt8>
  private let pool: Pool<BatchMemory>
  private var damage: DamageTally

  /// - Parameters:
  ///   - source: the images.
  ///   - crop: one image as the network takes it.
  ///   - inputScale: pixels, minus the mean, are multiplied by it.
  ///   - batch: images a batch, at least 1.
  ///   - limit: use only the first so many validation images; nil is all.
  ///   - damageLimit: the share of the images seen that may be damaged.
  /// - Throws: that the images do not fit the crop.
  public init(
    source: any DataSource, crop: Shape, inputScale: Double, batch: Int, limit: Int? = nil,
    damageLimit: Double = BatchLoader.standardDamageLimit
  ) throws(ImagesError) {
    precondition(batch > 0, "a batch has at least one image")
    count = min(limit ?? .max, source.count(.validation))
    precondition(count > 0, "there is at least one validation image")
    batches = (count + batch - 1) / batch
    batchSize = batch
    damage = DamageTally(limit: damageLimit, images: count)
    preparation = try Preparation(
      source: source, crop: crop, scale: inputScale,
      augmentation: Augmentation(crop: false, mirror: false, colorNoise: false))
    reader = try source.makeReader()
    image = Buffer(count: source.imageShape.count, repeating: 0)
    pool = Pool([BatchMemory(capacity: batch, shape: crop)])
  }

  /// Batch `number`, 0 ..< `batches`. Damaged images are left out, so that any batch may be partial or
  /// even empty. Memory is used again once the batch before is let go.
  /// - Throws: what went wrong with reading it, or that too many images are damaged.
  public func batch(_ number: Int) throws(ImagesError) -> Batch {
    precondition(number >= 0 && number < batches, "batch \(number) is not one of \(batches)")
    let memory = pool.takeNow() ?? BatchMemory(capacity: batchSize, shape: preparation.crop)
    let first = number * batchSize
    let last = min(first + batchSize, count)
    var valid = 0
    numbers.removeAll(keepingCapacity: true)
    var damaged: [ImagesError] = []
    for index in first..<last {
      do throws(ImagesError) {
        let label = try reader.read(index, of: .validation, into: image.elements)
        preparation.write(preparation.centre, of: image, to: memory, place: valid)
        memory.labels.elements[valid] = Int32(label)
        numbers.append(index)
        valid += 1
      } catch .damagedImage(let path, let damage) {
        damaged.append(.damagedImage(path: path, damage))
      }
    }
    memory.images.elements[(valid * preparation.crop.count)...].update(repeating: 0)
    memory.labels.elements[valid...].update(repeating: 0)
    let batch = Batch(
      memory, index: number, epoch: 0, count: valid, shape: preparation.crop, home: pool)
    try damage.add(seen: last - first, damaged: damaged)
    return batch
  }

  /// What was wrong with images that were left out, each named once.
  public func takeDamaged() -> [ImagesError] { damage.takeUnreported() }
}
