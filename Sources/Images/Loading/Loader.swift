import Blueprint
import Channels

/// The state of one loader thread: a reader, the bytes of an image and the order of an epoch.
struct Loader {
  private let pipeline: LoadingPipeline
  private let reader: any ImageReader
  private let image: Buffer<UInt8>
  private var order: EpochOrder

  init(pipeline: LoadingPipeline) throws(ImagesError) {
    self.pipeline = pipeline
    reader = try pipeline.source.makeReader()
    image = Buffer(count: pipeline.source.imageShape.count, repeating: 0)
    order = EpochOrder(count: pipeline.imagesPerEpoch, seed: pipeline.seed)
  }

  /// The number of other images that are tried in the place of a damaged one.
  private static let replacements = 100

  /// Fills memory with a batch.
  /// - Returns: The epoch of the first image, and the errors of the images that were replaced.
  mutating func fill(_ memory: BatchMemory, number: Int) throws(ImagesError)
    -> (epoch: Int, damaged: [ImagesError])
  {
    var damaged: [ImagesError] = []
    let first = number * pipeline.batchSize
    for position in 0..<pipeline.batchSize {
      let (index, epoch) = order.image(at: first + position)
      var random = RandomGenerator(seed: pipeline.seed, .augmentation, epoch, index)
      let label = try read(index, epoch: epoch, &damaged)
      pipeline.transform.write(
        pipeline.transform.view(&random), of: image, to: memory, at: position)
      memory.labels.elements[position] = Int32(label)
    }
    return (first / pipeline.imagesPerEpoch, damaged)
  }

  /// Reads a training image. A damaged image is replaced by another one, which is a function of seed, epoch
  /// and index.
  private func read(_ index: Int, epoch: Int, _ damaged: inout [ImagesError]) throws(ImagesError)
    -> Int
  {
    var random: RandomGenerator?
    var candidate = index
    for _ in 0...Self.replacements {
      do throws(ImagesError) {
        return try reader.read(candidate, of: .train, into: image.elements)
      } catch .damagedImage(let path, let damage) {
        // A damaged replacement is counted at its own position in the epoch.
        if candidate == index { damaged.append(.damagedImage(path: path, damage)) }
        random = random ?? RandomGenerator(seed: pipeline.seed, .replacement, epoch, index)
        candidate = random!.below(pipeline.imagesPerEpoch)
      }
    }
    throw damaged.last!
  }

  /// Reads a validation image, which the data source then keeps in memory.
  /// - Returns: False if the source does not keep images, if there is no such image, or if it cannot be
  ///   read.
  func readAhead(_ index: Int) -> Bool {
    guard pipeline.source.remembersImages, index < pipeline.source.count(.validation) else {
      return false
    }
    // The validation will report an error.
    return (try? reader.read(index, of: .validation, into: image.elements)) != nil
  }
}
