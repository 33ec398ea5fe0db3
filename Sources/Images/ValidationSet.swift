import Blueprint
import Channels

/// The validation images in batches: centre crops, prepared like training images. The calling thread
/// reads them.
public final class ValidationSet {
  /// The number of images.
  public let count: Int
  /// The number of batches; the last can be partial.
  public let batches: Int

  /// The numbers of the images of the latest batch, in its order.
  public private(set) var numbers: [Int] = []

  private let batchSize: Int
  private let transform: InputTransform
  private let reader: any ImageReader
  private let image: Buffer<UInt8>
  private let pool: Pool<BatchMemory>
  private var damage: DamageTally

  /// Opens the validation images of a data source.
  /// - Parameters:
  ///   - source: The images.
  ///   - input: The input that the network needs.
  ///   - batch: The number of images in a batch, at least 1.
  ///   - limit: The number of validation images to use, from the first on; `nil` uses all.
  ///   - damageLimit: The share of the images read that can be damaged without an error.
  ///   - readers: The number of processes that read the set, each some of the batches.
  /// - Throws: An error if the images are smaller than the input, or have other channels or another shape than
  ///   the mean.
  public init(
    source: any DataSource, input: InputFormat, batch: Int, limit: Int? = nil,
    damageLimit: Double = BatchLoader.standardDamageLimit, readers: Int = 1
  ) throws(ImagesError) {
    precondition(batch > 0, "a batch has at least one image")
    count = min(limit ?? .max, source.count(.validation))
    precondition(count > 0, "there is at least one validation image")
    batches = (count + batch - 1) / batch
    batchSize = batch
    damage = DamageTally(limit: damageLimit, images: (count + readers - 1) / readers)
    transform = try InputTransform(source: source, input: input)
    reader = try source.makeReader()
    image = Buffer(count: source.imageShape.count, repeating: 0)
    pool = Pool([BatchMemory(capacity: batch, shape: input.shape)])
  }

  /// Reads a batch. Damaged images are left out, so any batch can be partial or even empty. The memory
  /// of a batch is reused when its owner has released it.
  /// - Parameter number: The number of the batch, 0 ..< `batches`.
  /// - Throws: An error if an image cannot be read, or if too many images are damaged.
  public func batch(_ number: Int) throws(ImagesError) -> Batch {
    precondition(number >= 0 && number < batches, "batch \(number) is not one of \(batches)")
    let memory = pool.acquireNow() ?? BatchMemory(capacity: batchSize, shape: transform.crop)
    let first = number * batchSize
    let last = min(first + batchSize, count)
    var valid = 0
    numbers.removeAll(keepingCapacity: true)
    var damaged: [ImagesError] = []
    for index in first..<last {
      do throws(ImagesError) {
        let label = try reader.read(index, of: .validation, into: image.elements)
        transform.write(transform.centre, of: image, to: memory, at: valid)
        memory.labels.elements[valid] = Int32(label)
        numbers.append(index)
        valid += 1
      } catch .damagedImage(let path, let damage) {
        damaged.append(.damagedImage(path: path, damage))
      }
    }
    memory.images.elements[(valid * transform.crop.count)...].update(repeating: 0)
    memory.labels.elements[valid...].update(repeating: 0)
    let batch = Batch(
      memory, index: number, epoch: 0, count: valid, shape: transform.crop, home: pool)
    try damage.add(seen: last - first, damaged: damaged)
    return batch
  }

  /// Returns the errors of the images that were left out since the last call. Each image is reported
  /// once.
  public func drainDamaged() -> [ImagesError] { damage.drainUnreported() }
}
