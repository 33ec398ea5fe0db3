import Blueprint
import Channels

/// The training images of a loader and the order in which they are used.
struct TrainingImages: Sendable {
  let source: any DataSource
  let transform: InputTransform
  /// The number of images in a batch.
  let batchSize: Int
  /// The positions in each batch of the images to load.
  let part: Range<Int>
  /// The number of images in an epoch.
  let perEpoch: Int
  let seed: UInt64
}

/// Fills training batches for one loader thread: a reader, the bytes of an image and the order of an epoch.
struct TrainingBatchFiller: BatchFiller {
  private let images: TrainingImages
  private let reader: any ImageReader
  private let image: Buffer<UInt8>
  private var order: EpochOrder

  init(_ images: TrainingImages) throws(ImagesError) {
    self.images = images
    reader = try images.source.makeReader()
    image = Buffer(count: images.source.imageShape.count, repeating: 0)
    order = EpochOrder(count: images.perEpoch, seed: images.seed)
  }

  /// The number of other images that are tried in the place of a damaged one.
  private static let replacements = 100

  mutating func fill(_ memory: BatchMemory, number: Int) throws(ImagesError) -> BatchContents {
    var contents = BatchContents(count: images.part.count)
    let first = number * images.batchSize
    contents.epoch = first / images.perEpoch
    for (position, place) in images.part.enumerated() {
      let (index, epoch) = order.image(at: first + place)
      var random = RandomGenerator(seed: images.seed, .augmentation, epoch, index)
      let label = try read(index, epoch: epoch, &contents.damaged)
      images.transform.write(
        images.transform.view(&random), of: image, to: memory, at: position)
      memory.labels.elements[position] = Int32(label)
    }
    return contents
  }

  /// Reads a training image. A damaged image is replaced by another one, which is a function of seed, epoch
  /// and index.
  private func read(
    _ index: Int, epoch: Int, _ damaged: inout [DamagedImage]
  ) throws(ImagesError) -> Int {
    var random: RandomGenerator?
    var candidate = index
    for _ in 0...Self.replacements {
      do throws(ImagesError) {
        return try reader.read(candidate, of: .train, into: image.elements)
      } catch .damagedImage(let path, let damage) {
        // A damaged replacement is counted at its own position in the epoch.
        if candidate == index {
          damaged.append(DamagedImage(number: index, error: .damagedImage(path: path, damage)))
        }
        random = random ?? RandomGenerator(seed: images.seed, .replacement, epoch, index)
        candidate = random!.below(images.perEpoch)
      }
    }
    throw damaged.last!.error
  }

  /// Reads a validation image, which the data source then keeps in memory.
  func readAhead(_ index: Int) -> Bool {
    let source = images.source
    guard source.remembersImages, index < source.count(.validation) else { return false }
    // The validation will report an error.
    return (try? reader.read(index, of: .validation, into: image.elements)) != nil
  }
}
