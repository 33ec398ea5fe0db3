import Blueprint
import Channels

/// One loader thread's own things: a reader, an image's bytes, an epoch's order.
struct Loader {
  private let line: LoadingLine
  private let reader: any ImageReader
  private let image: Buffer<UInt8>
  private var order: EpochOrder

  init(line: LoadingLine) throws(ImagesError) {
    self.line = line
    reader = try line.source.makeReader()
    image = Buffer(count: line.source.imageShape.count, repeating: 0)
    order = EpochOrder(count: line.imagesPerEpoch, seed: line.seed)
  }

  /// Fills memory with batch `number`; returns the epoch of its first image.
  mutating func fill(_ memory: BatchMemory, number: Int) throws(ImagesError) -> Int {
    let first = number * line.batch
    for place in 0..<line.batch {
      let (index, epoch) = order.image(at: first + place)
      var chance = Chance(seed: line.seed, .augmentation, epoch, index)
      let label = try reader.read(index, of: .train, into: image.elements)
      line.preparation.write(line.preparation.view(&chance), of: image, to: memory, place: place)
      memory.labels.elements[place] = Int32(label)
    }
    return first / line.imagesPerEpoch
  }

  /// Reads a validation image for the sake of the source's memory. False when there is nothing to
  /// gain, or no more.
  func readsAhead(_ index: Int) -> Bool {
    guard line.source.remembersImages, index < line.source.count(.validation) else { return false }
    // If it cannot be read, validation will say so.
    return (try? reader.read(index, of: .validation, into: image.elements)) != nil
  }
}
